using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Flow;

/// <summary>
/// One symbol's market in simulated time: a book, the crowd that moves it, the demo trader and the book's publication.
/// What happens, and when after the start, is a function of the arguments alone; whoever owns the market paces it.
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

    /// <param name="instrument">What is traded.</param>
    /// <param name="seed">Another seed, another day.</param>
    /// <param name="rate">Orders and cancellations of the crowd a second.</param>
    /// <param name="depth">Levels a side in a published book.</param>
    /// <param name="bookInterval">The time between books; zero publishes one after each step.</param>
    /// <param name="slot">0–999, another for each market of an exchange: keeps ids unique among them.</param>
    /// <param name="hasDemoTrader">Whether the demo trader is there.</param>
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

    /// <summary>When after the start the next step is due.</summary>
    public TimeSpan NextStep => Min(Min(_crowd.Next, _demo?.Next ?? TimeSpan.MaxValue), PublishesEachStep ? TimeSpan.MaxValue : _nextBook);

    private bool PublishesEachStep => _bookInterval == TimeSpan.Zero;

    /// <summary>Does what is due next and returns what it told, in order.</summary>
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

    /// <summary>An order from outside the simulation; returns what it caused.</summary>
    public IReadOnlyList<MarketEvent> Submit(string owner, OrderSide side, OrderKind kind, decimal? price, decimal quantity)
    {
        Place(owner, side, kind, price, quantity);
        return Told();
    }

    /// <summary>A cancellation from outside the simulation; nothing is told when the order is not the owner's or rests no more.</summary>
    public IReadOnlyList<MarketEvent> Cancel(string owner, long id)
    {
        if (_engine.Resting(id) is { } order && order.Owner == owner)
            Cancel(order);
        return Told();
    }

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

    /// <summary>An order of the crowd. Its id is negative and never leaves the market.</summary>
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

        // The two come from different services of an exchange, so either may be first.
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
