namespace Nexus.Reactive;

/// <summary>Passes on the deliveries of one symbol. Other messages that move the clock or start and end gaps are passed on hidden.</summary>
internal sealed class SymbolDeliveryObserver(IDeliveryObserver target, Symbol symbol, FeedEngine engine) : IDeliveryObserver
{
    // Marks a recording that contains only a part of the messages that the connection delivered.
    private static readonly NexusMessage Part = new UnknownMessage("FEED_PART", """{"event":"FEED_PART"}""");

    private bool _hasMarkedPart;

    public void OnDelivery(in Delivery delivery)
    {
        if (!_hasMarkedPart)
            PassHidden(Part, delivery.ArrivedAt);
        _hasMarkedPart = true;
        if (!delivery.IsHidden && Includes(delivery.Message))
            target.OnDelivery(delivery);
        else if (Hide(delivery.Message) is { } hidden)
            PassHidden(hidden, delivery.ArrivedAt);
    }

    public void OnEnd(Exception? error) => target.OnEnd(error);

    private bool Includes(NexusMessage message) => message switch
    {
        IHasSymbol { Symbol: var included } => included == symbol,
        FeedGap { Symbol: var included } => included is null || included == symbol,
        FeedResumed { Symbol: var included } => included is null || included == symbol,
        _ => false,
    };

    private void PassHidden(NexusMessage message, DateTimeOffset? arrivedAt) =>
        target.OnDelivery(new Delivery(message, default, hasText: false, arrivedAt, isHidden: true));

    // The clock treats all messages of the market alike, and order events differently. A clock fault contains its message.
    private NexusMessage? Hide(NexusMessage message) => message switch
    {
        _ when ReferenceEquals(message, engine.LatestHeld) => message,
        Book or Trade => new Ping(((IHasTimestamp)message).Timestamp),
        UnknownMessage or MalformedMessage => null,
        _ => message,
    };
}
