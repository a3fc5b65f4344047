namespace Nexus.Reactive;

/// <summary>The streams of a feed: all messages, and one stream for each kind.</summary>
/// <param name="faults">Receives the subscribers' faults.</param>
internal sealed class FeedStreams(SubscriberFaultReporter faults)
{
    /// <summary>The streams of single symbols, which receive their messages after these streams; null if there are none.</summary>
    public SymbolStreams? Symbols { get; set; }

    public FeedStream<NexusMessage> Messages { get; } = new("Messages", faults);

    public FeedStream<Book> Books { get; } = new(nameof(Books), faults);

    public FeedStream<Trade> Trades { get; } = new(nameof(Trades), faults);

    public FeedStream<OrderUpdate> OrderUpdates { get; } = new(nameof(OrderUpdates), faults);

    public FeedStream<Transaction> Transactions { get; } = new(nameof(Transactions), faults);

    public FeedStream<Ping> Pings { get; } = new(nameof(Pings), faults);

    public FeedStream<UnknownMessage> Unknown { get; } = new(nameof(Unknown), faults);

    public FeedStream<MalformedMessage> Malformed { get; } = new(nameof(Malformed), faults);

    public FeedStream<FeedGap> Gaps { get; } = new(nameof(Gaps), faults);

    public FeedStream<FeedResumed> Resumed { get; } = new(nameof(Resumed), faults);

    /// <summary>Sends a message to all its subscribers.</summary>
    public void Send(NexusMessage message)
    {
        if (Symbols is { } symbols)
        {
            symbols.Send(this, message);
            return;
        }

        switch (message)
        {
            case Trade trade:
                Send(trade, Trades);
                break;
            case Book book:
                Send(book, Books);
                break;
            case OrderUpdate update:
                Send(update, OrderUpdates);
                break;
            case Transaction transaction:
                Send(transaction, Transactions);
                break;
            case Ping ping:
                Send(ping, Pings);
                break;
            case FeedGap gap:
                Send(gap, Gaps);
                break;
            case FeedResumed resumed:
                Send(resumed, Resumed);
                break;
            case UnknownMessage unknown:
                Send(unknown, Unknown);
                break;
            case MalformedMessage malformed:
                Send(malformed, Malformed);
                break;
        }
    }

    public void End(Exception? error)
    {
        Messages.End(error);
        Books.End(error);
        Trades.End(error);
        OrderUpdates.End(error);
        Transactions.End(error);
        Pings.End(error);
        Unknown.End(error);
        Malformed.End(error);
        Gaps.End(error);
        Resumed.End(error);
    }

    private void Send<T>(T message, FeedStream<T> kind)
        where T : NexusMessage
    {
        // Both lists are read before any call: a subscriber added during the calls gets the next message.
        var all = Messages.Subscribers;
        var own = kind.Subscribers;
        FeedStream<NexusMessage>.Send(all, message);
        FeedStream<T>.Send(own, message);
    }
}
