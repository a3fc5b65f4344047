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

    /// <summary>The deadline of the first item, even if it is not waiting any more; <see cref="long.MaxValue"/> if there is none.</summary>
    public long FirstDue { get; private set; } = long.MaxValue;

    /// <summary>The earliest deadline in ticks; <see cref="long.MaxValue"/> if no item is waiting.</summary>
    public long NextDue
    {
        get
        {
            while (_waiting.TryPeek(out var first) && !first.Item.IsWaiting)
                Dequeue();
            return FirstDue;
        }
    }

    /// <summary>Adds an item. The times must not decrease.</summary>
    public void Add(TItem item, long now)
    {
        var due = Math.Min(now, EndOfTime - delay.Ticks) + delay.Ticks;
        if (_waiting.Count == 0)
            FirstDue = due;
        _waiting.Enqueue((item, due));
    }

    /// <summary>Removes and returns the first waiting item.</summary>
    public TItem Take(out long due)
    {
        due = NextDue;
        return Dequeue();
    }

    private TItem Dequeue()
    {
        var item = _waiting.Dequeue().Item;
        FirstDue = _waiting.TryPeek(out var next) ? next.Due : long.MaxValue;
        return item;
    }

    /// <summary>Writes the waiting items with their deadlines, or replaces them.</summary>
    public void Transfer(StateArchive archive, string name, Func<TItem, TItem> transfer)
    {
        var items = archive.List(name, _waiting.Where(static entry => entry.Item.IsWaiting), entry =>
        {
            archive.Value("due", ref entry.Due);
            return (transfer(entry.Item), entry.Due);
        });
        if (!archive.IsReading)
            return;
        _waiting.Clear();
        foreach (var item in items)
            _waiting.Enqueue(item);
        FirstDue = _waiting.TryPeek(out var first) ? first.Due : long.MaxValue;
    }
}
