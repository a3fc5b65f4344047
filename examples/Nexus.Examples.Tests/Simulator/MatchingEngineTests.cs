using CsCheck;
using Nexus.Simulator.Matching;
using SimulatedOrder = Nexus.Simulator.Matching.Order;

namespace Nexus.Examples.Tests.Simulator;

public sealed class MatchingEngineTests
{
    private MatchingEngine _engine = new();

    [SetUp]
    public void Open() => _engine = new MatchingEngine();

    [Test]
    public void Better_prices_execute_first_then_older_orders()
    {
        var late = Sell(1, 101, 1);
        var first = Sell(2, 100, 1);
        var second = Sell(3, 100, 1);

        var fills = _engine.Submit(new SimulatedOrder(4, null, OrderSide.Buy, OrderKind.Limit, 101, 2.5m));

        Assert.That(fills.Select(f => (f.Maker, f.Price, f.Quantity)), Is.EqualTo(new[] { (first, 100m, 1m), (second, 100m, 1m), (late, 101m, 0.5m) }));
        Assert.That(fills.Select(f => f.TakerLeft), Is.EqualTo(new[] { 1.5m, 0.5m, 0m }));
    }

    [Test]
    public void A_partly_filled_order_keeps_its_place_in_the_queue()
    {
        var first = Sell(1, 100, 2);
        Sell(2, 100, 2);
        _engine.Submit(new SimulatedOrder(3, null, OrderSide.Buy, OrderKind.Market, null, 1));

        var fills = _engine.Submit(new SimulatedOrder(4, null, OrderSide.Buy, OrderKind.Market, null, 1));

        Assert.That(fills.Single().Maker, Is.SameAs(first));
    }

    [Test]
    public void Only_the_rest_of_a_limit_order_rests([Values] OrderKind kind)
    {
        Sell(1, 100, 1);

        _engine.Submit(new SimulatedOrder(2, null, OrderSide.Buy, kind, kind == OrderKind.Market ? null : 100, 3));

        Assert.That(_engine.Levels(OrderSide.Buy, 5), Is.EqualTo(kind == OrderKind.Limit ? new[] { new BookLevel(100, 2) } : []));
    }

    [Test]
    public void A_taker_trades_at_the_resting_price()
    {
        Sell(1, 100, 1);

        var fills = _engine.Submit(new SimulatedOrder(2, null, OrderSide.Buy, OrderKind.ImmediateOrCancel, 150, 1));

        Assert.That(fills.Single().Price, Is.EqualTo(100m));
    }

    [Test]
    public void A_cancelled_order_cannot_be_cancelled_again()
    {
        var order = Sell(1, 100, 1);

        Assert.That(_engine.Cancel(1), Is.SameAs(order));
        Assert.That(_engine.Cancel(1), Is.Null);
        Assert.That(_engine.BestAsk, Is.Null);
    }

    [Test]
    public void The_quantity_ahead_of_an_order_trades_before_it()
    {
        Sell(1, 99, 1);
        Sell(2, 100, 2);
        var order = Sell(3, 100, 4);
        Sell(4, 100, 8);

        Assert.That(_engine.QuantityAhead(order), Is.EqualTo(3m));
    }

    [TestCase(0, 100)]
    [TestCase(-1, 100)]
    [TestCase(1, 0)]
    public void An_order_without_quantity_or_price_is_rejected(int quantity, int price) =>
        Assert.That(() => _engine.Submit(new SimulatedOrder(1, null, OrderSide.Buy, OrderKind.Limit, price, quantity)), Throws.ArgumentException);

    [Test]
    public void Random_orders_agree_with_a_simple_model_and_lose_no_quantity()
    {
        var order = Gen.Select(Gen.Bool, Gen.Enum<OrderKind>(), Gen.Int[95, 105], Gen.Int[1, 9], Gen.Int[0, 60]);

        order.Array[1, 60].Sample(
            steps =>
            {
                var engine = new MatchingEngine();
                var model = new List<SimulatedOrder>();
                for (var i = 0; i < steps.Length; i++)
                {
                    var (isBuy, kind, price, quantity, cancelled) = steps[i];
                    var side = isBuy ? OrderSide.Buy : OrderSide.Sell;
                    Assert.That(engine.Cancel(cancelled)?.Id, Is.EqualTo(model.Find(o => o.Id == cancelled)?.Id));
                    model.RemoveAll(o => o.Id == cancelled);

                    var limit = kind == OrderKind.Market ? (decimal?)null : price;
                    var taker = new SimulatedOrder(i, null, side, kind, limit, quantity);
                    var expected = Match(model, side, limit, quantity);
                    var fills = engine.Submit(taker);

                    Assert.That(fills.Select(f => (f.Maker.Id, f.Price, f.Quantity)), Is.EqualTo(expected));
                    Assert.That(taker.Remaining, Is.EqualTo(quantity - expected.Sum(e => e.Quantity)));
                    model.RemoveAll(o => o.IsFilled);
                    if (kind == OrderKind.Limit && !taker.IsFilled)
                        model.Add(taker);
                    Assert.That(engine.BestBid is null || engine.BestAsk is null || engine.BestBid < engine.BestAsk, "crossed");
                    foreach (var half in Enum.GetValues<OrderSide>())
                        Assert.That(engine.Levels(half, 100), Is.EqualTo(Levels(model, half)));
                }
            },
            iter: 300);
    }

    // Price-time priority in its simplest form: repeatedly the oldest order of the best price. The engine changes the makers' quantities.
    private static List<(long Id, decimal Price, decimal Quantity)> Match(List<SimulatedOrder> resting, OrderSide side, decimal? limit, decimal wanted)
    {
        var fills = new List<(long, decimal, decimal)>();
        var sign = side == OrderSide.Buy ? 1 : -1;
        foreach (var maker in resting.Where(o => o.Side != side && (limit is null || sign * o.Price <= sign * limit)).OrderBy(o => sign * o.Price).ThenBy(o => o.Id))
        {
            var quantity = Math.Min(wanted, maker.Remaining);
            if (quantity == 0)
                break;
            wanted -= quantity;
            fills.Add((maker.Id, maker.Price!.Value, quantity));
        }

        return fills;
    }

    private static IEnumerable<BookLevel> Levels(List<SimulatedOrder> resting, OrderSide side) => resting
        .Where(o => o.Side == side)
        .GroupBy(o => o.Price!.Value, (price, orders) => new BookLevel(price, orders.Sum(o => o.Remaining)))
        .OrderBy(level => side == OrderSide.Buy ? -level.Price : level.Price);

    private SimulatedOrder Sell(long id, decimal price, decimal quantity)
    {
        var order = new SimulatedOrder(id, null, OrderSide.Sell, OrderKind.Limit, price, quantity);
        Assert.That(_engine.Submit(order), Is.Empty);
        return order;
    }
}
