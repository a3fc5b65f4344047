using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>
/// An input of a feed. Each producer has one and pushes text with its arrival time, messages, and the end of the stream. A producer that is faster than the
/// subscribers waits. A push from inside a turn, the start and end of a gap and the end of the stream never wait.
/// </summary>
internal sealed class FeedInput : IObserver<string>, IObserver<NexusMessage>
{
    /// <summary>The maximum number of waiting messages of one input; after a stall twice as many, and one more for each second in which no turn ends.</summary>
    public const int Capacity = 4096;

    private readonly FeedEngine _engine;
    private readonly FeedInput _source;
    private readonly MessageDecoder _decoder = new();
    private readonly ProducerQuota _quota = new(Capacity);
    private volatile bool _isOpen;

    public FeedInput(FeedEngine engine)
    {
        _engine = engine;
        _source = this;
    }

    private FeedInput(FeedInput source)
    {
        _engine = source._engine;
        _source = source;
    }

    /// <summary>Whether the feed is connected to this input. The feed does not deliver messages of a closed input.</summary>
    public bool IsOpen
    {
        get => _source._isOpen;
        set => _source._isOpen = value;
    }

    /// <summary>Creates an input for another producer of the same connection, with its own quota.</summary>
    public FeedInput CreateSibling() => new(_source);

    /// <summary>
    /// Decodes a text of this input's stream. Called by one thread at a time: the producer's thread before the push, or the thread of the turn.
    /// </summary>
    public NexusMessage Decode(ReadOnlySpan<char> text) => _decoder.Decode(text);

    /// <summary>Pushes a text that is decoded in its turn. A string is created only if the text must wait.</summary>
    public void Push(ReadOnlySpan<char> text, DateTimeOffset? arrivedAt)
    {
        if (TryEnter())
            RunEntered(null, stored: null, text, arrivedAt);
        else
            PushLater(new FeedTurn(this, FeedTurnKind.Message, null, text.ToString(), arrivedAt));
    }

    /// <summary>Pushes a text in UTF-8 that is decoded in its turn. A string is created only if the text must wait or is observed.</summary>
    public void Push(Utf8Text text, DateTimeOffset? arrivedAt)
    {
        if (TryEnter())
            DeliverEntered(IsOpen ? _decoder.Decode(text.Utf8) : null, text, arrivedAt);
        else
            PushLater(new FeedTurn(this, FeedTurnKind.Message, null, text.Text.ToString(), arrivedAt));
    }

    /// <summary>Pushes what another feed delivers.</summary>
    public void Push(in Delivery delivery)
    {
        if (!TryEnter())
        {
            PushLater(CreateTurn(delivery));
            return;
        }

        try
        {
            _engine.RunDelivery(this, delivery);
        }
        finally
        {
            _engine.Turns.Leave();
        }
    }

    /// <summary>Creates the turn for a delivery of another feed. The text is kept only if this feed's deliveries are observed.</summary>
    public FeedTurn CreateTurn(in Delivery delivery) =>
        new(this, FeedTurnKind.Message, delivery.Message, delivery.HasText && _engine.Observers.Any ? delivery.Text.ToString() : null, delivery.ArrivedAt);

    /// <summary>Takes a message from a source, inside the turn that delivers it.</summary>
    public void Push(IFeedPull source) => Push(new FeedTurn(this, FeedTurnKind.Pull, source, null, null));

    public void OnNext(string value)
    {
        if (value is null)
            OnNext(MessageDecoder.Decode(null, symbols: null));
        else if (TryEnter())
            RunEntered(null, value, value, arrivedAt: null);
        else
            PushLater(null, value);
    }

    public void OnNext(NexusMessage value)
    {
        var message = value ?? new MalformedMessage(string.Empty, "the message is null");
        if (!TryEnter())
        {
            PushLater(message, text: null);
            return;
        }

        try
        {
            _engine.RunMessage(this, message);
        }
        finally
        {
            _engine.Turns.Leave();
        }
    }

    public void OnError(Exception error) =>
        Push(new FeedTurn(this, FeedTurnKind.End, error ?? new InvalidOperationException("The source ended with an error that is null."), null, null));

    public void OnCompleted() => Push(new FeedTurn(this, FeedTurnKind.End, null, null, null));

    /// <summary>
    /// Returns whether a message can be delivered immediately; the caller then calls <see cref="DeliverEntered"/>. May be called under a lock.
    /// </summary>
    public bool TryEnter() => _engine.Turns.TryEnter();

    /// <summary>Delivers a message with its text after <see cref="TryEnter"/> returned true; null if the input was closed.</summary>
    public void DeliverEntered(NexusMessage? message, ITextSource text, DateTimeOffset? arrivedAt)
    {
        try
        {
            _engine.RunText(this, message, text, arrivedAt);
        }
        finally
        {
            _engine.Turns.Leave();
        }
    }

    private void RunEntered(NexusMessage? message, string? stored, ReadOnlySpan<char> text, DateTimeOffset? arrivedAt)
    {
        try
        {
            _engine.RunText(this, message, stored, text, arrivedAt);
        }
        finally
        {
            _engine.Turns.Leave();
        }
    }

    /// <summary>Adds a turn that a later <see cref="Drain"/> delivers. May be called under a lock.</summary>
    public void Post(in FeedTurn turn) => Add(turn);

    /// <summary>Adds a message that a later <see cref="Drain"/> delivers. May be called under a lock.</summary>
    public void Post(NexusMessage message, string text, DateTimeOffset? arrivedAt) => Add(new FeedTurn(this, FeedTurnKind.Message, message, text, arrivedAt));

    /// <summary>Adds the start of a reconnection, which a later <see cref="Drain"/> delivers as a gap.</summary>
    public void PostReconnect(object connection) => Add(new FeedTurn(this, FeedTurnKind.Reconnect, connection, null, null));

    /// <summary>Adds the end of the stream, which a later <see cref="Drain"/> delivers. May be called under a lock.</summary>
    public void PostEnd(Exception? error) => Add(new FeedTurn(this, FeedTurnKind.End, error, null, null));

    /// <summary>Delivers the added items, unless another thread is delivering.</summary>
    public void Drain() => _engine.Turns.Drain();

    /// <summary>Waits while this input is at its limit. Must not be called under a lock.</summary>
    public void WaitForRoom() => _engine.Turns.WaitForRoom(_quota);

    private void Push(in FeedTurn turn)
    {
        if (!TryEnter())
        {
            PushLater(turn);
            return;
        }

        try
        {
            _engine.Run(turn);
        }
        finally
        {
            _engine.Turns.Leave();
        }
    }

    // Not inlined, because its large struct would be cleared for each message that does not wait.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PushLater(NexusMessage? message, string? text) => PushLater(new FeedTurn(this, FeedTurnKind.Message, message, text, null));

    private void PushLater(in FeedTurn turn)
    {
        Add(turn);
        Drain();
        if (turn.Payload is not (FeedGap or FeedResumed) && turn.Kind != FeedTurnKind.End)
            WaitForRoom();
    }

    private void Add(in FeedTurn turn) => _engine.Turns.Add(turn, _quota);
}
