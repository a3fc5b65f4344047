namespace Nexus.Reactive;

/// <summary>The streams of a feed: all messages, and one stream for each kind.</summary>
/// <param name="faults">Receives the subscribers' faults.</param>
/// <param name="symbols">The streams of single symbols, which receive their messages after these streams; null if these are the streams of one symbol.</param>
internal sealed class FeedStreams(SubscriberFaultReporter faults, SymbolStreams? symbols = null)
{
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

    /// <summary>Sends a message to all its subscribers: those of these streams, then those of its symbol.</summary>
    public void Send(NexusMessage message)
    {
        FeedStreams? part;
        switch (message)
        {
            case Trade trade:
                part = symbols?.Find(trade.Symbol);
                Send(trade, Trades, part, part?.Trades);
                break;
            case Book book:
                part = symbols?.Find(book.Symbol);
                Send(book, Books, part, part?.Books);
                break;
            case OrderUpdate update:
                part = symbols?.Find(update.Symbol);
                Send(update, OrderUpdates, part, part?.OrderUpdates);
                break;
            case Transaction transaction:
                part = symbols?.Find(transaction.Symbol);
                Send(transaction, Transactions, part, part?.Transactions);
                break;
            case Ping ping:
                Send(ping, Pings);
                break;
            case FeedGap { Symbol: { } symbol } gap:
                part = symbols?.Find(symbol);
                Send(gap, Gaps, part, part?.Gaps);
                break;
            case FeedResumed { Symbol: { } symbol } resumed:
                part = symbols?.Find(symbol);
                Send(resumed, Resumed, part, part?.Resumed);
                break;
            case FeedGap gap:
                SendToAll(gap, static streams => streams.Gaps);
                break;
            case FeedResumed resumed:
                SendToAll(resumed, static streams => streams.Resumed);
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
        symbols?.End(error);
    }

    // All lists are read before any call: a subscriber added during the calls gets the next message.
    private void Send<T>(T message, FeedStream<T> kind, FeedStreams? part = null, FeedStream<T>? kindOfPart = null)
        where T : NexusMessage
    {
        var all = Messages.Subscribers;
        var own = kind.Subscribers;
        var allOfPart = part is null ? [] : part.Messages.Subscribers;
        var ownOfPart = kindOfPart is null ? [] : kindOfPart.Subscribers;
        FeedStream<NexusMessage>.Send(all, message);
        FeedStream<T>.Send(own, message);
        FeedStream<NexusMessage>.Send(allOfPart, message);
        FeedStream<T>.Send(ownOfPart, message);
    }

    private void SendToAll<T>(T message, Func<FeedStreams, FeedStream<T>> kind)
        where T : NexusMessage
    {
        FeedStreams[] parts = symbols is null ? [this] : [this, .. symbols.All];
        var subscribers = Array.ConvertAll(parts, part => (All: part.Messages.Subscribers, Own: kind(part).Subscribers));
        foreach (var (all, own) in subscribers)
        {
            FeedStream<NexusMessage>.Send(all, message);
            FeedStream<T>.Send(own, message);
        }
    }
}
