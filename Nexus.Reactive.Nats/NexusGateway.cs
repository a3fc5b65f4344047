using System.Reactive;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Connects to the exchange for one symbol and publishes the messages on the bus. If several gateways run for one symbol, on any number of machines, they elect
/// a leader, and the other gateways are on standby.
/// </summary>
public sealed class NexusGateway : IAsyncDisposable
{
    private readonly NexusEndpoint _endpoint;
    private readonly NexusBus _bus;
    private readonly GatewayOptions _options;
    private readonly BehaviorSubject<GatewayStatus> _status = new(new GatewayStatus.Standby());
    private readonly IObserver<GatewayStatus> _statusSink;
    private readonly CancellationTokenSource _disposal = new();
    private readonly Lock _gate = new();
    private GatewayStatus _state = new GatewayStatus.Standby();
    private string? _fault;
    private long _lastActive;

    /// <summary>Creates a gateway. Call <see cref="RunAsync"/> to run it.</summary>
    /// <param name="endpoint">The exchange's endpoint and the symbol to publish.</param>
    /// <param name="bus">The bus on which to publish.</param>
    /// <param name="options">The options of the connection to the exchange. If null, the defaults are used.</param>
    public NexusGateway(NexusEndpoint endpoint, NexusBus bus, GatewayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(bus);
        _endpoint = endpoint;
        _bus = bus;
        _options = options ?? new GatewayOptions();
        _statusSink = Observer.Synchronize(_status);
        OnActive();
    }

    /// <summary>The gateway's status: the latest status, then each change.</summary>
    public IObservable<GatewayStatus> Status => _status.DistinctUntilChanged();

    /// <summary>
    /// The time at which the gateway last checked or renewed its lease, according to the bus's clock. The gateway does so even while the bus is unavailable, so
    /// an old time means that the gateway hangs.
    /// </summary>
    public DateTimeOffset LastActive => new(Volatile.Read(ref _lastActive), TimeSpan.Zero);

    /// <summary>Competes for the lease and publishes while this gateway is the leader, until it is canceled or disposed.</summary>
    /// <param name="cancellationToken">Ends the gateway. The gateway releases its lease, so that a standby gateway takes over immediately.</param>
    /// <exception cref="NexusBusException">The bus cannot be used: wrong credentials, no JetStream, another stream of the same name.</exception>
    /// <exception cref="HttpRequestException">The exchange refuses the client key or the symbol.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposal.Token);
        var publication = await Publication.OpenAsync(_bus, _endpoint.Symbol, OnBus, OnActive, end.Token).ConfigureAwait(false);
        await using var open = publication.ConfigureAwait(false);
        while (!end.IsCancellationRequested)
        {
            var epoch = await publication.AcquireAsync(end.Token).ConfigureAwait(false);
            Show(new GatewayStatus.Leading(epoch));
            if (await PublishAsync(publication, epoch, end.Token).ConfigureAwait(false))
                Show(new GatewayStatus.Deposed());
            Show(new GatewayStatus.Standby());
        }
    }

    /// <summary>Ends the gateway and completes <see cref="Status"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync().ConfigureAwait(false);
        _statusSink.OnCompleted();
    }

    private async Task<bool> PublishAsync(Publication publication, long epoch, CancellationToken cancellation)
    {
        var client = new NexusClient(_endpoint, _options.Client);
        await using var open = client.ConfigureAwait(false);
        using var refused = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, refused.Token);
        var publishing = publication.RunAsync(epoch, client.RawMessages, either.Token);
        var starting = client.StartAsync(either.Token);
        if (await Task.WhenAny(publishing, starting).ConfigureAwait(false) == starting && starting.IsFaulted)
        {
            await refused.CancelAsync().ConfigureAwait(false);
            await ((Task)publishing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await starting.ConfigureAwait(false);
        }

        return await publishing.ConfigureAwait(false);
    }

    private void OnActive() => Volatile.Write(ref _lastActive, _bus.Options.TimeProvider.GetUtcNow().UtcTicks);

    private void OnBus(string? fault)
    {
        lock (_gate)
            _fault = fault;
        Show(null);
    }

    // While the bus is unavailable, this status replaces the gateway's other status. A gateway that learns that it was deposed has reached the bus.
    private void Show(GatewayStatus? state)
    {
        lock (_gate)
        {
            _state = state ?? _state;
            if (state is GatewayStatus.Deposed)
                _fault = null;
            _statusSink.OnNext(_fault is { } fault ? new GatewayStatus.BusAway(fault) : _state);
        }
    }
}
