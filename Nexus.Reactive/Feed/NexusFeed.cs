using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive;

/// <summary>
/// The exchange's stream, decoded once and split by kind, on one clock. The feed delivers no messages until <see cref="Connect"/> is called. Subscribe before
/// you call it.
/// </summary>
/// <remarks>
/// <para>
/// Each message is delivered in one turn. The clock first runs the work that is due by the message's timestamp. Then the feed's own subscribers
/// are called, then those of the message's kind, each in order of subscription; then work that has become due in the meantime runs. Messages that arrive during
/// a turn, from another thread or from inside a subscriber, wait for their own turns. The queue is bounded: a source that is faster than the subscribers waits.
/// </para>
/// <para>
/// If a subscriber throws, its subscription ends: the exception is reported once on <see cref="SubscriberFaults"/> and sent to the subscriber as OnError.
/// Other subscribers are unaffected. If you share a stream with <c>Publish</c>, that error also ends the other subscribers of the <c>Publish</c>; use
/// <see cref="NexusObservable.Isolate{T}(IObservable{T}, Action{Exception})"/> to prevent this. The source's end reaches the feed's subscribers, then those of the kinds, then those of the faults;
/// later subscribers receive it immediately.
/// </para>
/// <para>
/// The feed does not see the exceptions of a subscriber behind a scheduler (<c>ObserveOn</c>, <c>ObserveLatestOn</c>, <c>Conflate</c>) or an asynchronous step
/// (<c>FromAsync</c>). End such a chain with <see cref="NexusObservable.Isolate{T}(IObservable{T}, NexusFeed)"/>, which reports them on
/// <see cref="SubscriberFaults"/>.
/// </para>
/// <para>
/// The clock stops when the source ends: scheduled work on <see cref="Clock"/> is dropped (see <see cref="NexusFeedOptions.RunOnAfterEnd"/>), so
/// Rx's own <c>Sample</c> and <c>Delay</c> never complete on this clock; this library's operators publish their contents instead. The clock also stops when no
/// messages arrive: to detect a dead connection, use a scheduler that runs on wall-clock time.
/// </para>
/// </remarks>
public sealed partial class NexusFeed : IConnectableObservable<NexusMessage>
{
    private readonly FeedEngine _engine;
    private readonly FeedConnector _connector;
    private readonly FeedStreams _streams;
    private readonly Symbol? _symbol;

    /// <summary>Creates a feed of the exchange's raw strings.</summary>
    /// <param name="source">
    /// The strings, from one or more threads, such as those of a socket, a recording or a test. Each connection subscribes to it once.
    /// </param>
    /// <param name="options">Options for implausible timestamps, the end of the source, and faults. If null, the defaults are used.</param>
    public NexusFeed(IObservable<string> source, NexusFeedOptions? options = null)
        : this(input => source.Subscribe(input), options, isRxOperator: IsRxOperator(source)) => ArgumentNullException.ThrowIfNull(source);

    /// <summary>Creates a feed of typed messages, such as those of a test, of simulated fills, or of several merged feeds.</summary>
    /// <param name="messages">The messages, from one or more threads. Each connection subscribes to it once.</param>
    /// <param name="options">Options for implausible timestamps, the end of the source, and faults. If null, the defaults are used.</param>
    public NexusFeed(IObservable<NexusMessage> messages, NexusFeedOptions? options = null)
        : this(input => messages.Subscribe(input), options, isRxOperator: IsRxOperator(messages)) => ArgumentNullException.ThrowIfNull(messages);

    private NexusFeed(Func<FeedInput, IDisposable>? subscribe, NexusFeedOptions? options, string? textsName = null, bool resumes = false, bool isRxOperator = false)
    {
        _engine = new FeedEngine(options ?? new NexusFeedOptions(), textsName);
        Input = subscribe is null ? new FeedInput(_engine) : null;
        _engine.Connector = _connector = new FeedConnector(_engine, subscribe, Input, resumes) { UsesCurrentThread = isRxOperator };
        _streams = _engine.Streams;
        TimeProvider = new EventTimeProvider(_engine.Clock);
    }

    private NexusFeed(NexusFeed feed, Symbol symbol)
    {
        _engine = feed._engine;
        _connector = feed._connector;
        _symbol = symbol;
        _streams = _engine.GetStreams(symbol);
        TimeProvider = feed.TimeProvider;
    }

    /// <summary>Creates a feed whose source pushes into one of the feed's inputs.</summary>
    /// <param name="subscribe">Subscribes a connection's input to the source.</param>
    /// <param name="options">The feed's options. If null, the defaults are used.</param>
    /// <param name="resumes">Whether a later connection continues where the previous one stopped, so that there is no gap between them.</param>
    internal static NexusFeed FromSubscribe(Func<FeedInput, IDisposable> subscribe, NexusFeedOptions? options, bool resumes = false) =>
        new(subscribe, options, resumes: resumes);

    /// <summary>
    /// Creates a feed whose source pushes into <see cref="Input"/> from the start, and whose raw texts are delivered whether or not the feed is connected.
    /// </summary>
    internal static NexusFeed Pushed(string textsName, NexusFeedOptions? options) => new(null, options, textsName);

    /// <summary>Full snapshots of the order book.</summary>
    public IObservable<Book> Books => _streams.Books;

    /// <summary>The market's trades.</summary>
    public IObservable<Trade> Trades => _streams.Trades;

    /// <summary>Updates of the client's own orders.</summary>
    public IObservable<OrderUpdate> OrderUpdates => _streams.OrderUpdates;

    /// <summary>Fills of the client's own orders.</summary>
    public IObservable<Transaction> Transactions => _streams.Transactions;

    /// <summary>The exchange's answers to pings.</summary>
    public IObservable<Ping> Pings => _streams.Pings;

    /// <summary>Well-formed messages whose event this version does not support.</summary>
    public IObservable<UnknownMessage> Unknown => _streams.Unknown;

    /// <summary>Strings that are not messages of the exchange, each with the reason.</summary>
    public IObservable<MalformedMessage> Malformed => _streams.Malformed;

    /// <summary>Gaps in the stream, such as reconnects, at their position.</summary>
    public IObservable<FeedGap> Gaps => _streams.Gaps;

    /// <summary>The ends of gaps: the stream continues from here.</summary>
    public IObservable<FeedResumed> Resumed => _streams.Resumed;

    /// <summary>
    /// The exchange's time: the greatest timestamp so far, or the Unix epoch before the first. Rx's operators on this scheduler work in event time.
    /// </summary>
    /// <remarks>
    /// Work scheduled here runs in the feed's turns, on the delivering thread. Before the first timestamp, the clock does not move: relative work
    /// counts from that timestamp, absolute work stays absolute. In a feed of several symbols, the time is the greatest timestamp over all of them.
    /// </remarks>
    public IScheduler Clock => _engine.Clock;

    /// <summary>
    /// <see cref="Clock"/>'s time for APIs that take a <see cref="System.TimeProvider"/>: <c>Task.Delay</c>, <c>PeriodicTimer</c>, rate limiters.
    /// </summary>
    /// <remarks>
    /// Callbacks, and code that awaits them without capturing a synchronization context, run in the feed's turns. Timers set before the first timestamp
    /// count from that timestamp. Tasks that are still waiting when the feed ends never complete.
    /// </remarks>
    public TimeProvider TimeProvider { get; }

    /// <summary>Timestamps that the clock did not follow; see <see cref="NexusFeedOptions.MaxClockJump"/>.</summary>
    public IObservable<ClockFault> ClockFaults => _engine.ClockFaults;

    /// <summary>Exceptions thrown by subscribers and by work on the clock; at most one for each subscription. Observers are called one at a time.</summary>
    public IObservable<SubscriberFault> SubscriberFaults => Faults.Faults;

    /// <summary><see cref="Clock"/> with its members for operators.</summary>
    internal EventTimeScheduler EventTime => _engine.Clock;

    /// <summary>Publishes faults; shared with streams that belong to the feed's owner.</summary>
    internal SubscriberFaultReporter Faults => _engine.Faults;

    /// <summary>Runs the functions that request data for the feed; see <see cref="NexusFeedOptions.RequestScheduler"/>.</summary>
    internal IScheduler RequestScheduler => _engine.RequestScheduler;

    /// <summary>Whether the current thread delivers a message, so that it must not wait.</summary>
    internal bool IsDelivering => _engine.Turns.IsOwner;

    internal FeedStreams Streams => _streams;

    /// <summary>True for <see cref="ForSymbol(Symbol)"/>, whose subscribers do not see the other symbols of the connection, and for the replay of its recording.</summary>
    internal bool IsOneOfSeveral => _symbol is not null || _engine.HidesMessages;

    /// <summary>The end of the gaps that the latest <see cref="FeedResumed"/> ends. Read it in a turn.</summary>
    internal GapEnd GapEnd => _engine.GapEnd;

    /// <summary>The gaps that are open. Read it in a turn.</summary>
    internal OpenGaps OpenGaps => _engine.Gaps;

    /// <summary>The entrance of a feed made by <see cref="Pushed"/>.</summary>
    internal FeedInput? Input { get; }

    /// <summary>The raw texts of a feed that was created by <see cref="Pushed"/>, each after its message.</summary>
    internal IObservable<string>? Texts => _engine.Texts;

    /// <summary>Subscribes to messages of all kinds. These subscribers are called before those of the kinds.</summary>
    public IDisposable Subscribe(IObserver<NexusMessage> observer) => _streams.Messages.Subscribe(observer);

    /// <summary>
    /// Subscribes to the source. If the feed is connected, returns the existing connection. Disposing the connection stops delivery immediately. If you connect
    /// again, delivery resumes:
    /// the clock continues from its last time, and a <see cref="FeedGap"/> marks the messages that the source sent in the meantime.
    /// </summary>
    public IDisposable Connect() => _connector.Connect();

    /// <summary>Connects and waits until the feed ends.</summary>
    /// <param name="cancellationToken">Disposes the connection immediately, also while the source pushes inside its Subscribe.</param>
    /// <returns>
    /// A task that completes when all subscribers have received the end, or faults with the source's error. All calls share one connection. If another caller
    /// disposes it, the task waits until the feed is connected again and ends.
    /// </returns>
    public Task RunAsync(CancellationToken cancellationToken = default) => _connector.RunAsync(cancellationToken);

    /// <summary>Returns a feed of one symbol: its messages and the gaps that affect it, on the same clock and connection. The feed has no pings.</summary>
    /// <remarks>
    /// Its subscribers are called in the message's turn, after the subscribers of this feed. The lists of subscribers are kept as long as this feed, one set for
    /// each symbol.
    /// </remarks>
    /// <param name="symbol">The symbol.</param>
    /// <exception cref="ArgumentException">This is the feed of another symbol.</exception>
    public NexusFeed ForSymbol(Symbol symbol) => _symbol is not { } own || own == symbol
        ? new NexusFeed(this, symbol)
        : throw new ArgumentException($"The feed has only messages of {own}.", nameof(symbol));

    /// <summary>Returns a feed of one symbol; see <see cref="ForSymbol(Symbol)"/>.</summary>
    /// <param name="symbol">The symbol's text, TYPE_BASE_QUOTE.</param>
    /// <exception cref="FormatException">The text is not a symbol.</exception>
    public NexusFeed ForSymbol(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return ForSymbol(Symbol.Parse(symbol));
    }

    /// <summary>Observes deliveries inside the turns and before the subscribers. An observer that throws is removed and reported.</summary>
    internal IDisposable ObserveDeliveries(IDeliveryObserver observer)
    {
        var added = _symbol is { } symbol ? new SymbolDeliveryObserver(observer, symbol, _engine) : observer;
        _engine.Observers.Add(added);
        return Disposable.Create((_engine.Observers, added), static link => link.Observers.Remove(link.added));
    }

    private static bool IsRxOperator<T>(IObservable<T>? source) => source is not (null or SubjectBase<T>) && source.GetType().Assembly == typeof(Observable).Assembly;
}
