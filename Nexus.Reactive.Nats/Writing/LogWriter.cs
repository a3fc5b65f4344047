using System.Threading.Channels;

namespace Nexus.Reactive.Nats;

/// <summary>The reason why a writer ended.</summary>
internal enum WriterEnd
{
    /// <summary>The writer was canceled, or its source ended and the log has stored all entries.</summary>
    Stopped,

    /// <summary>A newer epoch has written to the log.</summary>
    Deposed,
}

/// <summary>
/// Applies <see cref="WriterRules"/> to a log: sends entries while the window is not full, and after each fault, reads the end of the log and continues.
/// </summary>
internal sealed class LogWriter(ILog log, WriterRules rules, BusMetrics metrics, TimeProvider time, bool isInline) : ILogAppendSink
{
    private static readonly TimeSpan AcknowledgementTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(1);

    // Wakes the loop. One signal is enough for any number of requests.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, AllowSynchronousContinuations = isInline, SingleReader = true });

    private volatile string? _fault;
    private volatile NexusBusException? _denial;
    private volatile bool _isCompleted;
    private volatile bool _wasRefused;
    private long _progress;

    /// <summary>Called with the reason when the log becomes unavailable, and with null when it is available again.</summary>
    public Action<string?> StateChanged { get; init; } = static _ => { };

    public void Offer(in PendingEntry entry)
    {
        if (!rules.TryOffer(entry, out var isTurn))
            metrics.Dropped();
        if (isTurn)
            Wake();
    }

    /// <summary>No more messages follow: the writer ends when the log has stored all entries.</summary>
    public void Complete()
    {
        _isCompleted = true;
        Wake();
    }

    public void Stored(ulong sequence)
    {
        if (rules.TryAcknowledge(sequence, out var isTurn))
            metrics.Acknowledged();
        else
            SetFault($"the log acknowledged an unexpected sequence {sequence}");
        Interlocked.Increment(ref _progress);
        if (isTurn)
            Wake();
    }

    public void Refused(string reason)
    {
        _wasRefused = true;
        SetFault(reason);
    }

    public void Denied(NexusBusException error)
    {
        _denial = error;
        SetFault(error.Message);
    }

    public async Task<WriterEnd> RunAsync(CancellationToken cancellation)
    {
        var delay = FirstRetry;
        while (!cancellation.IsCancellationRequested)
        {
            var before = Interlocked.Read(ref _progress);
            try
            {
                if (await RunSessionAsync(cancellation).ConfigureAwait(false) is { } end)
                    return end;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not NexusBusException { Error: BusError.Unauthorized })
            {
                _fault = BusErrors.Describe(e);
            }

            metrics.Recovery();
            var hasProgress = Interlocked.Read(ref _progress) != before;
            if (hasProgress)
                delay = FirstRetry;

            // A log that refuses an entry after it accepted others is available; a log that accepts no entry is unavailable.
            if (!_wasRefused || !hasProgress)
                StateChanged(_fault);
            try
            {
                await Task.Delay(delay, time, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            delay = delay * 2 < LastRetry ? delay * 2 : LastRetry;
        }

        return WriterEnd.Stopped;
    }

    // Null means that the session ended with a fault and another session follows.
    private async Task<WriterEnd?> RunSessionAsync(CancellationToken cancellation)
    {
        (_fault, _wasRefused) = (null, false);

        // Each session has its own sink, so that late results of an earlier session do not count in this one.
        var sink = new SessionSink(this);
        var appender = await log.OpenAsync(sink, cancellation).ConfigureAwait(false);
        await using var open = appender.ConfigureAwait(false);
        rules.MaxPayload = appender.MaxPayload;
        var tail = await log.ReadTailAsync(cancellation).ConfigureAwait(false);
        StateChanged(null);
        if (!rules.TryResume(tail, EntryId.ToNanoseconds(time.GetUtcNow())))
            return WriterEnd.Deposed;
        var seen = -1L;
        await using var watchdog = time.CreateTimer(_ => CheckProgress(ref seen), null, AcknowledgementTimeout, AcknowledgementTimeout).ConfigureAwait(false);
        try
        {
            while (true)
            {
                while (_fault is null && rules.TryTakeNext(out var next))
                {
                    await appender.SendAsync(next, cancellation).ConfigureAwait(false);
                    metrics.Published();
                }

                if (_fault is not null)
                    return _denial is null ? null : throw _denial;
                if (_isCompleted && rules.IsDrained)
                    return WriterEnd.Stopped;
                await _wake.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            sink.Close();
        }
    }

    // A log that does not respond is treated like any other fault.
    private void CheckProgress(ref long seen)
    {
        var progress = Interlocked.Read(ref _progress);
        if (progress == seen && rules.InFlight > 0)
            SetFault("the log does not respond");
        seen = progress;
    }

    private void SetFault(string reason)
    {
        _fault ??= reason;
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private sealed class SessionSink(LogWriter writer) : ILogAppendSink
    {
        private volatile bool _isClosed;

        public void Close() => _isClosed = true;

        public void Stored(ulong sequence)
        {
            if (!_isClosed)
                writer.Stored(sequence);
        }

        public void Refused(string reason)
        {
            if (!_isClosed)
                writer.Refused(reason);
        }

        public void Denied(NexusBusException error)
        {
            if (!_isClosed)
                writer.Denied(error);
        }
    }
}
