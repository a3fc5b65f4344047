namespace Nexus.Reactive;

/// <summary>The streams of a feed: all messages, and one stream for each kind.</summary>
internal sealed class FeedStreams(SubscriberFaultReporter faults, Action<int>? changed = null)
{
    public FeedStream<NexusMessage> Messages { get; } = new("Messages", faults, changed);

    public FeedStream<Book> Books { get; } = new(nameof(Books), faults, changed);

    public FeedStream<Trade> Trades { get; } = new(nameof(Trades), faults, changed);

    public FeedStream<OrderUpdate> OrderUpdates { get; } = new(nameof(OrderUpdates), faults, changed);

    public FeedStream<Transaction> Transactions { get; } = new(nameof(Transactions), faults, changed);

    public FeedStream<Ping> Pings { get; } = new(nameof(Pings), faults, changed);

    public FeedStream<UnknownMessage> Unknown { get; } = new(nameof(Unknown), faults, changed);

    public FeedStream<MalformedMessage> Malformed { get; } = new(nameof(Malformed), faults, changed);

    public FeedStream<FeedGap> Gaps { get; } = new(nameof(Gaps), faults, changed);

    public FeedStream<FeedResumed> Resumed { get; } = new(nameof(Resumed), faults, changed);

    /// <summary>Sends a message to all its subscribers.</summary>
    public void Send(NexusMessage message)
    {
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
