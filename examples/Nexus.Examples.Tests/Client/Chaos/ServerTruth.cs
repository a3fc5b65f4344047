using System.Text;
using Nexus.Simulator.Flow;
using SimulatedOrder = Nexus.Simulator.Flow.OrderEvent;

namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>The books and orders of the exchange, reported by the exchange itself and not over the wire.</summary>
internal sealed class ServerTruth
{
    // More than the maximum number of messages in transit.
    private const int MaxBooks = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, BookEvent> _books = [];
    private readonly Queue<string> _bookAges = [];
    private readonly Dictionary<long, OrderTruth> _orders = [];

    /// <summary>The recent best prices of each side.</summary>
    public (decimal Ask, decimal Bid)? Touch { get; private set; }

    public void Note(MarketEvent happened, ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            switch (happened)
            {
                case BookEvent book:
                    Add(Data(Encoding.UTF8.GetString(message.Span)), book);
                    if (book is { Asks: [var ask, ..], Bids: [var bid, ..] })
                        Touch = (ask.Price, bid.Price);
                    break;
                case SimulatedOrder update:
                    var order = Of(update.Order.Id);
                    order.Told++;
                    order.Status = update.Status;
                    break;
                case TransactionEvent transaction:
                    var filled = Of(transaction.Order.Id);
                    filled.Told++;
                    filled.Filled += transaction.Quantity;
                    break;
            }
        }
    }

    public BookEvent? BookOf(string text)
    {
        lock (_gate)
            return _books.GetValueOrDefault(Data(text));
    }

    /// <summary>Called when a message of the order has arrived.</summary>
    public void Received(long orderId)
    {
        lock (_gate)
            Of(orderId).Received++;
    }

    public List<OrderTruth> Orders()
    {
        lock (_gate)
            return [.. _orders.Values];
    }

    private void Add(string data, BookEvent book)
    {
        if (!_books.TryAdd(data, book))
            return;
        _bookAges.Enqueue(data);
        if (_bookAges.Count > MaxBooks)
            _books.Remove(_bookAges.Dequeue());
    }

    private OrderTruth Of(long id)
    {
        if (!_orders.TryGetValue(id, out var order))
            _orders.Add(id, order = new OrderTruth(id));
        return order;
    }

    // A timestamp may be changed in transit, but not the text after it.
    private static string Data(string text) => text.IndexOf("\"data\":", StringComparison.Ordinal) is >= 0 and var at ? text[at..] : "";
}
