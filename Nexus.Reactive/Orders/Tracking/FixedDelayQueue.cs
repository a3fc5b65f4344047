namespace Nexus.Reactive;

/// <summary>An item of a <see cref="FixedDelayQueue{TItem}"/>.</summary>
internal interface IExpiring
{
    /// <summary>Whether the item is still waiting. Other items are skipped.</summary>
    bool IsWaiting { get; }
}

/// <summary>A queue of items with the same delay.</summary>
internal sealed class FixedDelayQueue<TItem>(TimeSpan delay)
    where TItem : IExpiring
{
    private static readonly long EndOfTime = DateTime.MaxValue.Ticks;
    private readonly Queue<(TItem Item, long Due)> _waiting = new();

    /// <summary>The earliest deadline in ticks; <see cref="long.MaxValue"/> if no item is waiting.</summary>
    public long NextDue
    {
        get
        {
            SkipFinished();
            return _waiting.TryPeek(out var first) ? first.Due : long.MaxValue;
        }
    }

    /// <summary>Adds an item. The times must not decrease.</summary>
    public void Add(TItem item, long now) => _waiting.Enqueue((item, Math.Min(now, EndOfTime - delay.Ticks) + delay.Ticks));

    /// <summary>Removes and returns the first waiting item.</summary>
    public TItem Take(out long due)
    {
        SkipFinished();
        (var item, due) = _waiting.Dequeue();
        return item;
    }

    private void SkipFinished()
    {
        while (_waiting.TryPeek(out var first) && !first.Item.IsWaiting)
            _waiting.Dequeue();
    }
}
