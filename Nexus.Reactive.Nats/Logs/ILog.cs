namespace Nexus.Reactive.Nats;

/// <summary>The log of one symbol: an ordered list of entries. The log accepts an entry only if the condition of the entry is met.</summary>
internal interface ILog
{
    /// <summary>Reads the end of the log.</summary>
    ValueTask<LogTail> ReadTailAsync(CancellationToken cancellation);

    /// <summary>Opens a session for appending. The sink receives the result of each entry in the order in which entries are sent.</summary>
    ValueTask<ILogAppender> OpenAsync(ILogAppendSink sink, CancellationToken cancellation);

    /// <summary>Reads entries until canceled; returns early if the position must be determined again.</summary>
    ValueTask ReadAsync(ulong firstSequence, BusScope scope, Func<LogEntry, bool> deliver, CancellationToken cancellation);

    /// <summary>Finds the first entry at a sequence or later that a reader of the scope may see; returns null if there is none.</summary>
    ValueTask<LogPlace?> FindAsync(ulong sequence, BusScope scope, CancellationToken cancellation);

    /// <summary>Returns the sequences of the first entry, the last entry, and the last BOOK (0 if there is none).</summary>
    ValueTask<LogRange> ReadRangeAsync(CancellationToken cancellation);

    /// <summary>Returns the sequence of the first entry at a time or later; the sequence after the last entry if there is none.</summary>
    ValueTask<ulong> FindAsync(DateTimeOffset time, CancellationToken cancellation);
}

/// <summary>An entry's sequence and id.</summary>
internal readonly record struct LogPlace(ulong Sequence, EntryId Id);

/// <summary>The range of a log.</summary>
/// <param name="First">The sequence of the first entry.</param>
/// <param name="Last">The sequence of the last entry; 0 if the log never had an entry.</param>
/// <param name="LastBook">The sequence of the last BOOK; 0 if the log contains none.</param>
internal readonly record struct LogRange(ulong First, ulong Last, ulong LastBook);

/// <summary>An entry that was read from the log.</summary>
/// <param name="Sequence">The position of the entry in the log.</param>
/// <param name="Id">The id of the entry.</param>
/// <param name="Subject">The subject of the entry.</param>
/// <param name="Payload">The message as UTF-8; valid only during the call.</param>
/// <param name="Pending">The number of entries that remain for this reader.</param>
internal readonly record struct LogEntry(ulong Sequence, EntryId Id, string Subject, ReadOnlyMemory<byte> Payload, long Pending);

/// <summary>A session for appending.</summary>
internal interface ILogAppender : IAsyncDisposable
{
    /// <summary>The largest payload that the log accepts.</summary>
    int MaxPayload { get; }

    /// <summary>Sends an entry without waiting until the log has stored it.</summary>
    ValueTask SendAsync(OutgoingEntry entry, CancellationToken cancellation);
}

/// <summary>Receives the result of each entry.</summary>
internal interface ILogAppendSink
{
    /// <summary>Called when the log has stored the oldest entry in transit.</summary>
    void Stored(ulong sequence);

    /// <summary>Called when the log has refused an entry. The writer reads the end of the log and continues from there.</summary>
    void Refused(string reason);

    /// <summary>Called when the credentials do not permit writing to the log. The writer ends.</summary>
    void Denied(NexusBusException error);
}
