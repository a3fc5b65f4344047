using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Flow;

/// <summary>
/// One symbol's market in simulated time: a book, the crowd that moves it, the demo trader and the book's publication.
/// All events and their times since the start depend only on the arguments; the owner of the market runs it in real time.
/// </summary>
public sealed class Market
{
    /// <summary>The owner of the demo trader's orders. Every key sees them.</summary>
    public const string DemoOwner = "*";

    private readonly MatchingEngine _engine = new();
    private readonly Dice _dice;
    private readonly Crowd _crowd;
    private readonly DemoTrader? _demo;
    private readonly TimeSpan _bookInterval;
    private readonly int _depth;
    private readonly int _slot;
    private List<MarketEvent> _events = [];
    private TimeSpan _nextBook;
    private long _orders;
    private long _transactions;
    private long _anonymous;

    /// <param name="instrument">The traded instrument.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="rate">The number of orders and cancellations of the crowd per second.</param>
    /// <param name="depth">The number of levels on each side of a published book.</param>
    /// <param name="bookInterval">The time between books; zero publishes a book after each step.</param>
    /// <param name="slot">0–999, different for each market of an exchange, so that ids are unique.</param>
    /// <param name="hasDemoTrader">Whether the demo trader takes part.</param>
    public Market(Instrument instrument, int seed, double rate, int depth, TimeSpan bookInterval, int slot, bool hasDemoTrader = true)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(bookInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slot, 999);
        Instrument = instrument;
        _depth = depth;
        _bookInterval = bookInterval;
        _nextBook = bookInterval;
        _slot = slot;
        _dice = new Dice(((ulong)(uint)seed << 32) ^ Instrument.Hash(instrument.Symbol));
        _crowd = new Crowd(this, _engine, _dice, rate, depth);
        _demo = !hasDemoTrader ? null : new DemoTrader(this, _engine, _dice);
        _crowd.Open();
    }

    public Instrument Instrument { get; }

    /// <summary>The time since the start at which the next step is due.</summary>
    public TimeSpan NextStep => Min(Min(_crowd.Next, _demo?.Next ?? TimeSpan.MaxValue), PublishesEachStep ? TimeSpan.MaxValue : _nextBook);

    private bool PublishesEachStep => _bookInterval == TimeSpan.Zero;

    /// <summary>Performs the next step and returns its events, in order.</summary>
    public IReadOnlyList<MarketEvent> Step()
    {
        var due = NextStep;
        if (!PublishesEachStep && _nextBook == due)
        {
            _nextBook += _bookInterval;
            Tell(Book());
        }
        else if (_demo?.Next == due)
            _demo.Act();
        else
            _crowd.Act();

        if (PublishesEachStep)
            Tell(Book());
        return Told();
    }

    public BookEvent Book() => new(_engine.Levels(OrderSide.Sell, _depth), _engine.Levels(OrderSide.Buy, _depth));

    /// <summary>Places an order from outside the simulation and returns its events.</summary>
    public IReadOnlyList<MarketEvent> Submit(string owner, OrderSide side, OrderKind kind, decimal? price, decimal quantity)
    {
        Place(owner, side, kind, price, quantity);
        return Told();
    }

    /// <summary>Cancels an order from outside the simulation. Returns no events if the order belongs to another owner or no longer rests.</summary>
    public IReadOnlyList<MarketEvent> Cancel(string owner, long id)
    {
        if (_engine.Resting(id) is { } order && order.Owner == owner)
            Cancel(order);
        return Told();
    }

    /// <summary>Returns the orders that rest of an owner and of the demo trader, oldest first.</summary>
    public IReadOnlyList<Order> Open(string owner) => [.. _engine.RestingOf(owner, DemoOwner)];

    internal Order Place(string owner, OrderSide side, OrderKind kind, decimal? price, decimal quantity)
    {
        var order = new Order(++_orders * 1000 + _slot, owner, side, kind, kind == OrderKind.Market ? null : price, quantity);
        if (!IsAcceptable(order))
        {
            Tell(new OrderEvent(order, "REJECTED", 0, 0));
            return order;
        }

        Tell(new OrderEvent(order, "NEW", 0, 0));
        Execute(order);
        if (order is { Kind: not OrderKind.Limit, IsFilled: false })
            Tell(new OrderEvent(order, "CANCELLED", 0, 0));
        return order;
    }

    /// <summary>Creates an order of the crowd. Its id is negative and is not published.</summary>
    internal Order PlaceAnonymous(OrderSide side, OrderKind kind, decimal? price, decimal quantity)
    {
        var order = new Order(--_anonymous, owner: null, side, kind, price, quantity);
        Execute(order);
        return order;
    }

    internal void Cancel(Order order)
    {
        if (_engine.Cancel(order.Id) is not null && order.Owner is not null)
            Tell(new OrderEvent(order, "CANCELLED", 0, 0));
    }

    private bool IsAcceptable(Order order)
    {
        if (order.Quantity <= 0 || order.Quantity % Instrument.Lot != 0)
            return false;
        if (order.Kind == OrderKind.Market)
            return true;
        return order.Price is { } price && price % Instrument.Tick == 0 && price > Instrument.StartPrice / 4 && price < Instrument.StartPrice * 4;
    }

    private void Execute(Order order)
    {
        foreach (var fill in _engine.Submit(order))
        {
            Tell(new TradeEvent(fill.Price, fill.Quantity, fill.Taker.Side));
            Report(fill.Maker, fill.MakerLeft, fill);
            Report(fill.Taker, fill.TakerLeft, fill);
        }
    }

    private void Report(Order order, decimal left, Fill fill)
    {
        if (order.Owner is null)
            return;
        var update = new OrderEvent(order, left == 0 ? "FILLED" : "PARTIAL_FILLED", fill.Price, fill.Quantity);
        var transaction = new TransactionEvent(++_transactions * 1000 + _slot, order, fill.Price, fill.Quantity);

        // An exchange sends the two messages from different services, so either may be first.
        var isTransactionFirst = _dice.Chance(0.25);
        Tell(isTransactionFirst ? transaction : update);
        Tell(isTransactionFirst ? update : transaction);
    }

    private void Tell(MarketEvent message) => _events.Add(message);

    private List<MarketEvent> Told()
    {
        var told = _events;
        _events = [];
        return told;
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
