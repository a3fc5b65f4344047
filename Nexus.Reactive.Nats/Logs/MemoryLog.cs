namespace Nexus.Reactive.Nats;

/// <summary>
/// A log in this process, with the same conditions as JetStream and without files. Use it to try out the bus without a server, and for tests in virtual time.
/// All work runs on the calling thread, so a published message has reached the readers when the call returns.
/// </summary>
/// <param name="subjects">The symbol's subjects.</param>
/// <param name="capacity">The maximum number of entries; the oldest entries are removed first.</param>
/// <param name="now">The log's clock.</param>
internal sealed class MemoryLog(BusSubjects subjects, int capacity, Func<DateTimeOffset> now) : ILog
{
    private readonly Lock _gate = new();
    private readonly List<Stored> _entries = [];
    private readonly List<Reader> _readers = [];
    private int _start;
    private ulong _lastSequence;

    /// <summary>Whether entries are refused, as they are when a server is unavailable.</summary>
    public bool IsDown { get; set; }

    /// <summary>The largest payload that the log accepts.</summary>
    public int MaxPayload { get; set; } = 1 << 20;

    private int Count => _entries.Count - _start;

    private ulong FirstSequence => _lastSequence - (ulong)Count + 1;

    public ValueTask<LogTail> ReadTailAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return ValueTask.FromResult(new LogTail(_lastSequence, Count == 0 ? null : _entries[^1].Id));
    }

    public ValueTask<ILogAppender> OpenAsync(ILogAppendSink sink, CancellationToken cancellation) =>
        ValueTask.FromResult<ILogAppender>(new Appender(this, sink));

    public async ValueTask ReadAsync(ulong firstSequence, BusScope scope, Func<LogEntry, bool> deliver, CancellationToken cancellation)
    {
        var reader = new Reader(this, firstSequence, scope, deliver);
        lock (_gate)
            _readers.Add(reader);
        try
        {
            await using var registration = cancellation.UnsafeRegister(static reader => ((Reader)reader!).Stop(), reader).ConfigureAwait(false);
            reader.Pump();
            await reader.Ended.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _readers.Remove(reader);
        }
    }

    public ValueTask<LogPlace?> FindAsync(ulong sequence, BusScope scope, CancellationToken cancellation)
    {
        lock (_gate)
        {
            for (var i = Math.Max(sequence, FirstSequence); i <= _lastSequence; i++)
            {
                if (scope == BusScope.All || subjects.IsPublic(At(i).Subject))
                    return ValueTask.FromResult<LogPlace?>(new LogPlace(i, At(i).Id));
            }

            return ValueTask.FromResult<LogPlace?>(null);
        }
    }

    public ValueTask<LogRange> ReadRangeAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            var lastBook = _entries.FindLastIndex(entry => entry.Subject == subjects.Book);
            return ValueTask.FromResult(new LogRange(FirstSequence, _lastSequence, lastBook < _start ? 0 : FirstSequence + (ulong)(lastBook - _start)));
        }
    }

    public ValueTask<ulong> FindAsync(DateTimeOffset time, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var index = _entries.FindIndex(_start, entry => entry.StoredAt >= time);
            return ValueTask.FromResult(index < 0 ? _lastSequence + 1 : FirstSequence + (ulong)(index - _start));
        }
    }

    /// <summary>Removes the newest entries, as a server does that acknowledged entries before it wrote them to disk.</summary>
    public void LoseTail(int count)
    {
        lock (_gate)
        {
            count = Math.Min(count, Count);
            _entries.RemoveRange(_entries.Count - count, count);
            _lastSequence -= (ulong)count;
            foreach (var reader in _readers.ToArray())
                reader.Stop();
        }
    }

    private Stored At(ulong sequence) => _entries[_start + (int)(sequence - FirstSequence)];

    private void Append(in OutgoingEntry outgoing, ILogAppendSink sink)
    {
        string? refusal;
        Reader[] readers;
        ulong sequence;
        lock (_gate)
        {
            refusal = Refusal(outgoing);
            if (refusal is null)
            {
                _entries.Add(new Stored(outgoing.Id, outgoing.Entry.Subject, outgoing.Entry.Payload, now()));
                _lastSequence++;
                Trim();
            }

            sequence = _lastSequence;
            readers = [.. _readers];
        }

        if (refusal is not null)
        {
            sink.Refused(refusal);
            return;
        }

        sink.Stored(sequence);
        foreach (var reader in readers)
            reader.Pump();
    }

    private string? Refusal(in OutgoingEntry outgoing)
    {
        if (IsDown)
            return "the log is unavailable";
        if (outgoing.ExpectedLastSequence is { } sequence && sequence != _lastSequence)
            return $"the last sequence is {_lastSequence}, not {sequence}";
        return outgoing.ExpectedLastId is { } id && (Count == 0 || _entries[^1].Id != id) ? "the last entry has a different id" : null;
    }

    // Old entries are removed in blocks, so that an append is fast.
    private void Trim()
    {
        if (Count > capacity)
            _start++;
        if (_start <= capacity)
            return;
        _entries.RemoveRange(0, _start);
        _start = 0;
    }

    private readonly record struct Stored(EntryId Id, string Subject, byte[] Payload, DateTimeOffset StoredAt);

    private sealed class Appender(MemoryLog log, ILogAppendSink sink) : ILogAppender
    {
        public int MaxPayload => log.MaxPayload;

        public ValueTask SendAsync(OutgoingEntry entry, CancellationToken cancellation)
        {
            log.Append(entry, sink);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Reader(MemoryLog log, ulong first, BusScope scope, Func<LogEntry, bool> deliver)
    {
        // Synchronous by design: the reader has ended when the code that stops it continues, also in virtual time.
        private readonly TaskCompletionSource _ended = new();
        private ulong _next = first;
        private int _requests;

        public Task Ended => _ended.Task;

        public void Stop() => _ended.TrySetResult();

        /// <summary>Delivers the entries of the log. A call during a delivery continues that delivery instead.</summary>
        public void Pump()
        {
            if (Interlocked.Increment(ref _requests) > 1)
                return;
            int seen;
            do
            {
                seen = Volatile.Read(ref _requests);
                while (!_ended.Task.IsCompleted && TryTake(out var entry))
                {
                    if ((scope == BusScope.All || log.IsPublic(entry.Subject)) && !deliver(entry))
                        Stop();
                }
            }
            while (Interlocked.CompareExchange(ref _requests, 0, seen) != seen);
        }

        private bool TryTake(out LogEntry entry)
        {
            lock (log._gate)
            {
                _next = Math.Max(_next, log.FirstSequence);
                if (_next > log._lastSequence)
                {
                    entry = default;
                    return false;
                }

                var stored = log.At(_next);
                entry = new LogEntry(_next, stored.Id, stored.Subject, stored.Payload, (long)(log._lastSequence - _next));
                _next++;
                return true;
            }
        }
    }

    private bool IsPublic(string subject) => subjects.IsPublic(subject);
}
