using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>The engine of a feed: the queue of its turns, the clock that they move, and the streams that they feed.</summary>
internal sealed class FeedEngine
{
    private readonly NexusFeedOptions _options;
    private readonly ClockJumpDetector _jumps;
    private readonly SymbolStreams _symbols;
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FeedEngine(NexusFeedOptions options, string? textsName)
    {
        _options = options;
        Faults = new SubscriberFaultReporter(options.UnobservedFault);
        Faults.AddStream();
        Observers = new DeliveryObservers(Faults);
        Clock = new EventTimeScheduler(new ClockTurns(this), error => Faults.Publish(new SubscriberFault(nameof(NexusFeed.Clock), null, error)));
        Turns = new DrainQueue<FeedTurn, TurnTarget>(new TurnTarget(this));
        _jumps = new ClockJumpDetector(options.MaxClockJump);
        Streams = new FeedStreams(Faults);
        _symbols = new SymbolStreams(Faults);
        ClockFaults = new FeedStream<ClockFault>(nameof(NexusFeed.ClockFaults), Faults);
        Texts = textsName is null ? null : new FeedStream<string>(textsName, Faults);
    }

    public DrainQueue<FeedTurn, TurnTarget> Turns { get; }

    public EventTimeScheduler Clock { get; }

    public FeedStreams Streams { get; }

    public FeedStream<ClockFault> ClockFaults { get; }

    public SubscriberFaultReporter Faults { get; }

    /// <summary>Runs the functions that request data for the feed.</summary>
    public IScheduler RequestScheduler => _options.RequestScheduler ?? TaskPoolScheduler.Default;

    /// <summary>Completes when all subscribers have received the terminal; faults with the source's error.</summary>
    public Task<Exception?> Ended => _ended.Task;

    /// <summary>The raw texts, delivered whether or not the feed is connected; null if the owner of the feed does not use them.</summary>
    public FeedStream<string>? Texts { get; }

    /// <summary>The end of the gaps that the latest <see cref="FeedResumed"/> ends. Gaps that are not separated by a timestamp end together.</summary>
    public GapEnd GapEnd { get; private set; } = new();

    /// <summary>The gaps that are open. Read it in a turn.</summary>
    public OpenGaps Gaps { get; } = new();

    /// <summary>Opens and closes the inputs; set once, before the first turn.</summary>
    public FeedConnector? Connector { get; set; }

    /// <summary>Whether messages have been hidden from the subscribers. Read it in a turn.</summary>
    public bool HidesMessages { get; private set; }

    /// <summary>The message of the latest clock fault.</summary>
    public NexusMessage? LatestHeld { get; private set; }

    /// <summary>The observers of the deliveries.</summary>
    public DeliveryObservers Observers { get; }

    /// <summary>Returns the streams of one symbol.</summary>
    public FeedStreams GetStreams(Symbol symbol)
    {
        Streams.Symbols = _symbols;
        return _symbols.Get(symbol);
    }

    public void Run(in FeedTurn turn)
    {
        switch (turn.Kind)
        {
            case FeedTurnKind.Message:
                if (turn.Text is null)
                    RunDelivery(turn.Input, new Delivery((NexusMessage)turn.Payload!, default, hasText: false, turn.ArrivedAt));
                else
                    RunText(turn.Input, (NexusMessage?)turn.Payload, turn.Text, turn.Text, turn.ArrivedAt);
                break;
            case FeedTurnKind.Pull:
                RunPull(turn.Input, (IFeedPull)turn.Payload!);
                break;
            case FeedTurnKind.Reconnect:
                if (Connector!.TryOpen(turn.Input, turn.Payload!))
                    RunMessage(turn.Input, new FeedGap("the feed was disconnected"));
                break;
            case FeedTurnKind.End:
                RunEnd(turn.Input, (Exception?)turn.Payload);
                break;
            case FeedTurnKind.Work:
                Clock.RunNow((ScheduledItem)turn.Payload!);
                break;
        }
    }

    /// <summary>Runs one turn for a message that has no text.</summary>
    public void RunMessage(FeedInput input, NexusMessage message)
    {
        if (input.IsOpen)
        {
            message = Begin(message);
            if (Observers.Any)
                Observe(message);
            Send(message);
        }

        Clock.RunDue();
    }

    /// <summary>Runs one turn for a message with the text and arrival time that its source provided.</summary>
    public void RunDelivery(FeedInput input, in Delivery delivery)
    {
        if (input.IsOpen)
            Deliver(delivery);
        Clock.RunDue();
    }

    /// <summary>Runs one turn for a text; <paramref name="stored"/> is the text if it already exists as a string.</summary>
    public void RunText(FeedInput input, NexusMessage? message, string? stored, ReadOnlySpan<char> text, DateTimeOffset? arrivedAt)
    {
        var texts = Texts is null ? [] : Texts.Subscribers;
        if (input.IsOpen)
            Deliver(new Delivery(message ?? input.Decode(text), text, hasText: true, arrivedAt));
        if (texts.Length > 0)
            FeedStream<string>.Send(texts, stored ?? text.ToString());
        Clock.RunDue();
    }

    /// <summary>Runs one turn for a message whose text is converted to characters only if it is observed.</summary>
    public void RunText(FeedInput input, NexusMessage? message, ITextSource text, DateTimeOffset? arrivedAt)
    {
        var texts = Texts is null ? [] : Texts.Subscribers;
        if (input.IsOpen && message is not null)
            Deliver(new Delivery(message, text, arrivedAt));
        if (texts.Length > 0)
            FeedStream<string>.Send(texts, text.Text.ToString());
        Clock.RunDue();
    }

    private void RunPull(FeedInput input, IFeedPull source)
    {
        if (input.IsOpen && source.TryTake(out var delivery))
            Deliver(delivery);
        Clock.RunDue();
    }

    private void RunEnd(FeedInput input, Exception? error)
    {
        if (Connector!.TryEnd(input, error))
            End(error);
        else
            Texts?.End(error);
        Clock.RunDue();
    }

    private void Deliver(in Delivery delivery)
    {
        var message = Begin(delivery.Message);
        if (Observers.Any)
            Observers.OnDelivery(delivery.With(message));
        if (delivery.IsHidden)
        {
            HidesMessages = true;
            EndGaps(message);
        }
        else
            Send(message);
    }

    private void Send(NexusMessage message)
    {
        Streams.Send(message);
        EndGaps(message);
    }

    private void EndGaps(NexusMessage message)
    {
        if (Gaps.Any)
            Gaps.OnDelivered(message);
    }

    // Not inlined, because its large struct would be cleared for each message that is not observed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Observe(NexusMessage message) => Observers.OnDelivery(new Delivery(message, default, hasText: false, null));

    /// <summary>
    /// Moves the clock and returns the message to deliver. Type tests for each kind are much faster than a test for <see cref="IHasTimestamp"/>.
    /// </summary>
    private NexusMessage Begin(NexusMessage message)
    {
        DateTimeOffset timestamp;
        switch (message)
        {
            case Trade trade:
                timestamp = trade.Timestamp;
                break;
            case Book book:
                timestamp = book.Timestamp;
                break;
            case Ping ping:
                timestamp = ping.Timestamp;
                break;
            case OrderUpdate update:
                timestamp = update.Timestamp;
                break;
            case Transaction transaction:
                timestamp = transaction.Timestamp;
                break;
            case FeedGap gap:
                _jumps.OnGap();
                Gaps.OnGap(gap);
                return gap with { Since = Clock.Now };
            case FeedResumed resumed:
                _jumps.OnResumed();
                if (GapEnd.Time is not null)
                    GapEnd = new GapEnd();
                Gaps.OnResumed(resumed, GapEnd);
                return message;
            default:
                return message;
        }

        if (_jumps.IsUsual(Clock.NowTicks, timestamp.UtcTicks))
            Clock.AdvanceTo(timestamp.UtcTicks);
        else
            MoveClock(timestamp, message);
        return message;
    }

    private void MoveClock(DateTimeOffset timestamp, NexusMessage message)
    {
        switch (_jumps.Detect(Clock.NowTicks, timestamp.UtcTicks, message is OrderUpdate or Transaction, out var target))
        {
            case ClockMove.Advance:
                Clock.AdvanceTo(target);
                break;
            case ClockMove.Start:
                Clock.Start(target);
                break;
            case ClockMove.Jump:
                Clock.JumpTo(target);
                break;
            case ClockMove.Restart:
                Clock.RestartAt(target);
                break;
            case ClockMove.Hold:
                PublishHeld(timestamp, message);
                return;
        }

        // It confirmed an earlier one and is itself not confirmed.
        if (!_jumps.IsNear(Clock.NowTicks, timestamp.UtcTicks))
            PublishHeld(timestamp, message);

        // After a reconnect, the exchange may repeat old order events.
        if (message is not (OrderUpdate or Transaction))
            GapEnd.Time ??= Clock.NowTicks;
    }

    private void PublishHeld(DateTimeOffset timestamp, NexusMessage message)
    {
        LatestHeld = message;
        FeedStream<ClockFault>.Send(ClockFaults.Subscribers, new ClockFault(message, timestamp, Clock.Now));
    }

    private void End(Exception? error)
    {
        if (error is not null)
            Faults.OnSourceError(error);
        Observers.End(error);
        Streams.End(error);
        _symbols.End(error);
        Texts?.End(error);
        Clock.End(_options.RunOnAfterEnd);
        ClockFaults.End(error);
        Faults.EndStream();
        _ended.SetResult(error);
    }

    /// <summary>Runs the waiting turns.</summary>
    internal readonly struct TurnTarget(FeedEngine engine) : IDrainTarget<FeedTurn>
    {
        public bool HasIdleWork => engine.Clock.HasPendingDue;

        public void Deliver(in FeedTurn turn) => engine.Run(turn);

        public void RunIdleWork() => engine.Clock.RunDue();
    }
}
