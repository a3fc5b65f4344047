namespace Nexus.Reactive;

/// <summary>An order's place in a <see cref="DeadlineQueue"/>; kept in the order's account, so that waiting allocates nothing.</summary>
internal struct DeadlineLink
{
    public OrderAccount? Previous;
    public OrderAccount? Next;

    /// <summary>In ticks; 0 when it does not wait.</summary>
    public long Due;

    public readonly bool IsQueued => Due != 0;
}

/// <summary>Orders that wait the same fixed time: first come, first due. Adding, removing and looking cost a few pointers, however many wait.</summary>
internal sealed class DeadlineQueue(TimeSpan delay, DeadlineQueue.LinkOf linkOf)
{
    public const long Never = long.MaxValue;
    private static readonly long EndOfTime = DateTime.MaxValue.Ticks;
    private OrderAccount? _last;

    public delegate ref DeadlineLink LinkOf(OrderAccount account);

    public int Count { get; private set; }

    public OrderAccount? First { get; private set; }

    /// <summary>The earliest deadline in ticks.</summary>
    public long NextDue => First is null ? Never : linkOf(First).Due;

    public bool Contains(OrderAccount account) => linkOf(account).IsQueued;

    public void Add(OrderAccount account, long now)
    {
        linkOf(account) = new DeadlineLink
        {
            Previous = _last,
            Due = Math.Max(Math.Min(now, EndOfTime - delay.Ticks) + delay.Ticks, 1),
        };
        if (_last is null)
            First = account;
        else
            linkOf(_last).Next = account;
        _last = account;
        Count++;
    }

    public void Remove(OrderAccount account)
    {
        ref var link = ref linkOf(account);
        if (!link.IsQueued)
            return;
        if (link.Previous is null)
            First = link.Next;
        else
            linkOf(link.Previous).Next = link.Next;
        if (link.Next is null)
            _last = link.Previous;
        else
            linkOf(link.Next).Previous = link.Previous;
        link = default;
        Count--;
    }
}
