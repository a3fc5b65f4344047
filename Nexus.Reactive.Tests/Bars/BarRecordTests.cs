using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Bars and windows as records: a comparison of two says yes for equal ones alone, or no other test would show anything.</summary>
public sealed class BarRecordTests
{
    private static readonly VwapBar Bar = new(Btc, At(0), At(1), 100.5m, 2, 201, 1.5m, 0.5m, 2, 100, 101, 99, 101, isComplete: true, hasGap: false);
    private static readonly TradeWindow Window = new(Btc, At(0), At(1), [Deal(0, 100, 1)], isComplete: true, hasGap: false);

    private static readonly VwapBar[] OtherBars =
    [
        Bar with { Symbol = Eth },
        Bar with { Start = At(0.5) },
        Bar with { End = At(2) },
        Bar with { Vwap = 100 },
        Bar with { Vwap = null },
        Bar with { Volume = 3 },
        Bar with { Notional = 202 },
        Bar with { BuyVolume = 1 },
        Bar with { SellVolume = 1 },
        Bar with { TradeCount = 3 },
        Bar with { Open = 99 },
        Bar with { High = 102 },
        Bar with { Low = null },
        Bar with { Close = 100 },
        Bar with { IsComplete = false },
        Bar with { HasGap = true },
    ];

    private static readonly TradeWindow[] OtherWindows =
    [
        Window with { Symbol = Eth },
        Window with { Start = At(0.5) },
        Window with { End = At(2) },
        Window with { Trades = [] },
        Window with { Trades = [Deal(0, 101, 1)] },
        Window with { IsComplete = false },
        Window with { HasGap = true },
    ];

    [TestCaseSource(nameof(OtherBars))]
    public void A_bar_that_differs_in_one_thing_is_another(VwapBar other)
    {
        Assert.That(other.Equals(Bar), Is.False);
        Assert.That(Bar.Equals(other), Is.False);
    }

    [TestCaseSource(nameof(OtherWindows))]
    public void A_window_that_differs_in_one_thing_is_another(TradeWindow other)
    {
        Assert.That(other.Equals(Window), Is.False);
        Assert.That(Window.Equals(other), Is.False);
    }

    [Test]
    public void Equal_ones_have_equal_hashes()
    {
        Assert.That(Bar with { Volume = 2.0m }, Is.EqualTo(Bar));
        Assert.That((Bar with { Volume = 2.0m }).GetHashCode(), Is.EqualTo(Bar.GetHashCode()));
        Assert.That(Window with { Trades = [Deal(0, 100, 1)] }, Is.EqualTo(Window));
        Assert.That((Window with { Trades = [Deal(0, 100, 1)] }).GetHashCode(), Is.EqualTo(Window.GetHashCode()));
        Assert.That((Window with { Trades = default }).Trades.IsDefault, Is.False);
    }

    [Test]
    public void A_price_that_was_given_stands_against_the_sums_and_one_that_agrees_is_computed()
    {
        Assert.That((Bar with { Vwap = 7 }).Vwap, Is.EqualTo(7));
        Assert.That((Bar with { Vwap = 7 } with { Vwap = 100.5m }), Is.EqualTo(Bar));
    }

    [Test]
    public void A_time_comes_out_with_the_offset_it_was_given_in()
    {
        var (start, end) = (At(0).ToOffset(TimeSpan.FromHours(2)), At(1).ToOffset(TimeSpan.FromMinutes(-30)));
        var bar = Bar with { Start = start, End = end };

        Assert.That(bar, Is.EqualTo(Bar), "one instant is one, as in a DateTimeOffset");
        Assert.That((bar.Start.EqualsExact(start), bar.End.EqualsExact(end)), Is.EqualTo((true, true)));
        Assert.That((bar with { Start = Bar.Start, Volume = 3 }).Start.EqualsExact(Bar.Start), Is.True);
        Assert.That((bar with { HasGap = true, IsComplete = false, Vwap = 7 }).End.EqualsExact(end), Is.True);
        var built = new VwapBar(Btc, start, end, 100.5m, 2, 201, 1.5m, 0.5m, 2, 100, 101, 99, 101, isComplete: true, hasGap: false);
        Assert.That((built.Start.EqualsExact(start), built.End.EqualsExact(end)), Is.EqualTo((true, true)));
    }

    [Test]
    public void They_are_written_plainly()
    {
        Assert.That(Bar.ToString(), Is.EqualTo("VwapBar SPOT_BTC_USDT 2024-08-08T23:54:15.000Z/2024-08-08T23:54:16.000Z 2 trades, vwap 100.5"));
        Assert.That((Bar with { Vwap = null, IsComplete = false, HasGap = true }).ToString(), Does.EndWith("2 trades, vwap -, incomplete, gap"));
        Assert.That(Window.ToString(), Is.EqualTo("TradeWindow SPOT_BTC_USDT 2024-08-08T23:54:15.000Z/2024-08-08T23:54:16.000Z 1 trades"));
        Assert.That((Window with { IsComplete = false, HasGap = true }).ToString(), Does.EndWith("1 trades, incomplete, gap"));
    }

    [Test]
    public void Merged_bars_are_one_from_the_first_start_to_the_last_end_in_whatever_order_they_are_given()
    {
        var (a, b, c) = (BarOf(0, 1, 100), BarOf(1, 3, 102) with { IsComplete = false }, BarOf(2, 2.5, 101) with { HasGap = true });

        foreach (var merged in new[] { VwapBar.Merge(a, b, c), VwapBar.Merge(c, a, b), VwapBar.Merge(VwapBar.Merge(b, a), c) })
        {
            Assert.That(
                (merged.Start, merged.End, merged.Open, merged.High, merged.Low, merged.Close, merged.TradeCount, merged.IsComplete, merged.HasGap),
                Is.EqualTo((At(0), At(3), (decimal?)100, (decimal?)102, (decimal?)100, (decimal?)101, 3, false, true)));
        }

        Assert.That((VwapBar.Merge(a, a).IsComplete, VwapBar.Merge(a, a).HasGap), Is.EqualTo((true, false)));
        Assert.That(VwapBar.Merge(a, BarOf(1, 2, 7) with { TradeCount = 0, Volume = 0, Notional = 0, BuyVolume = 0, Open = null, High = null, Low = null, Close = null }).Close, Is.EqualTo(100));
    }

    [Test]
    public void What_does_not_merge_is_refused()
    {
        Assert.That(static () => VwapBar.Merge(Bar, Bar with { Symbol = Eth }), Throws.ArgumentException.With.Message.EqualTo("A bar of SPOT_BTC_USDT does not merge with one of SPOT_ETH_USDT."));
        Assert.That(static () => VwapBar.Merge(), Throws.ArgumentException.With.Message.EqualTo("There is no bar to merge."));
        Assert.That(static () => VwapBar.Merge(Bar, null!), Throws.ArgumentNullException);
        Assert.That(static () => VwapBar.Merge(null!, Bar), Throws.ArgumentNullException);
    }

    [Test]
    public void A_sliding_window_begins_anew_when_the_clock_starts_again_earlier()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var counts = new List<int>();
        feed.VwapSliding(Seconds(5)).Subscribe(bar => counts.Add(bar.TradeCount));
        feed.Connect();

        source.OnNext(Deal(36_000, 100, 1));
        source.OnNext(Deal(0, 100, 1));
        source.OnNext(Deal(1, 100, 1));

        Assert.That(counts, Is.EqualTo(new[] { 1, 2, 1 }), "the second was delivered before the clock was known to be wrong");
    }

    private static VwapBar BarOf(double start, double end, decimal price) =>
        new(Btc, At(start), At(end), price, 1, price, 1, 0, 1, price, price, price, price, isComplete: true, hasGap: false);

    [Test]
    public void Sums_that_128_bits_do_not_hold_are_read_as_they_are()
    {
        const decimal Least = 0.000_000_000_000_000_000_000_000_000_1m;
        var bar = Run(
            static (trades, _) => trades.VwapByCount(4),
            Deal(0, 1, decimal.MaxValue),
            Deal(0, 1, Least),
            Deal(0, 1, decimal.MaxValue, Side.Sell),
            Deal(0, 1, Least, Side.Sell)).Single();

        Assert.That((bar.BuyVolume, bar.SellVolume, bar.Vwap), Is.EqualTo((decimal.MaxValue, decimal.MaxValue, (decimal?)1)));
    }

    // Of whole numbers, which a bar keeps as such; one of "with" is kept otherwise.
    [Test]
    public void Bars_made_of_other_values_are_others()
    {
        var bar = Made();
        VwapBar[] others =
        [
            Made(notional: 202),
            Made(volume: 3, sell: 2),
            Made(buy: 2, sell: 0),
            Made(count: 3),
            Made(open: 99),
            Made(high: 102),
            Made(low: 98),
            Made(close: 100),
            Made(volume: 0.2m, buy: 0.1m, sell: 0.1m),
            Made(open: 10, high: 10.1m, low: 9.9m, close: 10.1m),
            Made(notional: 20.1m),
        ];
        Assert.That(Made(), Is.EqualTo(bar));
        Assert.That(others, Has.None.EqualTo(bar));
    }

    [Test]
    public void A_bar_of_nothing_equals_none_that_has_something()
    {
        var empty = new VwapBar(Btc, At(0), At(1), null, 0, 0, 0, 0, 0, null, null, null, null, isComplete: true, hasGap: false);
        var other = empty with { BuyVolume = 1 };
        Assert.That((empty.Equals(other), other.Equals(empty)), Is.EqualTo((false, false)));
    }

    // In tenths.
    [TestCase(30, 10, 10)]
    [TestCase(10, 20, 10)]
    [TestCase(200, 15, 5)]
    [TestCase(5, 20, 5)]
    public void Volumes_that_do_not_add_up_are_kept_as_given(int all, int bought, int sold)
    {
        var (volume, buy, sell) = (all / 10m, bought / 10m, sold / 10m);
        var bar = Made(volume: volume, buy: buy, sell: sell);
        Assert.That((bar.Volume, bar.BuyVolume, bar.SellVolume), Is.EqualTo((volume, buy, sell)));
    }

    [TestCase(null, null, null, null)]
    [TestCase(null, 101, 99, 101)]
    [TestCase(-100, -99, -101, -99)]
    public void Prices_that_are_none_or_below_0_are_kept_as_given(decimal? open, decimal? high, decimal? low, decimal? close)
    {
        var bar = Made(open: open, high: high, low: low, close: close);
        Assert.That((bar.Open, bar.High, bar.Low, bar.Close), Is.EqualTo((open, high, low, close)));
    }

    [Test]
    public void More_trades_than_can_be_counted_do_not_merge() =>
        Assert.That(static () => VwapBar.Merge(Made(count: int.MaxValue), Made()), Throws.TypeOf<OverflowException>());

    private static VwapBar Made(
        decimal volume = 2,
        decimal notional = 201,
        decimal buy = 1,
        decimal sell = 1,
        int count = 2,
        decimal? open = 100,
        decimal? high = 101,
        decimal? low = 99,
        decimal? close = 101) =>
        new(Btc, At(0), At(1), notional / volume, volume, notional, buy, sell, count, open, high, low, close, isComplete: true, hasGap: false);
}
