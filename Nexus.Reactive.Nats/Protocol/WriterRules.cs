namespace Nexus.Reactive.Nats;

/// <summary>
/// The writer's side of the protocol: the next entry to send, the entries to keep until the log has stored them, and how to continue from the log's last entry
/// after a fault.
/// It performs no input or output, so all logs use the same rules. All members may be called from any thread.
/// </summary>
/// <param name="epoch">The epoch of the writer.</param>
/// <param name="capacity">The maximum number of messages to keep until the log has stored them. Further messages are replaced by one gap.</param>
/// <param name="window">The maximum number of entries in transit.</param>
/// <param name="createGap">Creates a gap from a reason and an arrival time.</param>
internal sealed class WriterRules(long epoch, int capacity, int window, Func<string, long, PendingEntry> createGap)
{
    private readonly Lock _gate = new();
    private readonly Queue<PendingEntry> _waiting = new();
    private readonly Queue<(EntryId Id, PendingEntry Entry)> _inFlight = new();
    private Queue<PendingEntry> _resend = new();
    private EntryId? _acknowledged;
    private ulong _acknowledgedSequence;
    private EntryId? _predecessor;
    private ulong? _expectedSequence;
    private int _session;
    private long _number;
    private long _publicNumber;
    private long _droppedSinceGap;

    public long Epoch => epoch;

    /// <summary>The largest payload that the log accepts. A larger message is replaced by a gap.</summary>
    public int MaxPayload { get; set; } = int.MaxValue;

    /// <summary>The number of entries in transit.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
                return _inFlight.Count;
        }
    }

    /// <summary>Whether every message is in the log.</summary>
    public bool IsDrained
    {
        get
        {
            lock (_gate)
                return Kept == 0 && _droppedSinceGap == 0;
        }
    }

    private int Kept => _waiting.Count + _resend.Count + _inFlight.Count;

    /// <summary>
    /// Accepts a message without waiting. Returns false if the buffer is full and the message is dropped. One gap replaces all consecutive dropped messages.
    /// </summary>
    public bool TryOffer(in PendingEntry entry) => TryOffer(entry, out _);

    /// <summary>
    /// Accepts a message without waiting. Returns false if the buffer is full and the message is dropped. One gap replaces all consecutive dropped messages.
    /// </summary>
    /// <param name="entry">The message.</param>
    /// <param name="isTurn">Whether the window is not full.</param>
    public bool TryOffer(in PendingEntry entry, out bool isTurn)
    {
        lock (_gate)
        {
            isTurn = _inFlight.Count < window;
            // After an overflow, half of the buffer must drain first, so that a writer that is slightly too slow creates few gaps instead of many.
            if (Kept >= (_droppedSinceGap == 0 ? capacity : capacity / 2))
            {
                _droppedSinceGap++;
                return false;
            }

            if (_droppedSinceGap > 0)
                _waiting.Enqueue(createGap($"the gateway's buffer was full: {_droppedSinceGap} messages dropped", entry.ArrivedAt));
            _droppedSinceGap = 0;
            _waiting.Enqueue(entry);
            return true;
        }
    }

    /// <summary>Gets the next entry to send, if an entry is waiting and the window is not full.</summary>
    public bool TryTakeNext(out OutgoingEntry next)
    {
        lock (_gate)
        {
            if (_inFlight.Count >= window || !(_resend.TryDequeue(out var entry) || _waiting.TryDequeue(out entry)))
            {
                next = default;
                return false;
            }

            if (entry.Payload.Length > MaxPayload)
                entry = createGap($"a message of {entry.Payload.Length} bytes exceeds the limit of the log ({MaxPayload} bytes)", entry.ArrivedAt);
            _number++;
            if (entry.IsPublic)
                _publicNumber++;
            var id = new EntryId(epoch, _session, _number, _publicNumber, entry.ArrivedAt);
            next = new OutgoingEntry(id, entry, _expectedSequence is null ? _predecessor : null, _expectedSequence);
            _expectedSequence = null;
            _predecessor = id;
            _inFlight.Enqueue((id, entry));
            return true;
        }
    }

    /// <summary>
    /// Called when the log has stored the oldest entry in transit. Returns false if the sequence is not the expected one, so the end of the log must be read.
    /// </summary>
    public bool TryAcknowledge(ulong sequence) => TryAcknowledge(sequence, out _);

    /// <summary>
    /// Called when the log has stored the oldest entry in transit. Returns false if the sequence is not the expected one, so the end of the log must be read.
    /// </summary>
    /// <param name="sequence">The entry's sequence.</param>
    /// <param name="isTurn">
    /// Whether to send again: half of the window is free and entries are waiting, or the log has stored all entries. As a result, entries are sent in batches.
    /// </param>
    public bool TryAcknowledge(ulong sequence, out bool isTurn)
    {
        lock (_gate)
        {
            isTurn = _inFlight.Count <= 1 || (_inFlight.Count <= window / 2 + 1 && _waiting.Count + _resend.Count > 0);
            if (sequence != _acknowledgedSequence + 1 || !_inFlight.TryDequeue(out var oldest))
                return false;
            (_acknowledged, _acknowledgedSequence) = (oldest.Id, sequence);
            return true;
        }
    }

    /// <summary>
    /// Continues from the log's last entry. Stored entries are dropped, and the others are sent again. Returns false if a newer epoch has written, so this
    /// writer must stop.
    /// </summary>
    /// <param name="tail">The log's end.</param>
    /// <param name="now">The time, in nanoseconds since the Unix epoch.</param>
    public bool TryResume(in LogTail tail, long now)
    {
        lock (_gate)
        {
            if (tail.LastId is { } last && last.Epoch > epoch)
                return false;
            var own = tail.LastId is { } id && id.Epoch == epoch ? id : (EntryId?)null;
            while (own is { } stored && _inFlight.TryPeek(out var oldest) && oldest.Id.Session == stored.Session && oldest.Id.Number <= stored.Number)
            {
                _acknowledged = oldest.Id;
                _inFlight.Dequeue();
            }

            // Numbers continue after the last acknowledged entry, so that readers of that entry find the gap right after it.
            var isShort = _acknowledged is { } acknowledged && (own is null || acknowledged.IsAfter(own.Value));
            var from = isShort ? _acknowledged : own;
            if (isShort)
                _session++;
            Requeue(isShort ? createGap($"the log lost its last entries, from entry {(own?.Number ?? 0) + 1} of epoch {epoch}", now) : null);
            _number = from?.Number ?? 0;
            _publicNumber = from?.PublicNumber ?? 0;
            _predecessor = null;
            _expectedSequence = tail.LastSequence;
            (_acknowledged, _acknowledgedSequence) = (from, tail.LastSequence);
            return true;
        }
    }

    // Called under the lock: entries in transit return to the front of the queue, in order.
    private void Requeue(PendingEntry? first)
    {
        var entries = _inFlight.Select(static item => item.Entry).Concat(_resend);
        _resend = new Queue<PendingEntry>(first is { } gap ? entries.Prepend(gap) : entries);
        _inFlight.Clear();
    }
}
