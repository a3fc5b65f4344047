using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// The queue of the writer's thread. Adding a message encodes it and takes a lock that is never held during input or output. When the queue is full,
/// messages are dropped, and a gap marks their position.
/// </summary>
/// <param name="maxBytes">The maximum number of waiting bytes.</param>
/// <param name="onLoss">Called when the first message is dropped; it must not call the queue.</param>
/// <param name="worker">The worker that takes the waiting batches.</param>
internal sealed class RecordingQueue(int maxBytes, Action onLoss, IRecordingWorker worker)
{
    private const int MaxSpare = 4;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Queue<RecordingBatch> _waiting = new();
    private readonly Stack<RecordingBatch> _spare = new();
    private RecordingBatch? _last;
    private long _bytes;
    private long _untaken;
    private long _lost;
    private Awaited _awaited;
    private bool _isComplete;

    private enum Awaited
    {
        Nothing,
        Line,
        MuchOrEnd,
    }

    /// <summary>The number of messages that have been dropped so far.</summary>
    public long TotalLost { get; private set; }

    public void Add(long ticks, ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            if (!HasRoom(ticks, text))
                return;
            if (RecordingText.IsPlain(text))
                Append(ticks, text);
            else
                Enqueue(new RecordingBatch(ticks, text.ToString()));
        }
    }

    public void Add(long ticks, NexusMessage message)
    {
        lock (_gate)
        {
            if (HasRoom(ticks, []))
                Enqueue(new RecordingBatch(ticks, message));
        }
    }

    public void AddHidden(long ticks, NexusMessage message)
    {
        var line = TypedText.WriteHidden(message);
        lock (_gate)
        {
            if (HasRoom(ticks, line))
                Append(ticks, line);
        }
    }

    /// <summary>Ends the queue: no more messages are added.</summary>
    public void Complete(long ticks)
    {
        lock (_gate)
        {
            if (_isComplete)
                return;
            SayLost(ticks);
            _isComplete = true;
            worker.Wake();
        }
    }

    /// <summary>
    /// Takes the waiting batches half a second after their first line, or earlier if there are many. Returns the time to wait before the next call;
    /// null if batches were taken, or if there are none after the end.
    /// </summary>
    public TimeSpan? TryTake(List<RecordingBatch> batches)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_isComplete)
            {
                _awaited = Awaited.Line;
                return Timeout.InfiniteTimeSpan;
            }

            if (_untaken < RecordingBatch.UsualCapacity && !_isComplete && _awaited != Awaited.MuchOrEnd)
            {
                _awaited = Awaited.MuchOrEnd;
                return Linger;
            }

            batches.AddRange(_waiting);
            _waiting.Clear();
            (_last, _untaken, _awaited) = (null, 0, Awaited.Nothing);
            return null;
        }
    }

    /// <summary>Frees the space of written batches.</summary>
    public void Release(List<RecordingBatch> batches)
    {
        lock (_gate)
        {
            foreach (var batch in batches)
            {
                _bytes -= batch.Size;
                if (!batch.IsUsual || _spare.Count >= MaxSpare)
                    continue;
                batch.Reset();
                _spare.Push(batch);
            }
        }

        batches.Clear();
    }

    /// <summary>Returns the time to wait before writing is retried; null after the end.</summary>
    public TimeSpan? GetRetryDelay()
    {
        lock (_gate)
            return _isComplete ? null : Linger;
    }

    private bool HasRoom(long ticks, ReadOnlySpan<char> text)
    {
        if (_isComplete)
            return false;
        if (_bytes >= maxBytes || GetMaxBytes(text) > RecordingFile.MaxLine)
        {
            _lost++;
            if (TotalLost++ == 0)
                onLoss();
            return false;
        }

        SayLost(ticks);
        return true;
    }

    // Counting is worthwhile only for a long text.
    private static int GetMaxBytes(ReadOnlySpan<char> text) =>
        RecordingLine.Overhead + (text.Length < RecordingBatch.UsualCapacity / 4 ? 3 * text.Length : Encoding.UTF8.GetByteCount(text));

    private void SayLost(long ticks)
    {
        if (_lost == 0)
            return;
        Enqueue(new RecordingBatch(ticks, new FeedGap(FormattableString.Invariant($"{_lost} messages were not recorded because the disk is too slow or the messages are too long"))));
        _lost = 0;
    }

    private void Append(long ticks, ReadOnlySpan<char> text)
    {
        var before = _last?.Size ?? 0;
        if (_last is not null && RecordingPath.GetDay(_last.Ticks) == RecordingPath.GetDay(ticks) && _last.TryAppend(ticks, text))
        {
            Count(_last.Size - before);
            return;
        }

        var length = GetMaxBytes(text);
        var batch = length > RecordingBatch.UsualCapacity ? new RecordingBatch(length) : _spare.TryPop(out var spare) ? spare : new RecordingBatch(RecordingBatch.UsualCapacity);
        batch.TryAppend(ticks, text);
        Enqueue(batch);
        _last = batch;
    }

    private void Enqueue(RecordingBatch batch)
    {
        _last = null;
        _waiting.Enqueue(batch);
        if (_awaited == Awaited.Line)
            worker.Wake();
        Count(batch.Size);
    }

    private void Count(int bytes)
    {
        _bytes += bytes;
        _untaken += bytes;
        if (_awaited == Awaited.MuchOrEnd && _untaken >= RecordingBatch.UsualCapacity)
            worker.Wake();
    }
}
