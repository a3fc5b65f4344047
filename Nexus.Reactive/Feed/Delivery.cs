namespace Nexus.Reactive;

/// <summary>A message that is being delivered, with its text and arrival time.</summary>
internal readonly ref struct Delivery(NexusMessage message, ReadOnlySpan<char> text, bool hasText, DateTimeOffset? arrivedAt, bool isHidden = false)
{
    public NexusMessage Message { get; } = message;

    /// <summary>The text from which the message was decoded. It is valid only until the delivery returns.</summary>
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>Whether there is a text; sources of typed messages have none.</summary>
    public bool HasText { get; } = hasText;

    /// <summary>The arrival time of the message, according to the clock of the machine that received it; null if the source does not provide it.</summary>
    public DateTimeOffset? ArrivedAt { get; } = arrivedAt;

    /// <summary>Whether the message only moves the clock and reaches no subscriber.</summary>
    public bool IsHidden { get; } = isHidden;
}

/// <summary>Observes each delivery of a feed inside its turn: after the clock has moved and before any subscriber.</summary>
internal interface IDeliveryObserver
{
    void OnDelivery(in Delivery delivery);

    /// <summary>Called when the feed has ended, before its subscribers are notified.</summary>
    void OnEnd(Exception? error);
}
