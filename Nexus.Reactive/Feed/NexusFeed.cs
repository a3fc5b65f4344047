using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Subjects;

namespace Nexus.Reactive;

/// <summary>
/// The exchange's stream, decoded once and split by kind, on one clock. Nothing flows until <see cref="Connect"/>; subscribe first.
/// </summary>
/// <remarks>
/// <para>
/// For one message the clock first steps through what is due by its timestamp, then the subscribers of the feed itself are called, then those
/// of its kind, each in order of subscription, then what became due meanwhile runs. Messages that come while that goes on, from another
/// thread or from inside a subscriber, wait their turn; nobody is blocked.
/// </para>
/// <para>
/// A subscriber that throws ends its own subscription: it is reported once on <see cref="SubscriberFaults"/> and sent OnError, and nobody else
/// notices. Behind a <c>Publish</c> of your own that error ends the siblings too, if the one that threw handles OnError; put
/// <see cref="NexusObservable.Isolate"/> there to keep them apart. The source's end reaches the feed's subscribers, then those of the kinds, then those of the faults; who comes later gets
/// it at once.
/// </para>
/// <para>
/// Time ends with the source: what is still scheduled on <see cref="Clock"/> is dropped (but see <see cref="NexusFeedOptions.RunOnAfterEnd"/>), so
/// Rx's own <c>Sample</c> and <c>Delay</c> on this clock never complete, while this library's operators flush. Silence stops the clock too: to detect
/// a dead line, use a scheduler that runs on wall time.
/// </para>
/// </remarks>
public sealed partial class NexusFeed : IConnectableObservable<NexusMessage>
{
    private readonly NexusFeedOptions _options;
    private readonly Func<Connection, IDisposable> _subscribe;
    private readonly MessageDecoder _decoder = new();
    private readonly TurnQueue<Turn> _turns;
    private readonly EventTimeScheduler _clock;
    private readonly ClockJumpDetector _judge;
    private readonly FeedStream<NexusMessage> _messages;
    private readonly FeedStream<Book> _books;
    private readonly FeedStream<Trade> _trades;
    private readonly FeedStream<OrderUpdate> _orderUpdates;
    private readonly FeedStream<Transaction> _transactions;
    private readonly FeedStream<Ping> _pings;
    private readonly FeedStream<UnknownMessage> _unknown;
    private readonly FeedStream<MalformedMessage> _malformed;
    private readonly FeedStream<FeedGap> _gaps;
    private readonly FeedStream<FeedResumed> _resumed;
    private readonly FeedStream<ClockFault> _clockFaults;
    private readonly Lock _gate = new();
    private volatile Connection? _connection;
    private int _isTurnRequested;
    private bool _isOver;

    /// <summary>A feed of the exchange's raw strings.</summary>
    /// <param name="source">The strings, from one thread or several: a socket's, a recording's, a test's. It is subscribed to once a connection.</param>
    /// <param name="options">Odd timestamps, the end of time, faults; the defaults unless given.</param>
    public NexusFeed(IObservable<string> source, NexusFeedOptions? options = null)
        : this(connection => source.Subscribe(connection), options) => ArgumentNullException.ThrowIfNull(source);

    /// <summary>A feed of messages that are typed already: of a test, of paper fills, of several feeds together.</summary>
    /// <param name="messages">The messages, from one thread or several. It is subscribed to once a connection.</param>
    /// <param name="options">Odd timestamps, the end of time, faults; the defaults unless given.</param>
    public NexusFeed(IObservable<NexusMessage> messages, NexusFeedOptions? options = null)
        : this(connection => messages.Subscribe(connection), options) => ArgumentNullException.ThrowIfNull(messages);

    private NexusFeed(Func<Connection, IDisposable> subscribe, NexusFeedOptions? options)
    {
        _options = options ?? new NexusFeedOptions();
        _subscribe = subscribe;
        _turns = new TurnQueue<Turn>(Run);
        Faults = new SubscriberFaultReporter(_options.UnobservedFault);
        _clock = new EventTimeScheduler(RequestTurn, error => Faults.Publish(new SubscriberFault(nameof(Clock), null, error)));
        _judge = new ClockJumpDetector(_options.MaxClockJump);
        _messages = new("Messages", Faults);
        _books = new(nameof(Books), Faults);
        _trades = new(nameof(Trades), Faults);
        _orderUpdates = new(nameof(OrderUpdates), Faults);
        _transactions = new(nameof(Transactions), Faults);
        _pings = new(nameof(Pings), Faults);
        _unknown = new(nameof(Unknown), Faults);
        _malformed = new(nameof(Malformed), Faults);
        _gaps = new(nameof(Gaps), Faults);
        _resumed = new(nameof(Resumed), Faults);
        _clockFaults = new(nameof(ClockFaults), Faults);
    }

    /// <summary>A feed of typed messages from a source that is no <see cref="IObservable{T}"/> of its own; it pushes, and ends, as one does.</summary>
    internal static NexusFeed FromSubscribe(Func<IObserver<NexusMessage>, IDisposable> subscribe, NexusFeedOptions? options) =>
        new(connection => subscribe(connection), options);

    /// <summary>Full snapshots of the order book.</summary>
    public IObservable<Book> Books => _books;

    /// <summary>The market's trades.</summary>
    public IObservable<Trade> Trades => _trades;

    /// <summary>What happens to the client's own orders.</summary>
    public IObservable<OrderUpdate> OrderUpdates => _orderUpdates;

    /// <summary>Fills of the client's own orders.</summary>
    public IObservable<Transaction> Transactions => _transactions;

    /// <summary>The exchange's answers to pings.</summary>
    public IObservable<Ping> Pings => _pings;

    /// <summary>Well-formed messages of events that this version does not know.</summary>
    public IObservable<UnknownMessage> Unknown => _unknown;

    /// <summary>Strings that are no message of the exchange, each with the reason.</summary>
    public IObservable<MalformedMessage> Malformed => _malformed;

    /// <summary>Holes in the stream, such as a reconnect, in their place.</summary>
    public IObservable<FeedGap> Gaps => _gaps;

    /// <summary>The ends of gaps: the stream continues here.</summary>
    public IObservable<FeedResumed> Resumed => _resumed;

    /// <summary>
    /// The exchange's time: the greatest timestamp so far, the Unix epoch before the first. Rx's operators on this scheduler work in event time.
    /// </summary>
    /// <remarks>
    /// Work scheduled here runs in the feed's turns, on the thread that delivers. Before the first timestamp time stands still: relative
    /// work counts from that timestamp, absolute work stays absolute. With several symbols it is the greatest timestamp over all of them.
    /// </remarks>
    public IScheduler Clock => _clock;

    /// <summary><see cref="Clock"/>'s time as a stopwatch reads it, in ticks.</summary>
    internal long MonotonicTicks => _clock.MonotonicTicks;

    /// <summary>Timestamps that the clock did not follow, see <see cref="NexusFeedOptions.MaxClockJump"/>.</summary>
    public IObservable<ClockFault> ClockFaults => _clockFaults;

    /// <summary>Subscribers, and work on the clock, that threw; one fault a subscription.</summary>
    public IObservable<SubscriberFault> SubscriberFaults => Faults.Faults;

    /// <summary>Where faults are published, for the streams that stand beside a feed.</summary>
    internal SubscriberFaultReporter Faults { get; }

    /// <summary>Subscribes to every message, of all kinds; these subscribers are called before those of the kinds.</summary>
    public IDisposable Subscribe(IObserver<NexusMessage> observer) => _messages.Subscribe(observer);

    /// <summary>
    /// Subscribes to the source; while connected, the same connection again. Disposing it stops delivery, connecting again resumes,
    /// and the clock goes on from where it stood.
    /// </summary>
    public IDisposable Connect()
    {
        Connection connection;
        lock (_gate)
        {
            if (_connection is { } open)
                return open;
            if (_isOver)
                return Disposable.Empty;
            _connection = connection = new Connection(this);
        }

        try
        {
            connection.Open(_subscribe);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return connection;
    }

    // One that waits is enough, whether it is asked for from elsewhere or, again and again, from inside a turn.
    private void Push(in Turn turn)
    {
        _turns.Push(turn);

        // The queue's last step is a fence: work that another thread scheduled for now, and that no turn saw, is seen here.
        if (_clock.HasPendingDue)
            RequestTurn();
    }

    private void RequestTurn()
    {
        if (Interlocked.Exchange(ref _isTurnRequested, 1) == 0)
            _turns.Push(default);
    }

    private void Run(Turn turn)
    {
        if (turn.Kind == TurnKind.Work)
            Interlocked.Exchange(ref _isTurnRequested, 0);

        // What an old connection still had in the queue ends with that connection.
        if (turn.Connection is not null)
        {
            if (turn.Connection != _connection)
                return;
            if (turn.Kind == TurnKind.End)
                End(turn.Payload as Exception);
            else
                Deliver(turn.Kind == TurnKind.Text ? _decoder.Decode((string?)turn.Payload) : Typed(turn.Payload));
        }

        _clock.RunDue();
    }

    private static NexusMessage Typed(object? message) =>
        (NexusMessage?)message ?? new MalformedMessage(string.Empty, "the message is null");

    private void Deliver(NexusMessage message)
    {
        switch (message)
        {
            case Book book:
                MoveClock(book.Timestamp, book);
                Send(book, _books);
                break;
            case Trade trade:
                MoveClock(trade.Timestamp, trade);
                Send(trade, _trades);
                break;
            case OrderUpdate update:
                MoveClock(update.Timestamp, update);
                Send(update, _orderUpdates);
                break;
            case Transaction transaction:
                MoveClock(transaction.Timestamp, transaction);
                Send(transaction, _transactions);
                break;
            case Ping ping:
                MoveClock(ping.Timestamp, ping);
                Send(ping, _pings);
                break;
            case FeedGap gap:
                Send(gap with { Since = _clock.Now }, _gaps);
                break;
            case FeedResumed resumed:
                Send(resumed, _resumed);
                break;
            case UnknownMessage unknown:
                Send(unknown, _unknown);
                break;
            case MalformedMessage malformed:
                Send(malformed, _malformed);
                break;
        }
    }

    private void Send<T>(T message, FeedStream<T> kind)
        where T : NexusMessage
    {
        // Both lists before either is called: who subscribes meanwhile sees the next message.
        var all = _messages.Subscribers;
        var own = kind.Subscribers;
        FeedStream<NexusMessage>.Send(all, message);
        FeedStream<T>.Send(own, message);
    }

    private void MoveClock(DateTimeOffset timestamp, NexusMessage message)
    {
        switch (_judge.Detect(_clock.NowTicks, timestamp.UtcTicks, out var target))
        {
            case ClockMove.Advance:
                _clock.AdvanceTo(target);
                break;
            case ClockMove.Start:
                _clock.Start(target);
                break;
            case ClockMove.Jump:
                _clock.JumpTo(target);
                break;
            case ClockMove.Restart:
                _clock.RestartAt(target);
                break;
            case ClockMove.Hold:
                FeedStream<ClockFault>.Send(_clockFaults.Subscribers, new ClockFault(message, timestamp, _clock.Now));
                break;
        }
    }

    private void End(Exception? error)
    {
        lock (_gate)
            _isOver = true;
        _connection?.Dispose();
        _messages.End(error);
        _books.End(error);
        _trades.End(error);
        _orderUpdates.End(error);
        _transactions.End(error);
        _pings.End(error);
        _unknown.End(error);
        _malformed.End(error);
        _gaps.End(error);
        _resumed.End(error);
        _clock.End(_options.RunOnAfterEnd);
        _clockFaults.End(error);
        Faults.Faults.End(error);
    }

    private enum TurnKind
    {
        Work,
        Text,
        Message,
        End,
    }

    // Without a connection: only what is due on the clock.
    private readonly record struct Turn(Connection? Connection, TurnKind Kind, object? Payload);

    /// <summary>One subscription to the source.</summary>
    private sealed class Connection(NexusFeed feed) : IObserver<string>, IObserver<NexusMessage>, IDisposable
    {
        private SingleAssignmentDisposableValue _subscription;

        public void Open(Func<Connection, IDisposable> subscribe) => _subscription.Disposable = subscribe(this);

        public void OnNext(string value) => feed.Push(new Turn(this, TurnKind.Text, value));

        public void OnNext(NexusMessage value) => feed.Push(new Turn(this, TurnKind.Message, value));

        public void OnError(Exception error) => feed.Push(new Turn(this, TurnKind.End, error));

        public void OnCompleted() => feed.Push(new Turn(this, TurnKind.End, null));

        public void Dispose()
        {
            lock (feed._gate)
            {
                if (feed._connection == this)
                    feed._connection = null;
            }

            _subscription.Dispose();
        }
    }
}
