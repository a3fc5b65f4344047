namespace Nexus.Reactive;

/// <summary>A message that is being delivered, with its text and arrival time.</summary>
internal readonly ref struct Delivery
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ITextSource? _source;

    public Delivery(NexusMessage message, ReadOnlySpan<char> text, bool hasText, DateTimeOffset? arrivedAt, bool isHidden = false)
        : this(message, text, source: null, hasText, arrivedAt, isHidden)
    {
    }

    /// <summary>Creates the delivery of a message whose text is converted to characters only if it is read.</summary>
    public Delivery(NexusMessage message, ITextSource? source, DateTimeOffset? arrivedAt)
        : this(message, default, source, hasText: source is not null, arrivedAt, isHidden: false)
    {
    }

    private Delivery(NexusMessage message, ReadOnlySpan<char> text, ITextSource? source, bool hasText, DateTimeOffset? arrivedAt, bool isHidden)
    {
        (Message, HasText, ArrivedAt, IsHidden) = (message, hasText, arrivedAt, isHidden);
        _text = text;
        _source = source;
    }

    public NexusMessage Message { get; }

    /// <summary>The text from which the message was decoded. It is valid only until the delivery returns.</summary>
    public ReadOnlySpan<char> Text => _source is null ? _text : _source.Text;

    /// <summary>Whether there is a text; sources of typed messages have none.</summary>
    public bool HasText { get; }

    /// <summary>The arrival time of the message, according to the clock of the machine that received it; null if the source does not provide it.</summary>
    public DateTimeOffset? ArrivedAt { get; }

    /// <summary>Whether the message only moves the clock and reaches no subscriber.</summary>
    public bool IsHidden { get; }

    /// <summary>Returns the delivery of another message with the same text.</summary>
    public Delivery With(NexusMessage message) => new(message, _text, _source, HasText, ArrivedAt, IsHidden);
}

/// <summary>Observes each delivery of a feed inside its turn: after the clock has moved and before any subscriber.</summary>
internal interface IDeliveryObserver
{
    void OnDelivery(in Delivery delivery);

    /// <summary>Called when the feed has ended, before its subscribers are notified.</summary>
    void OnEnd(Exception? error);
}
