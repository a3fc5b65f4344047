using System.Collections.Concurrent;

namespace Nexus.Reactive;

/// <summary>The streams of the single symbols that the application has asked for. They are kept as long as the feed.</summary>
internal sealed class SymbolStreams(SubscriberFaultReporter faults)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Symbol, FeedStreams> _streams = new();
    private bool _isOver;
    private Exception? _error;

    /// <summary>Returns the streams of a symbol. Their subscribers receive the messages from the next one on, and the feed's end.</summary>
    public FeedStreams Get(Symbol symbol)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue(symbol, out var streams))
                return streams;
            streams = new FeedStreams(faults);
            if (_isOver)
                streams.End(_error);
            _streams[symbol] = streams;
            return streams;
        }
    }

    /// <summary>Sends a message to all its subscribers: those of the whole feed, then those of its symbol.</summary>
    public void Send(FeedStreams whole, NexusMessage message)
    {
        switch (message)
        {
            case Trade trade:
                Send(trade, whole, trade.Symbol, static streams => streams.Trades);
                break;
            case Book book:
                Send(book, whole, book.Symbol, static streams => streams.Books);
                break;
            case OrderUpdate update:
                Send(update, whole, update.Symbol, static streams => streams.OrderUpdates);
                break;
            case Transaction transaction:
                Send(transaction, whole, transaction.Symbol, static streams => streams.Transactions);
                break;
            case FeedGap gap:
                Send(gap, whole, gap.Symbol, static streams => streams.Gaps);
                break;
            case FeedResumed resumed:
                Send(resumed, whole, resumed.Symbol, static streams => streams.Resumed);
                break;
            case Ping ping:
                Send(ping, whole, part: null, static streams => streams.Pings);
                break;
            case UnknownMessage unknown:
                Send(unknown, whole, part: null, static streams => streams.Unknown);
                break;
            case MalformedMessage malformed:
                Send(malformed, whole, part: null, static streams => streams.Malformed);
                break;
        }
    }

    public void End(Exception? error)
    {
        lock (_gate)
            (_isOver, _error) = (true, error);
        foreach (var streams in _streams.Values)
            streams.End(error);
    }

    private void Send<T>(T message, FeedStreams whole, Symbol? symbol, Func<FeedStreams, FeedStream<T>> kind)
        where T : NexusMessage
    {
        if (symbol is { } one)
            Send(message, whole, _streams.GetValueOrDefault(one), kind);
        else
            SendToAll(message, whole, kind);
    }

    // All lists are read before any call: a subscriber added during the calls gets the next message.
    private static void Send<T>(T message, FeedStreams whole, FeedStreams? part, Func<FeedStreams, FeedStream<T>> kind)
        where T : NexusMessage
    {
        var all = whole.Messages.Subscribers;
        var own = kind(whole).Subscribers;
        var allOfPart = part is null ? [] : part.Messages.Subscribers;
        var ownOfPart = part is null ? [] : kind(part).Subscribers;
        FeedStream<NexusMessage>.Send(all, message);
        FeedStream<T>.Send(own, message);
        FeedStream<NexusMessage>.Send(allOfPart, message);
        FeedStream<T>.Send(ownOfPart, message);
    }

    private void SendToAll<T>(T message, FeedStreams whole, Func<FeedStreams, FeedStream<T>> kind)
        where T : NexusMessage
    {
        FeedStreams[] targets = [whole, .. _streams.Values];
        var subscribers = Array.ConvertAll(targets, target => (All: target.Messages.Subscribers, Own: kind(target).Subscribers));
        foreach (var (all, own) in subscribers)
        {
            FeedStream<NexusMessage>.Send(all, message);
            FeedStream<T>.Send(own, message);
        }
    }
}
