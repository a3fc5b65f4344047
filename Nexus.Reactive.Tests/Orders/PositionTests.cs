using System.Reactive.Subjects;
using CsCheck;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>A position depends on the set of fills: each has its place in exchange time and the best price that is known.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PositionTests : IDisposable
{
    private readonly Subject<OrderSnapshot> _snapshots = new();

    public void Dispose() => _snapshots.Dispose();

    [Test]
    public void A_fill_without_a_price_is_unpriced_alone()
    {
        var desk = Of(T(0, 1, 6), U(1, S.Filled, 10, price: null));

        Assert.That((desk.Position.Quantity, desk.Position.AverageCost, desk.Position.UnpricedQuantity), Is.EqualTo((10m, (decimal?)100m, 4m)));
        Assert.That((desk.Order.AveragePrice, desk.Order.UnpricedQuantity), Is.EqualTo(((decimal?)100m, 4m)));
    }

    [Test]
    public void The_price_of_an_update_applies_only_to_its_own_executed_quantity()
    {
        var desk = Of(T(0, 1, 6), U(1, S.Filled, 4, price: 200, aggregated: 10));

        Assert.That((desk.Position.Quantity, desk.Position.AverageCost, desk.Order.AveragePrice), Is.EqualTo((10m, (decimal?)140m, (decimal?)140m)));
    }

    [Test]
    public void A_snapshot_that_reduces_a_purchase_realizes_no_profit()
    {
        var desk = new OrderDesk(snapshots: _snapshots);
        desk.Push(U(0, S.New), U(1, S.PartiallyFilled, 4, price: 100), U(1, S.PartiallyFilled, 4, price: 120));
        _snapshots.OnNext(new OrderSnapshot
        {
            Timestamp = At(2),
            Orders = [new OrderSnapshotEntry { OrderId = 1, Symbol = Btc, Side = Side.Buy, Quantity = 10, Status = S.PartiallyFilled, Filled = 4, AveragePrice = 100 }],
        });

        Assert.That((desk.Position.Quantity, desk.Position.AverageCost, desk.Position.RealizedProfit), Is.EqualTo((4m, (decimal?)100m, 0m)));
    }

    [Test]
    public void A_price_received_after_the_sale_gives_the_same_result_as_one_received_in_time()
    {
        var desk = Of(U(0, S.Filled, 10, price: null), T(1, 9, 5, 110, order: 2, side: Side.Sell));
        Assert.That((desk.Position.AverageCost, desk.Position.RealizedProfit, desk.Position.UnpricedQuantity), Is.EqualTo(((decimal?)null, 0m, 10m)));

        desk.Push(T(0, 1, 10, 100));
        Assert.That((desk.Position.Quantity, desk.Position.AverageCost, desk.Position.RealizedProfit, desk.Position.UnpricedQuantity), Is.EqualTo((5m, (decimal?)100m, 50m, 0m)));
    }

    [Test]
    public void Transactions_in_any_order_of_arrival_give_one_position()
    {
        NexusMessage[] fills = [T(0, 1, 5, 100), T(1, 2, 5, 110, order: 2, side: Side.Sell), T(2, 3, 5, 120), T(3, 4, 8, 130, order: 3, side: Side.Sell)];
        foreach (var permutation in OrderConvergenceTests.Permutations(fills))
        {
            var desk = Of(permutation);
            Assert.That((desk.Position.Quantity, desk.Position.AverageCost, desk.Position.RealizedProfit), Is.EqualTo((-3m, (decimal?)130m, 100m)));
            Assert.That(desk.FifoLedger.Positions[Btc].RealizedProfit, Is.EqualTo(100));
        }
    }

    [Test]
    public void Average_cost_and_first_in_first_out_realise_different_profits()
    {
        var desk = Of(T(0, 1, 2, 100), T(1, 2, 2, 110), T(2, 3, 3, 120, order: 2, side: Side.Sell));
        var (average, fifo) = (desk.Position, desk.FifoLedger.Positions[Btc]);

        Assert.That((average.Quantity, average.AverageCost, average.RealizedProfit), Is.EqualTo((1m, (decimal?)105m, 45m)));
        Assert.That((fifo.Quantity, fifo.AverageCost, fifo.RealizedProfit), Is.EqualTo((1m, (decimal?)110m, 50m)));
    }

    [Test]
    public void A_fee_of_a_transaction_without_quantity_counts() =>
        Assert.That(Of(T(0, 1, 0, fee: 0.5m, feeAsset: "USDT")).Position.Fees["USDT"], Is.EqualTo(0.5m));

    [Test]
    public void A_fee_that_comes_with_the_second_copy_of_a_transaction_counts_once()
    {
        var desk = Of(T(0, 1, 4), T(0, 1, 4, fee: 0.5m, feeAsset: "USDT"), T(0, 1, 4, fee: 0.5m, feeAsset: "USDT"), T(0, 1, 4));

        Assert.That((desk.Position.Quantity, desk.Position.Fees["USDT"]), Is.EqualTo((4m, 0.5m)));
        Assert.That(desk.Kinds, Is.EqualTo(new[] { OrderEventKind.PartiallyFilled, OrderEventKind.Amended, OrderEventKind.Duplicate, OrderEventKind.Duplicate }));
    }

    [Test]
    public void A_late_fee_of_a_forgotten_order_counts_and_does_not_restore_the_order()
    {
        var desk = Of(U(0, S.Filled, 10), T(0, 1, 10));
        desk.Wait(1_000_000);
        desk.Push(T(0, 1, 10, fee: 0.5m, feeAsset: "USDT"));

        Assert.That((desk.Position.Quantity, desk.Position.Fees["USDT"], desk.Ledger.Open.Count + desk.Ledger.Done.Count), Is.EqualTo((10m, 0.5m, 0)));
    }

    [Test]
    public void Prices_keep_no_trailing_zeros() =>
        Assert.That(Of(T(0, 1, 4, 100.500m)).Position.AverageCost!.Value.Scale, Is.EqualTo(1));

    [Test]
    public void Two_symbols_may_use_the_same_transaction_id()
    {
        var desk = Of(U(0, S.PartiallyFilled, 4), T(0, 1, 4), U(0, S.PartiallyFilled, 3, order: 2, symbol: Eth), T(0, 1, 3, order: 2, symbol: Eth));

        Assert.That(desk.Ledger.Positions.ToDictionary(static p => p.Key, static p => p.Value.Quantity), Is.EquivalentTo(new Dictionary<Symbol, decimal> { [Btc] = 4, [Eth] = 3 }));
        Assert.That(desk.Ledger.Open.Select(static order => order.Flags), Is.All.EqualTo(OrderFlags.None));
    }

    [Test]
    public void A_transaction_key_may_hold_the_symbol_or_the_order()
    {
        NexusMessage[] bothSides = [T(0, 1, 4), T(0, 1, 4, order: 2, side: Side.Sell), T(0, 1, 3, order: 3, symbol: Eth)];

        Assert.That(Confirmed(TransactionKey.Id), Is.EqualTo(new[] { 4m, 0m, 0m }));
        Assert.That(Confirmed(TransactionKey.SymbolAndId), Is.EqualTo(new[] { 4m, 0m, 3m }));
        Assert.That(Confirmed(TransactionKey.OrderAndId), Is.EqualTo(new[] { 4m, 4m, 3m }));

        IEnumerable<decimal> Confirmed(TransactionKey key)
        {
            var desk = new OrderDesk(new OrderTrackingOptions { TransactionKey = key });
            desk.Push(bothSides);
            return desk.Ledger.Open.OrderBy(static order => order.OrderId).Select(static order => order.Confirmed).ToList();
        }
    }

    [Test]
    public void Fills_beyond_the_limit_of_stored_fills_still_add_up()
    {
        var desk = new OrderDesk();
        for (var i = 0; i < 25_000; i++)
            desk.Push(T(i, i, 1, 100, order: i % 2, side: i % 2 == 0 ? Side.Buy : Side.Sell));
        desk.Push(T(-1, -1, 1, 90, order: 0));

        Assert.That(desk.Position.Quantity, Is.EqualTo(1));
        Assert.That(desk.Position.RealizedProfit + 100 - desk.Position.AverageCost, Is.InRange(9.999_999_999_999m, 10.000_000_000_001m));
    }

    [Test]
    public void A_fee_without_an_asset_is_listed_under_the_empty_name()
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        desk.Push(T(0, 1, 1, fee: 0.1m), T(0, 2, 1, fee: 0.2m));

        Assert.That(ledger.Positions[Btc].Fees, Is.EqualTo(new Dictionary<string, decimal> { [""] = 0.3m }));
    }

    [Test]
    public void Closing_a_whole_position_realizes_the_exact_profit() => OrderPriceTests.LongNumbers.Sample(static numbers =>
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        var (price, quantity) = numbers;
        desk.Push(T(0, 1, quantity, price), T(1, 2, quantity, price + 1, order: 2, side: Side.Sell));
        var closed = ledger.Positions[Btc];
        desk.Push(T(2, 3, 1, order: 3));

        return closed.RealizedProfit == quantity && ledger.Positions[Btc].AverageCost == 100;
    });

    [Test]
    public void A_closed_position_leaves_no_rounding_to_the_next()
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        for (var i = 0; i < 40; i++)
        {
            var (quantity, price) = (0.7m + (i * 0.013m), 1.123456789012345678901234567m * (i + 1));
            desk.Push(T(i, 10 * i, quantity, price, order: 3 * i), T(i, (10 * i) + 1, quantity, price, order: (3 * i) + 1, side: Side.Sell), T(i, (10 * i) + 2, 1, 100, order: (3 * i) + 2));
            Assert.That(ledger.Positions[Btc].AverageCost, Is.EqualTo(100));
            desk.Push(T(i, (10 * i) + 3, 1, 100, order: 1_000 + i, side: Side.Sell));
        }
    }

    [Test]
    public void Positions_are_compared_by_value()
    {
        var desk = new OrderDesk();
        using var ledger = new OrderLedger(desk.Feed.TrackOrders());
        desk.Push(T(0, 1, 1, fee: 0.1m, feeAsset: "USDT"));
        var position = ledger.Positions[Btc];

        Assert.That(position, Is.EqualTo(position with { Quantity = 1 }));
        Assert.That(position.GetHashCode(), Is.EqualTo((position with { Quantity = 1 }).GetHashCode()));
        Assert.That(position, Is.Not.EqualTo(position with { Quantity = 2 }));
        Assert.That(position, Is.Not.EqualTo(position with { Fees = position.Fees.Clear() }));
        Assert.That(position.Equals(null), Is.False);
    }
}
