namespace Nexus.Reactive.Nats;

/// <summary>The log of one symbol: an ordered list of entries that takes an entry only under the condition that it carries.</summary>
internal interface ILog
{
    /// <summary>Reads the log's end.</summary>
    ValueTask<LogTail> ReadTailAsync(CancellationToken cancellation);

    /// <summary>Opens a way to append. The outcome of each entry comes to the sink in the order in which entries are sent.</summary>
    ValueTask<ILogAppender> OpenAsync(ILogAppendSink sink, CancellationToken cancellation);

    /// <summary>Reads entries until cancelled; returns early if the position must be found again.</summary>
    ValueTask ReadAsync(ulong firstSequence, BusScope scope, Func<LogEntry, bool> deliver, CancellationToken cancellation);

    /// <summary>Finds the first entry that a reader of a scope may see, at a sequence or later; null if there is none.</summary>
    ValueTask<LogPlace?> FindAsync(ulong sequence, BusScope scope, CancellationToken cancellation);

    /// <summary>The sequences of the first entry, of the last one, and of the last BOOK (0: none).</summary>
    ValueTask<LogRange> ReadRangeAsync(CancellationToken cancellation);

    /// <summary>The sequence of the first entry at a time or later; one after the last entry if there is none.</summary>
    ValueTask<ulong> FindAsync(DateTimeOffset time, CancellationToken cancellation);
}

/// <summary>An entry's sequence and id.</summary>
internal readonly record struct LogPlace(ulong Sequence, EntryId Id);

/// <summary>What a log holds.</summary>
/// <param name="First">The sequence of the first entry.</param>
/// <param name="Last">The sequence of the last entry; 0 for a log that never had one.</param>
/// <param name="LastBook">The sequence of the last BOOK; 0 if the log holds none.</param>
internal readonly record struct LogRange(ulong First, ulong Last, ulong LastBook);

/// <summary>An entry as the log returns it.</summary>
/// <param name="Sequence">Its place in the log.</param>
/// <param name="Id">Its id.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Payload">The message as UTF-8; valid during the call only.</param>
/// <param name="Pending">How many more entries the log holds for this reader.</param>
internal readonly record struct LogEntry(ulong Sequence, EntryId Id, string Subject, ReadOnlyMemory<byte> Payload, long Pending);

/// <summary>One session of appending.</summary>
internal interface ILogAppender : IAsyncDisposable
{
    /// <summary>The largest payload that the log takes.</summary>
    int MaxPayload { get; }

    /// <summary>Sends an entry and does not wait until the log has it.</summary>
    ValueTask SendAsync(OutgoingEntry entry, CancellationToken cancellation);
}

/// <summary>Receives the outcome of each entry.</summary>
internal interface ILogAppendSink
{
    /// <summary>The log has the oldest entry that is on its way.</summary>
    void Stored(ulong sequence);

    /// <summary>The log did not take an entry: the writer reads the log's end and continues from there.</summary>
    void Refused(string reason);

    /// <summary>The credentials do not allow to write to the log: the writer ends.</summary>
    void Denied(NexusBusException error);
}
