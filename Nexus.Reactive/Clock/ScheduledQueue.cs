namespace Nexus.Reactive;

/// <summary>Scheduled items ordered by due time; items of the same time in the order in which they were added.</summary>
/// <remarks>The first item is outside the heap, so a clock with one timer never touches the heap.</remarks>
internal sealed class ScheduledQueue
{
    private const long Never = long.MaxValue;

    private readonly PriorityQueue<ScheduledItem, (long Due, long Order)> _later = new();
    private ScheduledItem? _first;
    private long _firstOrder;
    private long _order;

    /// <summary>The due time of the first item.</summary>
    public long NextDue { get; private set; } = Never;

    public int Count => _first is null ? 0 : 1 + _later.Count;

    public void Add(ScheduledItem work, long due)
    {
        work.Due = due;
        work.State = ScheduledItemState.Queued;
        var order = _order++;
        if (due >= NextDue)
        {
            _later.Enqueue(work, (due, order));
            return;
        }

        if (_first is not null)
            _later.Enqueue(_first, (NextDue, _firstOrder));
        SetFirst(work, due, order);
    }

    /// <summary>Removes and returns the first item; the queue must not be empty.</summary>
    public ScheduledItem Take()
    {
        var work = _first!;
        if (_later.Count == 0)
            SetFirst(null, Never, 0);
        else if (_later.TryDequeue(out var next, out var place))
            SetFirst(next, place.Due, place.Order);
        work.State = ScheduledItemState.Nowhere;
        return work;
    }

    public void Clear()
    {
        _later.Clear();
        SetFirst(null, Never, 0);
    }

    /// <summary>Removes canceled items and moves relative items back by <paramref name="back"/>.</summary>
    public void Rebuild(long back, long now)
    {
        if (_first is not null)
            _later.Enqueue(_first, (NextDue, _firstOrder));
        var kept = _later.UnorderedItems.Where(static item => !item.Element.IsCancelled).OrderBy(static item => item.Priority.Order).ToList();
        Clear();

        // An item that another thread has just added and that was already due stays due immediately.
        foreach (var (work, _) in kept)
        {
            if (back > 0 && work.RunsAtRestart)
                Add(work, now);
            else
                Add(work, work.IsRelative || work.Due <= now + back ? work.Due - back : work.Due);
        }
    }

    private void SetFirst(ScheduledItem? work, long due, long order)
    {
        _first = work;
        NextDue = due;
        _firstOrder = order;
    }
}
