namespace Nexus.Reactive;

/// <summary>Orders that wait the same fixed time: first come, first due. Adding, removing and looking cost a few pointers, however many wait.</summary>
/// <typeparam name="TLink">Which of an account's links is this queue's.</typeparam>
internal sealed class DeadlineQueue<TLink>(TimeSpan delay)
    where TLink : struct, IDeadlineLink
{
    private static readonly long EndOfTime = DateTime.MaxValue.Ticks;
    private OrderAccount? _last;

    public int Count { get; private set; }

    public OrderAccount? First { get; private set; }

    /// <summary>The earliest deadline in UTC ticks.</summary>
    public long NextDue => First is null ? DeadlineLink.Never : TLink.Of(First).Due;

    public void Add(OrderAccount account, long now)
    {
        TLink.Of(account) = new DeadlineLink
        {
            Previous = _last,
            Due = now > EndOfTime - delay.Ticks ? EndOfTime : Math.Max(now + delay.Ticks, 1),
        };
        if (_last is null)
            First = account;
        else
            TLink.Of(_last).Next = account;
        _last = account;
        Count++;
    }

    public void Remove(OrderAccount account)
    {
        ref var link = ref TLink.Of(account);
        if (!link.IsQueued)
            return;
        if (link.Previous is null)
            First = link.Next;
        else
            TLink.Of(link.Previous).Next = link.Next;
        if (link.Next is null)
            _last = link.Previous;
        else
            TLink.Of(link.Next).Previous = link.Previous;
        link = default;
        Count--;
    }

    /// <summary>Moves every deadline.</summary>
    public void Shift(long ticks)
    {
        for (var account = First; account is not null; account = TLink.Of(account).Next)
        {
            ref var link = ref TLink.Of(account);
            if (link.Due != EndOfTime)
                link.Due += ticks;
        }
    }
}
