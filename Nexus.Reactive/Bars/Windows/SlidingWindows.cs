namespace Nexus.Reactive;

/// <summary>One window per symbol, (now − length, now]. It changes with each trade and each time trades leave.</summary>
internal sealed class SlidingWindows<TAggregate, TResult>(IObserver<TResult> observer, WindowSource source, TimeSpan length)
    : WindowEngine<SlidingStream<TAggregate>, TResult>(observer, source)
    where TAggregate : struct, ISlidingAggregate<TResult>
{
    private const long Never = long.MaxValue;

    // Contents are reused, so that rare trades cause few allocations and an empty window takes no memory.
    private const int MaxUnused = 16;

    private readonly long _length = length.Ticks;

    // The symbols with trades in their window, ordered by the time at which the oldest trade leaves, then by their first trades.
    private readonly PriorityQueue<SlidingStream<TAggregate>, LeavingTime> _leaving = new();
    private readonly Stack<SlidingContents<TAggregate>> _unused = new();
    private int _symbolCount;

    // The time of the first item of the queue, because each trade asks for it several times.
    private long _nextDue = Never;

    protected override long NextDue => _nextDue;

    protected override void Advance()
    {
        while (_nextDue <= Now && !IsStopped)
            Leave(_nextDue);
    }

    protected override void Jump(long from)
    {
        var changed = new List<SlidingStream<TAggregate>>();
        while (_leaving.TryPeek(out var stream, out var due) && due.Time <= Now)
        {
            _leaving.Dequeue();
            changed.Add(stream);
        }

        FindNextDue();
        foreach (var stream in changed.OrderBy(static stream => stream.Order))
        {
            stream.Contents!.Aggregate.RemoveUntil(Now - _length);
            if (stream.Contents.Aggregate.Count > 0)
                Enqueue(stream);
            Publish(stream, Now);
        }
    }

    protected override void Restart()
    {
        foreach (var (stream, _) in _leaving.UnorderedItems)
        {
            stream.Contents!.Aggregate.RemoveUntil(Never);
            Recycle(stream);
        }

        _leaving.Clear();
        _nextDue = Never;
    }

    protected override void Add(SlidingStream<TAggregate> stream, Trade trade)
    {
        if (stream.Order < 0)
            stream.Order = _symbolCount++;
        if (stream.Contents is null)
        {
            stream.Contents = _unused.TryPop(out var unused) ? unused : new();
            stream.Contents.Aggregate.Add(Now, trade);
            Enqueue(stream);
        }
        else
        {
            stream.Contents.Aggregate.Add(Now, trade);
        }

        Publish(stream, Now);
    }

    // Each change was published when it occurred.
    protected override void Flush()
    {
    }

    private void Leave(long time)
    {
        var stream = _leaving.Peek();
        ref var aggregate = ref stream.Contents!.Aggregate;
        aggregate.RemoveUntil(time - _length);
        if (aggregate.Count > 0)
            _leaving.DequeueEnqueue(stream, GetDue(stream));
        else
            _leaving.Dequeue();
        FindNextDue();
        Publish(stream, time);
    }

    private void Publish(SlidingStream<TAggregate> stream, long end)
    {
        // The start is exclusive.
        var start = end - _length;
        var hasGap = Coverage.HasGap(stream, start + 1);
        ref var aggregate = ref stream.Contents!.Aggregate;
        var result = aggregate.ToResult(stream.Symbol, WindowTime.Clamp(start), WindowTime.Clamp(end), !hasGap && stream.BeganAt <= start + 1, hasGap);
        if (aggregate.Count == 0)
            Recycle(stream);
        Publish(result);
    }

    private void Recycle(SlidingStream<TAggregate> stream)
    {
        if (_unused.Count < MaxUnused)
            _unused.Push(stream.Contents!);
        stream.Contents = null;
    }

    private void Enqueue(SlidingStream<TAggregate> stream)
    {
        var due = GetDue(stream);
        _leaving.Enqueue(stream, due);
        _nextDue = Math.Min(_nextDue, due.Time);
    }

    private void FindNextDue() => _nextDue = _leaving.TryPeek(out _, out var due) ? due.Time : Never;

    private LeavingTime GetDue(SlidingStream<TAggregate> stream)
    {
        var oldest = stream.Contents!.Aggregate.OldestTime;
        return new(oldest > Never - _length ? Never : oldest + _length, stream.Order);
    }
}
