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

    // The other symbols with trades in their window, ordered by the time at which the oldest trade leaves, then by their first trades.
    private readonly PriorityQueue<SlidingStream<TAggregate>, LeavingTime> _leaving = new();
    private readonly Stack<SlidingContents<TAggregate>> _unused = new();
    private int _symbolCount;

    // The symbol whose oldest trade leaves first. It is not in the queue, so one symbol needs no queue.
    private SlidingStream<TAggregate>? _first;
    private LeavingTime _firstDue = LeavingTime.None;

    protected override long NextDue => _firstDue.Time;

    protected override void Advance()
    {
        while (_firstDue.Time <= Now && !IsStopped)
            Leave(_firstDue.Time);
    }

    protected override void Jump(long from)
    {
        var changed = new List<SlidingStream<TAggregate>>();
        while (_first is { } first && _firstDue.Time <= Now)
        {
            changed.Add(first);
            DequeueFirst();
        }

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
        for (; _first is { } stream; DequeueFirst())
        {
            stream.Contents!.Aggregate.RemoveUntil(Never);
            Recycle(stream);
        }
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
        var stream = _first!;
        ref var aggregate = ref stream.Contents!.Aggregate;
        aggregate.RemoveUntil(time - _length);
        if (aggregate.Count == 0)
            DequeueFirst();
        else
            Replace(stream, GetDue(stream));
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
        if (_first is null)
            (_first, _firstDue) = (stream, due);
        else if (due.CompareTo(_firstDue) < 0)
        {
            _leaving.Enqueue(_first, _firstDue);
            (_first, _firstDue) = (stream, due);
        }
        else
            _leaving.Enqueue(stream, due);
    }

    // Gives the first symbol another time, after which another symbol may be the first.
    private void Replace(SlidingStream<TAggregate> stream, LeavingTime due)
    {
        if (_leaving.Count > 0 && _leaving.TryPeek(out _, out var next) && next.CompareTo(due) < 0)
            (_first, _firstDue) = (_leaving.DequeueEnqueue(stream, due), next);
        else
            _firstDue = due;
    }

    private void DequeueFirst() =>
        (_first, _firstDue) = _leaving.TryDequeue(out var next, out var due) ? (next, due) : (null, LeavingTime.None);

    private LeavingTime GetDue(SlidingStream<TAggregate> stream)
    {
        var oldest = stream.Contents!.Aggregate.OldestTime;
        return new(oldest > Never - _length ? Never : oldest + _length, stream.Order);
    }
}
