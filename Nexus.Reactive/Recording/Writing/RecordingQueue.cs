using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// The queue of the writer's thread. Adding a message copies it under a lock that is never held during input or output. When the queue is full,
/// messages are dropped, and a gap marks their position.
/// </summary>
/// <remarks>The queue takes at most its limit, one batch that is being filled, a few spare batches and one message.</remarks>
/// <param name="maxBytes">The maximum number of bytes that the waiting batches take.</param>
/// <param name="onLoss">Called when the first message is dropped; it must not call the queue.</param>
/// <param name="worker">The worker that takes the waiting batches.</param>
internal sealed class RecordingQueue(long maxBytes, Action onLoss, IRecordingWorker worker)
{
    private const int MinCapacity = 1024;
    private const int MaxSpare = 4;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(500);

    private readonly int _capacity = (int)Math.Clamp(maxBytes / 4, MinCapacity, RecordingBatch.UsualCapacity);
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
        var length = GetMaxLength(text);
        var isPlain = RecordingText.IsPlain(text);
        lock (_gate)
        {
            if (!HasRoom(ticks, length))
                return;
            if (isPlain)
                Append(ticks, text, (int)length);
            else
                Append(ticks, text.ToString(), 2L * text.Length);
        }
    }

    /// <summary>Adds a message that the writer's thread converts to a line.</summary>
    /// <param name="ticks">The arrival time.</param>
    /// <param name="message">The message.</param>
    /// <param name="isHidden">Whether the message only moves the clock of a replay.</param>
    public void Add(long ticks, NexusMessage message, bool isHidden = false)
    {
        var size = RecordedSize.Get(message, out var textLength);
        lock (_gate)
        {
            if (HasRoom(ticks, textLength))
                Append(ticks, message, size, isHidden);
        }
    }

    /// <summary>Ends the queue: no more messages are added. The last line may contain the error of the source.</summary>
    public void Complete(long ticks, string? error = null)
    {
        lock (_gate)
        {
            if (_isComplete)
                return;
            AppendLossGap(ticks);
            if (error is not null)
                Append(ticks, error, (int)GetMaxLength(error));
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

            if (_untaken < _capacity && !_isComplete && _awaited != Awaited.MuchOrEnd)
            {
                _awaited = Awaited.MuchOrEnd;
                return Linger;
            }

            CloseLast();
            batches.AddRange(_waiting);
            _waiting.Clear();
            (_untaken, _awaited) = (0, Awaited.Nothing);
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
                _bytes -= batch.Footprint;
                if (batch.Capacity != _capacity || _spare.Count >= MaxSpare)
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

    private bool HasRoom(long ticks, long length)
    {
        if (_isComplete)
            return false;
        if (_bytes >= maxBytes || length > RecordingFile.MaxLine)
        {
            _lost++;
            if (TotalLost++ == 0)
                onLoss();
            return false;
        }

        AppendLossGap(ticks);
        return true;
    }

    // Counting is worthwhile only for a long text.
    private static long GetMaxLength(ReadOnlySpan<char> text) =>
        RecordingLine.Overhead + (text.Length < RecordingBatch.UsualCapacity / 4 ? 3 * text.Length : (long)Encoding.UTF8.GetByteCount(text));

    private void AppendLossGap(long ticks)
    {
        if (_lost == 0)
            return;
        var gap = new FeedGap(FormattableString.Invariant($"{_lost} messages were not recorded because the disk is too slow or the messages are too long"));
        Append(ticks, gap, RecordedSize.Get(gap, out _));
        _lost = 0;
    }

    private void Append(long ticks, ReadOnlySpan<char> text, int maxLength)
    {
        var before = GetLastSize(ticks);
        if (_last is null || !_last.TryAppend(ticks, text))
        {
            before = 0;
            Open(Math.Max(_capacity, maxLength)).TryAppend(ticks, text);
        }

        Count(_last!.Size - before);
    }

    private void Append(long ticks, object content, long size, bool isHidden = false)
    {
        var before = GetLastSize(ticks);
        if (_last is null || !_last.TryAppend(ticks, content, size, isHidden))
        {
            before = 0;
            Open(_capacity).TryAppend(ticks, content, size, isHidden);
        }

        Count(_last!.Size - before);
    }

    // All lines of a batch are of one day.
    private long GetLastSize(long ticks)
    {
        if (_last is not null && RecordingPath.GetDay(_last.Ticks) != RecordingPath.GetDay(ticks))
            CloseLast();
        return _last?.Size ?? 0;
    }

    private RecordingBatch Open(int capacity)
    {
        CloseLast();
        _last = capacity == _capacity && _spare.TryPop(out var spare) ? spare : new RecordingBatch(capacity);
        _waiting.Enqueue(_last);
        if (_awaited == Awaited.Line)
            worker.Wake();
        return _last;
    }

    // Only the batch that is being filled has free space that can still be used.
    private void CloseLast()
    {
        if (_last is not null)
            _bytes += _last.Footprint - _last.Size;
        _last = null;
    }

    private void Count(long bytes)
    {
        _bytes += bytes;
        _untaken += bytes;
        if (_awaited == Awaited.MuchOrEnd && _untaken >= _capacity)
            worker.Wake();
    }
}
