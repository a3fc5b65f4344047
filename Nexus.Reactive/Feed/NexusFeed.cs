using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Subjects;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// The exchange's stream, decoded once and split by kind, on one clock. Nothing flows until <see cref="Connect"/>; subscribe first.
/// </summary>
/// <remarks>
/// <para>
/// A message is delivered in one turn: the clock first runs the work that is due by the message's timestamp, then the subscribers of the feed itself
/// are called, then those of its kind, each in order of subscription, then work that became due meanwhile runs. Messages that arrive during a turn,
/// from another thread or from inside a subscriber, wait for their own turns. The queue is bounded: a source that runs ahead of the subscribers waits.
/// </para>
/// <para>
/// A subscriber that throws ends its own subscription: the exception is reported once on <see cref="SubscriberFaults"/> and sent to it as OnError. Other
/// subscribers are unaffected. Behind a <c>Publish</c> of your own, that error ends the siblings too; put <see cref="NexusObservable.Isolate"/> there to
/// keep them apart. The source's end reaches the feed's subscribers, then those of the kinds, then those of the faults; a later subscriber gets it at once.
/// </para>
/// <para>
/// Time ends with the source: what is still scheduled on <see cref="Clock"/> is dropped (see <see cref="NexusFeedOptions.RunOnAfterEnd"/>), so
/// Rx's own <c>Sample</c> and <c>Delay</c> on this clock never complete, while this library's operators flush. Silence stops the clock too: to detect
/// a dead connection, use a scheduler that runs on wall time.
/// </para>
/// </remarks>
public sealed partial class NexusFeed : IConnectableObservable<NexusMessage>
{
    private readonly FeedEngine _engine;
    private readonly FeedConnector _connector;
    private readonly FeedStreams _streams;
    private readonly SymbolFeed? _symbol;

    /// <summary>A feed of the exchange's raw strings.</summary>
    /// <param name="source">The strings, from one thread or several: a socket's, a recording's, a test's. It is subscribed to once for each connection.</param>
    /// <param name="options">Wild timestamps, the end of time, faults; the defaults unless given.</param>
    public NexusFeed(IObservable<string> source, NexusFeedOptions? options = null)
        : this(input => source.Subscribe(input), options) => ArgumentNullException.ThrowIfNull(source);

    /// <summary>A feed of messages that are typed already: of a test, of paper fills, of several feeds together.</summary>
    /// <param name="messages">The messages, from one thread or several. It is subscribed to once for each connection.</param>
    /// <param name="options">Wild timestamps, the end of time, faults; the defaults unless given.</param>
    public NexusFeed(IObservable<NexusMessage> messages, NexusFeedOptions? options = null)
        : this(input => messages.Subscribe(input), options) => ArgumentNullException.ThrowIfNull(messages);

    private NexusFeed(Func<FeedInput, IDisposable>? subscribe, NexusFeedOptions? options, string? textsName = null, bool resumes = false)
    {
        _engine = new FeedEngine(options ?? new NexusFeedOptions(), textsName);
        Input = subscribe is null ? new FeedInput(_engine) : null;
        _engine.Connector = _connector = new FeedConnector(_engine, subscribe, Input, resumes);
        _streams = _engine.Streams;
        TimeProvider = new EventTimeProvider(_engine.Clock);
    }

    private NexusFeed(NexusFeed feed, Symbol symbol)
    {
        _engine = feed._engine;
        _connector = feed._connector;
        _symbol = new SymbolFeed(feed._streams.Messages, symbol, feed.Faults);
        _streams = _symbol.Streams;
        TimeProvider = feed.TimeProvider;
    }

    /// <summary>A feed of a source that pushes into one of the feed's inputs.</summary>
    /// <param name="subscribe">Subscribes a connection's input to the source.</param>
    /// <param name="options">The feed's options; the defaults unless given.</param>
    /// <param name="resumes">Whether a later connection goes on where the one before it stopped, so that it leaves no gap.</param>
    internal static NexusFeed FromSubscribe(Func<FeedInput, IDisposable> subscribe, NexusFeedOptions? options, bool resumes = false) =>
        new(subscribe, options, resumes: resumes);

    /// <summary>A feed whose source pushes into <see cref="Input"/> from the start, and whose raw texts flow whether it is connected or not.</summary>
    internal static NexusFeed Pushed(string textsName, NexusFeedOptions? options) => new(null, options, textsName);

    /// <summary>Full snapshots of the order book.</summary>
    public IObservable<Book> Books => _streams.Books;

    /// <summary>The market's trades.</summary>
    public IObservable<Trade> Trades => _streams.Trades;

    /// <summary>What happens to the client's own orders.</summary>
    public IObservable<OrderUpdate> OrderUpdates => _streams.OrderUpdates;

    /// <summary>Fills of the client's own orders.</summary>
    public IObservable<Transaction> Transactions => _streams.Transactions;

    /// <summary>The exchange's answers to pings.</summary>
    public IObservable<Ping> Pings => _streams.Pings;

    /// <summary>Well-formed messages of events that this version does not know.</summary>
    public IObservable<UnknownMessage> Unknown => _streams.Unknown;

    /// <summary>Strings that are no message of the exchange, each with the reason.</summary>
    public IObservable<MalformedMessage> Malformed => _streams.Malformed;

    /// <summary>Gaps in the stream, such as a reconnect, in their place.</summary>
    public IObservable<FeedGap> Gaps => _streams.Gaps;

    /// <summary>The ends of gaps: the stream continues here.</summary>
    public IObservable<FeedResumed> Resumed => _streams.Resumed;

    /// <summary>
    /// The exchange's time: the greatest timestamp so far, the Unix epoch before the first. Rx's operators on this scheduler work in event time.
    /// </summary>
    /// <remarks>
    /// Work scheduled here runs in the feed's turns, on the thread that delivers. Before the first timestamp time stands still: relative
    /// work counts from that timestamp, absolute work stays absolute. With several symbols it is the greatest timestamp over all of them.
    /// </remarks>
    public IScheduler Clock => _engine.Clock;

    /// <summary>
    /// <see cref="Clock"/>'s time for everything in .NET that takes a <see cref="System.TimeProvider"/>: <c>Task.Delay</c>, <c>PeriodicTimer</c>, rate limiters.
    /// </summary>
    /// <remarks>
    /// Callbacks, and what awaits them without capturing a synchronization context, run in the feed's turns. Before the first timestamp, timers count from it.
    /// What is still waiting when the feed ends never completes.
    /// </remarks>
    public TimeProvider TimeProvider { get; }

    /// <summary>Timestamps that the clock did not follow, see <see cref="NexusFeedOptions.MaxClockJump"/>.</summary>
    public IObservable<ClockFault> ClockFaults => _engine.ClockFaults;

    /// <summary>Subscribers, and work on the clock, that threw; one fault for each subscription.</summary>
    public IObservable<SubscriberFault> SubscriberFaults => Faults.Faults;

    /// <summary><see cref="Clock"/>'s time as a stopwatch reads it, in ticks.</summary>
    internal long MonotonicTicks => _engine.Clock.MonotonicTicks;

    /// <summary>Where faults are published, for the streams that stand beside a feed.</summary>
    internal SubscriberFaultReporter Faults => _engine.Faults;

    internal FeedStreams Streams => _streams;

    /// <summary>The entrance of a <see cref="Pushed"/> feed.</summary>
    internal FeedInput? Input { get; }

    /// <summary>The raw texts of a <see cref="Pushed"/> feed, each after its message.</summary>
    internal IObservable<string>? Texts => _engine.Texts;

    /// <summary>Subscribes to every message, of all kinds; these subscribers are called before those of the kinds.</summary>
    public IDisposable Subscribe(IObserver<NexusMessage> observer) => _streams.Messages.Subscribe(observer);

    /// <summary>
    /// Subscribes to the source; while connected, returns the same connection again. Disposing it stops delivery at once. Connecting again resumes: the
    /// clock goes on from where it stood, and what the source said meanwhile is a <see cref="FeedGap"/>.
    /// </summary>
    public IDisposable Connect() => _connector.Connect();

    /// <summary>Connects and waits for the feed's end.</summary>
    /// <param name="cancellationToken">Disposes the connection.</param>
    /// <returns>Completes when all subscribers have heard the end; faults with the source's error.</returns>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = Connect();
        if (await _engine.Ended.WaitAsync(cancellationToken).ConfigureAwait(false) is { } error)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>A feed of one symbol: its messages and the gaps that concern it, on the same clock and connection. It has no pings.</summary>
    /// <remarks>Its subscribers are called in the turn of the message, where the first of them stands among the subscribers of this feed.</remarks>
    /// <param name="symbol">The symbol.</param>
    public NexusFeed ForSymbol(Symbol symbol) => new(this, symbol);

    /// <summary>Observes what is delivered, inside the turns and before the subscribers. An observer that throws is removed and reported.</summary>
    internal IDisposable ObserveDeliveries(IDeliveryObserver observer)
    {
        var added = _symbol is null ? observer : new SymbolDeliveryObserver(observer, _symbol);
        _engine.Add(added);
        return Disposable.Create((_engine, added), static link => link._engine.Remove(link.added));
    }
}
