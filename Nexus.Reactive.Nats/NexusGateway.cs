using System.Reactive;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Holds the exchange's connection of one symbol and publishes what it brings on the bus. Several gateways of one symbol, on several machines, elect a leader;
/// the others stand by.
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

    /// <summary>A gateway that is not running yet.</summary>
    /// <param name="endpoint">Where the exchange is, and which symbol to publish.</param>
    /// <param name="bus">Where to publish.</param>
    /// <param name="options">How to connect to the exchange; the defaults unless given.</param>
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

    /// <summary>What the gateway is doing: the latest status, then each change.</summary>
    public IObservable<GatewayStatus> Status => _status.DistinctUntilChanged();

    /// <summary>When the gateway last looked after its lease, by the bus's clock. It does so while the bus is away too, so an old time means that the gateway hangs.</summary>
    public DateTimeOffset LastActive => new(Volatile.Read(ref _lastActive), TimeSpan.Zero);

    /// <summary>Competes for the lease and publishes while it leads, until cancelled or disposed.</summary>
    /// <param name="cancellationToken">Ends the gateway; it gives up its lease, so that a standby takes over at once.</param>
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

    // While the bus is away this is what shows; what the gateway is otherwise shows again afterwards. Who learns that it was deposed has reached the bus.
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
