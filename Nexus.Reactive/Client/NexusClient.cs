using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Nexus.Reactive;

/// <summary>A live connection to one symbol of the exchange: a websocket that is kept open, and the feed of its messages.</summary>
/// <remarks>
/// <para>
/// Subscribe, then call <see cref="StartAsync"/>. When a connection is lost, falls silent or cannot be made, the client connects again after a delay
/// that grows with each attempt. A cut is a message at its position: a <c>FEED_GAP</c> string in <see cref="RawMessages"/> and a
/// <see cref="FeedGap"/> in the feed, at the time of the cut. No message of the old connection follows it. A <c>FEED_RESUMED</c> string and a
/// <see cref="FeedResumed"/> precede the first message of the next connection. A stop is also a cut.
/// </para>
/// <para>
/// The streams are hot and outlive connections; <see cref="DisposeAsync"/> completes them. Subscribers are called on the thread that reads the
/// socket, so a slow subscriber slows down the reading: move long work to another thread. If a subscriber throws, its subscription ends and the
/// exception is reported on the feed's <see cref="NexusFeed.SubscriberFaults"/>; other subscribers are unaffected. All methods may be called at
/// any time and from anywhere, including from a subscriber.
/// </para>
/// <para>
/// The meter <c>Nexus.Reactive</c> has these instruments, with the tag <c>symbol</c>: <c>nexus.messages</c> (also with <c>kind</c>),
/// <c>nexus.malformed</c>, <c>nexus.gaps</c>, <c>nexus.reconnects</c>, <c>nexus.subscriber_faults</c>, <c>nexus.order_copies_dropped</c>,
/// <c>nexus.line_copies_dropped</c>,
/// <c>nexus.round_trip</c> in seconds and <c>nexus.connection_state</c>. Each kind of log line has an event id.
/// </para>
/// <para>The client key and proxy credentials appear in no status, log line, metric, span or exception of the client.</para>
/// </remarks>
public sealed class NexusClient : IAsyncDisposable, IDisposable
{
    private readonly SerialStream<TimeSpan> _roundTrips;
    private readonly BehaviorStream<ConnectionStatus> _status;
    private readonly ConnectionStateMachine _machine;

    /// <summary>Creates a client. <see cref="StartAsync"/> connects it.</summary>
    /// <param name="endpoint">The address to connect to.</param>
    /// <param name="options">Intervals, limits and the scheduler; null for the defaults.</param>
    /// <exception cref="ArgumentException">The endpoint is another host without encryption, and <see cref="NexusClientOptions.AllowUnencrypted"/> is false.</exception>
    public NexusClient(NexusEndpoint endpoint, NexusClientOptions? options = null)
        : this(endpoint, options ??= new NexusClientOptions(), () => new WebsocketConnection(endpoint, options))
    {
    }

    internal NexusClient(NexusEndpoint endpoint, NexusClientOptions options, Func<IConnection> newConnection)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.SendsKeyUnencrypted && !options.AllowUnencrypted)
            throw new ArgumentException($"{endpoint} would send the key unencrypted. Use wss, or set AllowUnencrypted.", nameof(endpoint));
        Endpoint = endpoint;
        Feed = NexusFeed.Pushed(nameof(RawMessages), options.Feed);
        _roundTrips = new(nameof(RoundTrips), Feed.Faults);
        _status = new(nameof(Status), Feed.Faults, new ConnectionStatus.Closed());
        _machine = new ConnectionStateMachine(endpoint, options, newConnection, new ConnectionStreams(Feed.Input!, _roundTrips, _status));
        new ClientLog(CreateLogger(options), endpoint).Attach(this);
        Counters = new ClientCounters(NexusMetrics.From(options.MeterFactory), endpoint.Symbol);
        Counters.Attach(this);
        Feed.Connect();
    }

    /// <summary>The address to which the client connects.</summary>
    public NexusEndpoint Endpoint { get; }

    /// <summary>
    /// The texts from the socket, unchanged, with a <c>FEED_GAP</c> string at each cut and a <c>FEED_RESUMED</c> string where messages continue. Binary
    /// messages are read as UTF-8 text. Strings are created only while there are subscribers.
    /// </summary>
    public IObservable<string> RawMessages => Feed.Texts!;

    /// <summary>The typed messages. The feed is connected from the start; <see cref="NexusFeed.Connect"/> returns that connection.</summary>
    public NexusFeed Feed { get; }

    /// <summary>The state of the connection: the latest status, then each change.</summary>
    public IObservable<ConnectionStatus> Status => _status;

    /// <summary>The latest status, for health checks and gauges.</summary>
    public ConnectionStatus CurrentStatus => _machine.Status;

    /// <summary>The time from each ping to its answer.</summary>
    public IObservable<TimeSpan> RoundTrips => _roundTrips;

    /// <summary>The delay of each message with a timestamp, from the first answered ping on. It is the first sign of a feed that falls behind.</summary>
    public IObservable<FeedLag> Lag => SafeObservable.Create<FeedLag>(observer => Feed.Subscribe(new FeedLagObserver(observer, _machine)));

    internal ClientCounters Counters { get; }

    /// <summary>Connects, retries until the first connection is open, and then keeps it open. A client that is already started is not started again.</summary>
    /// <param name="cancellationToken">Ends the attempts. It has no effect after the first open connection.</param>
    /// <returns>A task that completes at the first open connection.</returns>
    /// <exception cref="HttpRequestException">The server or a proxy refused the connection with one of <see cref="NexusClientOptions.FinalRefusals"/>.</exception>
    /// <exception cref="OperationCanceledException">The token or <see cref="StopAsync"/> ended the attempts. The message contains the last failure.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _machine.StartAsync(cancellationToken);

    /// <summary>Closes the connection. The streams stay open, and the client may be started again.</summary>
    /// <returns>A task that completes when the socket is closed.</returns>
    public Task StopAsync() => _machine.StopAsync();

    /// <summary>
    /// Closes an open connection and makes a new one, with a gap as for any other cut. A client that waits for its next attempt makes it immediately. A
    /// client that is connecting or stopped is unaffected.
    /// </summary>
    /// <param name="reason">The reason of the gap and of the status.</param>
    public void Reconnect(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        _machine.Reconnect(reason);
    }

    /// <summary>Stops and completes the streams.</summary>
    /// <returns>A task that completes when the socket is closed.</returns>
    public async ValueTask DisposeAsync() => await _machine.DisposeAsync().ConfigureAwait(false);

    /// <summary>Stops and completes the streams. The socket may still be closing when the method returns; <see cref="DisposeAsync"/> waits for it.</summary>
    public void Dispose() => _ = _machine.DisposeAsync();

    // A factory that throws leaves the client without a log.
    private static ILogger CreateLogger(NexusClientOptions options)
    {
        if (options.Logger != NullLogger.Instance || options.LoggerFactory is not { } factory)
            return options.Logger;
        ILogger? logger = null;
        Quietly.Run(factory => logger = factory.CreateLogger<NexusClient>(), factory);
        return logger ?? options.Logger;
    }
}
