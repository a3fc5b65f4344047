using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Flow;

/// <summary>
/// The client whose orders every connection sees. It repeats a few short scenarios: an order filled in parts, one canceled, one
/// rejected, one executed immediately. When a scenario needs a counterparty at a certain time, an order of the crowd provides it.
/// </summary>
internal sealed class DemoTrader
{
    private readonly Market _market;
    private readonly MatchingEngine _engine;
    private readonly Dice _dice;
    private readonly IEnumerator<double> _life;

    public DemoTrader(Market market, MatchingEngine engine, Dice dice)
    {
        _market = market;
        _engine = engine;
        _dice = dice;
        _life = Live().GetEnumerator();
        Act();
    }

    public TimeSpan Next { get; private set; }

    /// <summary>Performs the action that is due and computes the time of the next one.</summary>
    public void Act()
    {
        _life.MoveNext();
        Next += TimeSpan.FromSeconds(_life.Current);
    }

    // A scenario is a sequence of waits, in seconds.
    private IEnumerable<double> Live()
    {
        yield return 0.8;
        while (true)
        {
            foreach (var story in new[] { WorkedInParts(), TakenBack(), Refused(), TakesWhatItFinds(), TakesAtMarket(), PartlyTakenBack() })
            {
                foreach (var wait in story)
                    yield return wait;
            }
        }
    }

    // 3.6 s: NEW, PARTIAL_FILLED one or more times, FILLED after 2.6 s at the latest.
    private IEnumerable<double> WorkedInParts()
    {
        // Larger than any order of the crowd, so no single order fills it.
        var order = PlaceAtTouch(LargeSize());
        yield return 1.2;
        Hit(order, 0.5m);
        yield return 1.4;
        Hit(order, 1m);
        yield return 1;
    }

    // 5 s: NEW, CANCELLED.
    private IEnumerable<double> TakenBack()
    {
        var side = AnySide();
        var away = 40 * _market.Instrument.Tick;
        var order = _market.Place(Market.DemoOwner, side, OrderKind.Limit, side == OrderSide.Buy ? Touch(side) - away : Touch(side) + away, Size());
        yield return 4;
        _market.Cancel(order);
        yield return 1;
    }

    // 2 s: REJECTED, because its price is outside the band.
    private IEnumerable<double> Refused()
    {
        _market.Place(Market.DemoOwner, OrderSide.Buy, OrderKind.Limit, _market.Instrument.StartPrice * 10, Size());
        yield return 2;
    }

    // 2 s: NEW, PARTIAL_FILLED, CANCELLED: the order is larger than the quantity at the touch.
    private IEnumerable<double> TakesWhatItFinds()
    {
        var side = AnySide();
        var opposite = MatchingEngine.Opposite(side);
        if (_engine.Levels(opposite, 1) is [var best])
            _market.Place(Market.DemoOwner, side, OrderKind.ImmediateOrCancel, best.Price, best.Quantity + Size());
        yield return 2;
    }

    // 2 s: NEW, possibly PARTIAL_FILLED, FILLED.
    private IEnumerable<double> TakesAtMarket()
    {
        _market.Place(Market.DemoOwner, AnySide(), OrderKind.Market, price: null, Size());
        yield return 2;
    }

    // 4 s: NEW, PARTIAL_FILLED, CANCELLED.
    private IEnumerable<double> PartlyTakenBack()
    {
        var order = PlaceAtTouch(LargeSize());
        yield return 1;
        Hit(order, 0.3m);
        yield return 1;
        _market.Cancel(order);
        yield return 2;
    }

    private Order PlaceAtTouch(decimal quantity)
    {
        var side = AnySide();
        var step = side == OrderSide.Buy ? _market.Instrument.Tick : -_market.Instrument.Tick;
        var improved = Touch(side) + step;
        var price = improved == Touch(MatchingEngine.Opposite(side)) ? Touch(side) : improved;
        return _market.Place(Market.DemoOwner, side, OrderKind.Limit, price, quantity);
    }

    // An order of the crowd trades through the queue until this much of the order is executed.
    private void Hit(Order order, decimal part)
    {
        var due = order.Remaining - order.Quantity * (1 - part);
        if (due > 0 && _engine.Resting(order.Id) is not null)
            _market.PlaceAnonymous(MatchingEngine.Opposite(order.Side), OrderKind.Market, price: null, _engine.QuantityAhead(order) + due);
    }

    private decimal Touch(OrderSide side) => (side == OrderSide.Buy ? _engine.BestBid : _engine.BestAsk) ?? _market.Instrument.StartPrice;

    private OrderSide AnySide() => _dice.Chance(0.5) ? OrderSide.Buy : OrderSide.Sell;

    private decimal Size() => (10 + _dice.Below(90)) * 10 * _market.Instrument.Lot;

    // A multiple of ten lots, so that half and three tenths of it are whole lots.
    private decimal LargeSize() => (Crowd.MaxLots + 10 + _dice.Below(100) * 10) * _market.Instrument.Lot;
}
