using System.Collections.Immutable;
using CsCheck;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Books;

/// <summary>The values that can be computed from one book.</summary>
public sealed class BookValueTests
{
    private static readonly Book Sample = new(Btc, T0, [new(101, 1), new(102, 2), new(104, 3)], [new(100, 3), new(98, 2), new(97, 5)]);
    private static readonly Book Empty = new(Btc, T0, [], []);

    private static readonly Gen<Book> Books = Gen.Select(Side(), Side()).Select((asks, bids) => new Book(Btc, T0, asks, bids));

    [Test]
    public void Microprice_leans_toward_the_side_with_less_quantity()
    {
        Assert.That(Sample.Microprice, Is.EqualTo(100.75m));
        Assert.That(Empty.Microprice, Is.Null);
        Assert.That((Sample with { Bids = [] }).Microprice, Is.Null);
    }

    [Test]
    public void Microprice_and_imbalance_are_correct_when_products_and_sums_exceed_decimals_range()
    {
        var huge = new Book(Btc, T0, [new(decimal.MaxValue, decimal.MaxValue)], [new(decimal.MaxValue - 2, decimal.MaxValue)]);
        Assert.That(huge.Microprice, Is.EqualTo(decimal.MaxValue - 1));
        Assert.That(huge.Imbalance(1), Is.Zero);
    }

    [Test]
    public void Imbalance_compares_the_best_levels()
    {
        Assert.That(Sample.Imbalance(1), Is.EqualTo(0.5m));
        Assert.That(Sample.Imbalance(2), Is.EqualTo(0.25m));
        Assert.That(Sample.Imbalance(99), Is.EqualTo(0.25m));
        Assert.That((Sample with { Asks = [] }).Imbalance(5), Is.EqualTo(1));
        Assert.That((Sample with { Bids = [] }).Imbalance(5), Is.EqualTo(-1));
        Assert.That(Empty.Imbalance(1), Is.Null);
        Assert.That(() => Sample.Imbalance(0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Crossed_and_locked_books_have_a_spread_and_a_mid_price()
    {
        var crossed = new Book(Btc, T0, [new(99, 1)], [new(100, 1)]);
        var locked = new Book(Btc, T0, [new(100, 1)], [new(100, 2)]);
        Assert.That((crossed.IsCrossed, crossed.Spread, crossed.Mid, crossed.Microprice), Is.EqualTo((true, (decimal?)-1m, (decimal?)99.5m, (decimal?)99.5m)));
        Assert.That((locked.IsCrossed, locked.Spread, locked.QuantityAt(100)), Is.EqualTo((false, (decimal?)0m, 3m)));
    }

    [Test]
    public void QuantityAt_returns_the_quantity_at_exactly_the_price() => Books.Sample(book =>
        Enumerable.Range(0, 32).Select(i => i * 0.1m).All(price =>
            book.QuantityAt(price) == book.Asks.Concat(book.Bids).Where(level => level.Price == price).Sum(level => level.Quantity)));

    [Test]
    public void Cumulative_depth_is_the_quantity_at_a_price_or_better()
    {
        Assert.That(Sample.CumulativeDepth(BookSide.Ask), Is.EqualTo(new Level[] { new(101, 1), new(102, 3), new(104, 6) }));
        Assert.That(Sample.CumulativeDepth(BookSide.Bid), Is.EqualTo(new Level[] { new(100, 3), new(98, 5), new(97, 10) }));
        Assert.That(Empty.CumulativeDepth(BookSide.Ask), Is.Empty);
    }

    [Test]
    public void A_buyer_takes_asks_and_a_seller_takes_bids()
    {
        var bought = Sample.Sweep(Reactive.Side.Buy, 2);
        Assert.That((bought.AveragePrice, bought.WorstPrice, bought.FilledQuantity, bought.Notional, bought.IsComplete), Is.EqualTo(((decimal?)101.5m, (decimal?)102m, 2m, 203m, true)));

        var sold = Sample.Sweep(Reactive.Side.Sell, 4);
        Assert.That((sold.AveragePrice, sold.WorstPrice, sold.FilledQuantity, sold.Notional, sold.IsComplete), Is.EqualTo(((decimal?)99.5m, (decimal?)98m, 4m, 398m, true)));
    }

    [Test]
    public void A_remainder_that_rounds_to_a_whole_level_completes_the_fill()
    {
        var book = new Book(Btc, T0, [new(1, 1e-28m), new(2, 1e28m), new(3, 1)], []);

        var fill = book.Sweep(Reactive.Side.Buy, 1e28m);

        Assert.That((fill.WorstPrice, fill.IsComplete), Is.EqualTo(((decimal?)2m, true)));
    }

    [Test]
    public void An_order_that_exceeds_the_book_is_partially_filled_and_incomplete()
    {
        var fill = Sample.Sweep(Reactive.Side.Buy, 7);
        Assert.That((fill.FilledQuantity, fill.Notional, fill.WorstPrice, fill.IsComplete), Is.EqualTo((6m, 617m, (decimal?)104m, false)));

        var nothing = Empty.Sweep(Reactive.Side.Buy, 7);
        Assert.That((nothing.FilledQuantity, nothing.AveragePrice, nothing.WorstPrice, nothing.IsComplete), Is.EqualTo((0m, (decimal?)null, (decimal?)null, false)));
    }

    [Test]
    public void An_order_for_exactly_the_whole_book_or_for_zero_is_complete()
    {
        Assert.That(Sample.Sweep(Reactive.Side.Buy, 6).IsComplete, Is.True);
        Assert.That(Sample.SweepNotional(Reactive.Side.Buy, 617).IsComplete, Is.True);
        Assert.That(Empty.Sweep(Reactive.Side.Buy, 0).IsComplete, Is.True);
        Assert.That(Sample.SweepNotional(Reactive.Side.Sell, 0), Is.EqualTo(Sample.Sweep(Reactive.Side.Buy, 0)));
        Assert.That(() => Sample.Sweep(Reactive.Side.Buy, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Sample.SweepNotional(Reactive.Side.Buy, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_notional_buys_whole_levels_and_part_of_the_last()
    {
        var fill = Sample.SweepNotional(Reactive.Side.Buy, 101 + 51);
        Assert.That((fill.FilledQuantity, fill.Notional, fill.WorstPrice, fill.IsComplete), Is.EqualTo((1.5m, 152m, (decimal?)102m, true)));

        var all = Sample.SweepNotional(Reactive.Side.Sell, 10_000);
        Assert.That((all.FilledQuantity, all.Notional, all.WorstPrice, all.IsComplete), Is.EqualTo((10m, 300m + 196 + 485, (decimal?)97m, false)));
    }

    [Test]
    public void A_fill_by_quantity_equals_a_fill_by_its_notional() => Gen.Select(Books, Gen.Int[0, 100]).Sample((book, hundredths) =>
    {
        var byQuantity = book.Sweep(Reactive.Side.Buy, hundredths / 100m);
        var byNotional = book.SweepNotional(Reactive.Side.Buy, byQuantity.Notional);
        return byNotional.FilledQuantity == byQuantity.FilledQuantity
            && byNotional.AveragePrice == byQuantity.AveragePrice
            && byQuantity.FilledQuantity <= book.Asks.Sum(level => level.Quantity)
            && byQuantity.IsComplete == (hundredths / 100m <= book.Asks.Sum(level => level.Quantity));
    });

    [Test]
    public void A_fill_beyond_decimals_range_still_has_its_average_price()
    {
        var fill = new Book(Btc, T0, [new(1e20m, 1e20m)], []).Sweep(Reactive.Side.Buy, 1e19m);
        Assert.That(fill.AveragePrice, Is.EqualTo(1e20m));
        Assert.That(() => fill.Notional, Throws.TypeOf<OverflowException>());
    }

    [Test]
    public void Grouping_rounds_bids_down_and_asks_up()
    {
        var grouped = Sample.Group(2.5m);
        Assert.That(grouped, Is.EqualTo(new Book(Btc, T0, [new(102.5m, 3), new(105, 3)], [new(100, 3), new(97.5m, 2), new(95, 5)])));
        Assert.That(new Book(Btc, T0, [new(1e-9m, 1), new(1e9m, 1)], [new(0.5m, 1)]).Group(1), Is.EqualTo(new Book(Btc, T0, [new(1, 1), new(1e9m, 1)], [])));
        Assert.That(() => Sample.Group(0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Grouping_keeps_the_quantities_and_never_improves_a_price() => Gen.Select(Books, Gen.Int[1, 10]).Sample((book, tenths) =>
    {
        var tick = tenths / 10m;
        var grouped = book.Group(tick);
        return grouped.Asks.Sum(level => level.Quantity) == book.Asks.Sum(level => level.Quantity)
            && grouped.Bids.Sum(level => level.Quantity) == book.Bids.Where(level => level.Price >= tick).Sum(level => level.Quantity)
            && grouped.Asks.Concat(grouped.Bids).All(level => level.Price % tick == 0)
            && !(grouped.BestAsk?.Price < book.BestAsk?.Price)
            && !(grouped.BestBid?.Price > book.BestBid?.Price);
    });

    private static Gen<ImmutableArray<Level>> Side() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 3]).List[0, 10].Select(pairs => pairs.DistinctBy(pair => pair.Item1).Select(pair => new Level(pair.Item1 * 0.1m, pair.Item2 * 0.01m)).ToImmutableArray());
}
