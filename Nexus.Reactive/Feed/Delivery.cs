namespace Nexus.Reactive;

/// <summary>One message on its way to the subscribers, with what its source said of it.</summary>
internal readonly ref struct Delivery(NexusMessage message, ReadOnlySpan<char> text, bool hasText, DateTimeOffset? arrivedAt)
{
    public NexusMessage Message { get; } = message;

    /// <summary>The text that the message was decoded from; it stands only until the delivery returns.</summary>
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>Whether there is a text; a source of typed messages has none.</summary>
    public bool HasText { get; } = hasText;

    /// <summary>When the message arrived, by the clock of the machine that received it; null if the source does not know.</summary>
    public DateTimeOffset? ArrivedAt { get; } = arrivedAt;
}

/// <summary>Sees each delivery of a feed inside its turn: after the clock has moved and before any subscriber.</summary>
internal interface IDeliveryObserver
{
    void OnDelivery(in Delivery delivery);

    /// <summary>The feed ended, before its subscribers hear of it.</summary>
    void OnEnd(Exception? error);
}
