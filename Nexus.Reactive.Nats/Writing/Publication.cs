using System.Text;

namespace Nexus.Reactive.Nats;

/// <summary>Publishes a symbol from one process: competes for the lease, writes while it holds the lease, and stops when another process takes over.</summary>
internal sealed class Publication : IAsyncDisposable
{
    private readonly NexusBus _bus;
    private readonly BusSubjects _subjects;
    private readonly ILog _log;
    private readonly IAsyncDisposable _connection;
    private readonly GatewayLease _lease;
    private readonly Action<string?> _stateChanged;
    private bool _holdsLease;

    private Publication(NexusBus bus, BusSubjects subjects, ILog log, ILeaseStore leases, IAsyncDisposable connection, Action<string?> stateChanged, Action active)
    {
        _bus = bus;
        _subjects = subjects;
        _log = log;
        _connection = connection;
        _stateChanged = stateChanged;
        _lease = new GatewayLease(leases, subjects.Symbol.ToString(), Guid.NewGuid().ToString("N"), bus.Options.Lease, bus.Options.TimeProvider)
        {
            StateChanged = Report,
            Active = active,
        };
    }

    public static async ValueTask<Publication> OpenAsync(NexusBus bus, Symbol symbol, Action<string?> stateChanged, Action active, CancellationToken cancellation)
    {
        var subjects = bus.GetSubjects(symbol);
        var (log, leases, connection) = await bus.Backend.OpenWriterAsync(subjects, cancellation).ConfigureAwait(false);
        return new Publication(bus, subjects, log, leases, connection, stateChanged, active);
    }

    /// <summary>Waits until this process is the leader. Returns its epoch, which is greater than the epochs of all entries in the log.</summary>
    public async Task<long> AcquireAsync(CancellationToken cancellation)
    {
        var revision = await _lease.AcquireAsync(cancellation).ConfigureAwait(false);
        _holdsLease = true;
        while (true)
        {
            try
            {
                // The lease bucket may have been recreated, so that its revisions start at 1 again.
                var tail = await _log.ReadTailAsync(cancellation).ConfigureAwait(false);
                Report(null);
                return Math.Max(revision, (tail.LastId?.Epoch ?? 0) + 1);
            }
            catch (Exception e) when (e is not NexusBusException && !cancellation.IsCancellationRequested)
            {
                Report(BusErrors.Describe(e));
                await Task.Delay(TimeSpan.FromMilliseconds(200), _bus.Options.TimeProvider, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes one gap, then the source's messages. Returns true if another gateway took over.</summary>
    public async Task<bool> RunAsync(long epoch, IObservable<string> source, CancellationToken cancellation)
    {
        var options = _bus.Options;
        var rules = new WriterRules(epoch, options.BufferMessages, options.Window, CreateGap);
        var writer = new LogWriter(_log, rules, _bus.GetMetrics(_subjects.Symbol), options.TimeProvider, _bus.Backend.IsInline) { StateChanged = Report };
        rules.TryOffer(CreateGap($"gateway epoch {epoch} begins", Now()));
        using var end = _bus.LinkTo(cancellation);
        var writing = writer.RunAsync(end.Token);
        var holding = _lease.HoldAsync(end.Token);
        try
        {
            using var subscription = source.Subscribe(new Source(this, writer));
            await Task.WhenAny(writing, holding).ConfigureAwait(false);
            var isDeposed = holding.IsCompletedSuccessfully || (writing.IsCompletedSuccessfully && await writing.ConfigureAwait(false) == WriterEnd.Deposed);
            _holdsLease &= !isDeposed;
            if (writing.IsFaulted)
                await writing.ConfigureAwait(false);
            if (holding.IsFaulted)
                await holding.ConfigureAwait(false);
            return isDeposed;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(writing, holding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_holdsLease)
        {
            try
            {
                using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1), _bus.Options.TimeProvider);
                await _lease.ReleaseAsync(timeout.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // If this fails, a standby gateway takes over when the lease expires.
            }
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private PendingEntry CreateGap(string reason, long arrivedAt) =>
        new(_subjects.Gap, Encoding.UTF8.GetBytes(GapText.Create(_subjects.Symbol, reason)), IsPublic: true, arrivedAt);

    private long Now() => EntryId.ToNanoseconds(_bus.Options.TimeProvider.GetUtcNow());

    private void Report(string? fault)
    {
        _bus.ReportState(fault);
        _stateChanged(fault);
    }

    private void Offer(LogWriter writer, string text)
    {
        var subject = _subjects.For(NexusDecoder.Decode(text));
        writer.Offer(new PendingEntry(subject, Encoding.UTF8.GetBytes(text), _subjects.IsPublic(subject), Now()));
    }

    private sealed class Source(Publication publication, LogWriter writer) : IObserver<string>
    {
        public void OnNext(string value) => publication.Offer(writer, value ?? string.Empty);

        public void OnError(Exception error)
        {
            writer.Offer(publication.CreateGap($"the source failed: {BusErrors.Describe(error)}", publication.Now()));
            writer.Complete();
        }

        public void OnCompleted() => writer.Complete();
    }
}
