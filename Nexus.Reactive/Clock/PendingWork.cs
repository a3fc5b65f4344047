namespace Nexus.Reactive;

/// <summary>Items that are scheduled but not yet in a clock's queue. The scheduler's lock guards it, except <see cref="Due"/>, which any thread may read.</summary>
internal struct PendingWork()
{
    private const long Never = long.MaxValue;

    private readonly List<ScheduledItem> _items = [];

    // Relative work scheduled before the first timestamp; its due time counts from that timestamp.
    private readonly List<ScheduledItem> _untilStart = [];
    private long _due = Never;
    private int _cancelled;

    /// <summary>The earliest due time.</summary>
    public long Due => Volatile.Read(ref _due);

    public bool Any => Due != Never;

    /// <summary>Whether the running work has scheduled any of the items.</summary>
    public bool HasOwn { get; private set; }

    public void Add(ScheduledItem work, bool isOwn)
    {
        _items.Add(work);
        HasOwn |= isOwn;
        if (work.Due < _due)
            Volatile.Write(ref _due, work.Due);
    }

    public void AddUntilStart(ScheduledItem work) => _untilStart.Add(work);

    /// <summary>Makes the next turn merge the items.</summary>
    public void RequestMerge() => Volatile.Write(ref _due, long.MinValue);

    public void MoveTo(ScheduledQueue queue)
    {
        foreach (var work in _items)
        {
            if (work.IsCancelled)
                _cancelled--;
            else
                queue.Add(work, work.Due);
        }

        _items.Clear();
        HasOwn = false;
        Volatile.Write(ref _due, Never);
    }

    /// <summary>Moves the work that waits for the first timestamp. No other items are pending.</summary>
    public void Start(ScheduledQueue queue, long time)
    {
        foreach (var work in _untilStart)
        {
            if (!work.IsCancelled)
                queue.Add(work, EventTimeScheduler.SaturatingAdd(time, work.Due));
        }

        _untilStart.Clear();
        _cancelled = 0;
    }

    /// <summary>Counts a canceled item. Canceled items are removed when most items are canceled.</summary>
    public void OnCancelled()
    {
        if (!EventTimeScheduler.ShouldCompact(++_cancelled, _items.Count + _untilStart.Count))
            return;
        _items.RemoveAll(static waiting => waiting.IsCancelled);
        _untilStart.RemoveAll(static waiting => waiting.IsCancelled);
        _cancelled = 0;
    }

    public void Clear()
    {
        _items.Clear();
        _untilStart.Clear();
        _cancelled = 0;
        Volatile.Write(ref _due, Never);
    }
}
