namespace Nexus.Reactive;

/// <summary>
/// What the connections bring, and the gaps between them, as messages and as texts: two streams in one order. Of a message that need not wait
/// the text is made only if somebody subscribed to texts.
/// </summary>
internal sealed class ArrivalStreams(string name, SubscriberFaultReporter faults) : SerialQueue<ReceivedMessage>
{
    private readonly FeedStream<string> _texts = new(name, faults);
    private readonly FeedStream<NexusMessage> _messages = new(nameof(NexusClient.Feed), faults);

    public IObservable<string> Texts => _texts;

    public IObservable<NexusMessage> Messages => _messages;

    public void Add(NexusMessage message, ReadOnlySpan<char> text) => Add(new ReceivedMessage(message, text.ToString()));

    public void AddGap(Symbol symbol, string reason)
    {
        var text = FeedGapJson.Create(symbol, reason);
        Add(new ReceivedMessage(NexusDecoder.Decode(text), text));
    }

    /// <summary>Delivers at once what <see cref="SerialQueue{T}.TryEnter"/> let in.</summary>
    public void HandOver(NexusMessage message, ReadOnlySpan<char> text)
    {
        try
        {
            // Both lists before either is called: who subscribes meanwhile sees the next message.
            var texts = _texts.Subscribers;
            FeedStream<NexusMessage>.Send(_messages.Subscribers, message);
            if (texts.Length > 0)
                FeedStream<string>.Send(texts, text.ToString());
        }
        finally
        {
            Leave();
        }
    }

    protected override void Deliver(ReceivedMessage item)
    {
        var texts = _texts.Subscribers;
        FeedStream<NexusMessage>.Send(_messages.Subscribers, item.Message);
        FeedStream<string>.Send(texts, item.Text);
    }

    protected override void End()
    {
        _messages.End(null);
        _texts.End(null);
    }
}
