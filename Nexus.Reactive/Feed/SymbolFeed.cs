using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>The part of a feed that belongs to one symbol. It subscribes to the feed only while it has subscribers.</summary>
internal sealed class SymbolFeed : IObserver<NexusMessage>
{
    private readonly IObservable<NexusMessage> _messages;
    private readonly Symbol _symbol;
    private readonly Lock _gate = new();
    private SingleAssignmentDisposable? _subscription;
    private int _subscribers;

    public SymbolFeed(IObservable<NexusMessage> messages, Symbol symbol, SubscriberFaultReporter faults)
    {
        _messages = messages;
        _symbol = symbol;
        Streams = new FeedStreams(faults, OnChanged);
    }

    public FeedStreams Streams { get; }

    /// <summary>Returns whether a message belongs to this symbol, or starts or ends a gap that affects it.</summary>
    public bool Includes(NexusMessage message) => message switch
    {
        IHasSymbol { Symbol: var symbol } => symbol == _symbol,
        FeedGap { Symbol: var symbol } => symbol is null || symbol == _symbol,
        FeedResumed { Symbol: var symbol } => symbol is null || symbol == _symbol,
        _ => false,
    };

    public void OnNext(NexusMessage value)
    {
        if (Includes(value))
            Streams.Send(value);
    }

    public void OnError(Exception error) => Streams.End(error);

    public void OnCompleted() => Streams.End(null);

    private void OnChanged(int by)
    {
        SingleAssignmentDisposable? started = null;
        SingleAssignmentDisposable? stopped = null;
        lock (_gate)
        {
            _subscribers += by;
            if (_subscribers == 1 && by > 0)
                _subscription = started = new SingleAssignmentDisposable();
            else if (_subscribers == 0)
                (stopped, _subscription) = (_subscription, null);
        }

        if (started is not null)
            started.Disposable = _messages.Subscribe(this);
        stopped?.Dispose();
    }
}

/// <summary>Passes on the deliveries of one symbol. Other messages that move the clock or start and end gaps are passed on hidden.</summary>
internal sealed class SymbolDeliveryObserver(IDeliveryObserver target, SymbolFeed symbol) : IDeliveryObserver
{
    // Marks a recording that contains only a part of the messages that the connection delivered.
    private static readonly NexusMessage Part = new UnknownMessage("FEED_PART", """{"event":"FEED_PART"}""");

    private bool _hasMarkedPart;

    public void OnDelivery(in Delivery delivery)
    {
        if (!_hasMarkedPart)
            PassHidden(Part, delivery.ArrivedAt);
        _hasMarkedPart = true;
        if (!delivery.IsHidden && symbol.Includes(delivery.Message))
            target.OnDelivery(delivery);
        else if (Hide(delivery.Message) is { } hidden)
            PassHidden(hidden, delivery.ArrivedAt);
    }

    public void OnEnd(Exception? error) => target.OnEnd(error);

    private void PassHidden(NexusMessage message, DateTimeOffset? arrivedAt) =>
        target.OnDelivery(new Delivery(message, default, hasText: false, arrivedAt, isHidden: true));

    // The clock treats all messages of the market alike, and order events differently.
    private static NexusMessage? Hide(NexusMessage message) => message switch
    {
        Book or Trade => new Ping(((IHasTimestamp)message).Timestamp),
        UnknownMessage or MalformedMessage => null,
        _ => message,
    };
}
