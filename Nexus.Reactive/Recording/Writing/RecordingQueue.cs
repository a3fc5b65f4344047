using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// The queue of the writer's thread. Adding costs an encoding and a lock that is never held during input or output. When the queue is full,
/// messages are left out, and a gap marks their position.
/// </summary>
/// <param name="maxBytes">The maximum number of waiting bytes.</param>
/// <param name="onLoss">Called on the thread pool when the first message is left out.</param>
internal sealed class RecordingQueue(int maxBytes, Action onLoss)
{
    private const int MaxSpare = 4;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);

    // A monitor, because Lock cannot be waited on.
    private readonly object _gate = new();
    private readonly Queue<RecordingBatch> _waiting = new();
    private readonly Stack<RecordingBatch> _spare = new();
    private RecordingBatch? _last;
    private long _bytes;
    private long _untaken;
    private long _lost;
    private bool _isComplete;

    /// <summary>The number of messages left out so far.</summary>
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

    /// <summary>Ends the queue: nothing more is added.</summary>
    public void Complete(long ticks)
    {
        lock (_gate)
        {
            if (_isComplete)
                return;
            SayLost(ticks);
            _isComplete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes the waiting batches half a second after their first line, or earlier when there are many. Returns false after the end.</summary>
    public bool TryTake(List<RecordingBatch> batches)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isComplete)
                Monitor.Wait(_gate);
            if (_untaken < RecordingBatch.UsualCapacity && !_isComplete)
                Monitor.Wait(_gate, Linger);
            batches.AddRange(_waiting);
            _waiting.Clear();
            (_last, _untaken) = (null, 0);
            return batches.Count > 0;
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

    /// <summary>Waits before writing is retried. Returns false after the end.</summary>
    public bool WaitToRetry()
    {
        lock (_gate)
            return !_isComplete && (Monitor.Wait(_gate, Linger) || !_isComplete);
    }

    private bool HasRoom(long ticks, ReadOnlySpan<char> text)
    {
        if (_isComplete)
            return false;
        if (_bytes >= maxBytes || GetMaxBytes(text) > RecordingFile.MaxLine)
        {
            _lost++;
            if (TotalLost++ == 0)
                ThreadPool.UnsafeQueueUserWorkItem(static report => report(), onLoss, preferLocal: false);
            return false;
        }

        SayLost(ticks);
        return true;
    }

    // Counting pays only for a long text.
    private static int GetMaxBytes(ReadOnlySpan<char> text) =>
        RecordingLine.Overhead + (text.Length < RecordingBatch.UsualCapacity / 4 ? 3 * text.Length : Encoding.UTF8.GetByteCount(text));

    private void SayLost(long ticks)
    {
        if (_lost == 0)
            return;
        Enqueue(new RecordingBatch(ticks, new FeedGap(FormattableString.Invariant($"{_lost} messages were not recorded: the disk is too slow, or they are too long"))));
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
        if (_waiting.Count == 1)
            Monitor.PulseAll(_gate);
        Count(batch.Size);
    }

    private void Count(int bytes)
    {
        var wasEnough = _untaken >= RecordingBatch.UsualCapacity;
        _bytes += bytes;
        _untaken += bytes;
        if (!wasEnough && _untaken >= RecordingBatch.UsualCapacity)
            Monitor.PulseAll(_gate);
    }
}
