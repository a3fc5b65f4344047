namespace Nexus.Reactive;

/// <summary>One symbol of the exchange, live: a websocket that is kept open until told otherwise, and the feed of what it brings.</summary>
/// <remarks>
/// <para>
/// Subscribe, then <see cref="StartAsync"/>. A connection that is lost, falls silent or cannot be made is made again, after a wait that grows
/// with each attempt. The hole this leaves is a message like any other: a <c>FEED_GAP</c> string in <see cref="RawMessages"/> at the moment of
/// the cut, a <see cref="FeedGap"/> in the feed. Nothing of the old connection follows it. A start after a stop makes such a hole as well.
/// </para>
/// <para>
/// The streams are hot and outlive connections: they complete with <see cref="DisposeAsync"/>. Subscribers are called on the thread that reads the
/// socket, so one that is slow slows the reading: hand over to a thread of its own what takes long. One that throws ends its own subscription,
/// is reported on the feed's <see cref="NexusFeed.SubscriberFaults"/> and harms nobody else. All methods may be called at any time, in any
/// order and from anywhere, a subscriber included.
/// </para>
/// <para>
/// The meter <c>Nexus.Reactive</c> counts, by <c>symbol</c>: <c>nexus.messages</c> (by <c>kind</c>, too), <c>nexus.malformed</c>, <c>nexus.gaps</c>,
/// <c>nexus.reconnects</c>, <c>nexus.subscriber_faults</c>, <c>nexus.copies</c>, and the seconds of <c>nexus.round_trip</c>. The log has an event id for each kind of line.
/// </para>
/// <para>The client key appears in no status, log, metric or exception.</para>
/// </remarks>
public sealed class NexusClient : IAsyncDisposable
{
    private readonly SerialStream<TimeSpan> _roundTrips;
    private readonly BehaviorStream<ConnectionStatus> _status;
    private readonly ConnectionStateMachine _loop;

    /// <summary>A client that is not started yet.</summary>
    /// <param name="endpoint">Where to connect.</param>
    /// <param name="options">Intervals, limits, the scheduler; the defaults unless given.</param>
    /// <exception cref="ArgumentException">The endpoint is another host's and not encrypted, and <see cref="NexusClientOptions.AllowUnencrypted"/> is off.</exception>
    public NexusClient(NexusEndpoint endpoint, NexusClientOptions? options = null)
        : this(endpoint, options ??= new NexusClientOptions(), () => new WebsocketConnection(endpoint, options))
    {
    }

    internal NexusClient(NexusEndpoint endpoint, NexusClientOptions options, Func<IConnection> newConnection)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (endpoint.SendsKeyUnencrypted && !options.AllowUnencrypted)
            throw new ArgumentException($"{endpoint.BaseUri} would send the key in the clear: use wss, or allow it in the options.", nameof(endpoint));
        Endpoint = endpoint;
        Feed = NexusFeed.Pushed(nameof(RawMessages), options.Feed);
        _roundTrips = new(nameof(RoundTrips), Feed.Faults);
        _status = new(nameof(Status), Feed.Faults, new ConnectionStatus.Closed());
        _loop = new ConnectionStateMachine(endpoint.Symbol, options, newConnection, new ConnectionStreams(Feed.Input!, _roundTrips, _status));
        new ClientLog(options.Logger, endpoint).Attach(this);
        Counters = new ClientCounters(endpoint.Symbol);
        Counters.Attach(this);
        Feed.Connect();
    }

    /// <summary>Where it connects to.</summary>
    public NexusEndpoint Endpoint { get; }

    /// <summary>
    /// What the socket brings, as it came, and a <c>FEED_GAP</c> string at each cut. Binary messages are taken for UTF-8 text. Strings are made while
    /// somebody is subscribed.
    /// </summary>
    public IObservable<string> RawMessages => Feed.Texts!;

    /// <summary>The messages, typed. It is connected from the start; <see cref="NexusFeed.Connect"/> returns that connection.</summary>
    public NexusFeed Feed { get; }

    /// <summary>How the connection stands: the latest status, then each change.</summary>
    public IObservable<ConnectionStatus> Status => _status;

    /// <summary>How long each ping's answer took.</summary>
    public IObservable<TimeSpan> RoundTrips => _roundTrips;

    /// <summary>How late each message with a timestamp came, from the first answered ping on: a feed that falls behind shows here first.</summary>
    public IObservable<FeedLag> Lag => SafeObservable.Create<FeedLag>(observer => Feed.Subscribe(new FeedLagObserver(observer, _loop)));

    /// <summary>Connects, and goes on trying until the first connection is open, then keeps it. While started it starts nothing new.</summary>
    /// <param name="cancellationToken">Ends the attempts; once a connection was open it has no effect.</param>
    /// <returns>Completes at the first open connection; cancelled by the token or by <see cref="StopAsync"/>.</returns>
    /// <exception cref="HttpRequestException">The server refused the connection with 401, 403 or 404: no further attempt can succeed.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => _loop.StartAsync(cancellationToken);

    /// <summary>Closes the connection and makes no other; the streams stay open, and the client may be started again.</summary>
    /// <returns>Completes when the socket is closed.</returns>
    public Task StopAsync() => _loop.StopAsync();

    /// <summary>Stops, then completes the streams.</summary>
    public async ValueTask DisposeAsync() => await _loop.DisposeAsync();

    internal ClientCounters Counters { get; }
}
