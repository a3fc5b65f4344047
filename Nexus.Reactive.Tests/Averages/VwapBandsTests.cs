using System.Numerics;
using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Averages;

/// <summary>Compares bands with big fractions over the trades of the same windows.</summary>
public sealed class VwapBandsTests
{
    private static readonly BigInteger Unit = BigInteger.Pow(10, 28);
    private static readonly BigInteger MaxMantissa = (BigInteger.One << 96) - 1;

    private static readonly Windowing[] Kinds =
    [
        Windowing.Tumbling(Seconds(1)),
        Windowing.Hopping(Seconds(2), Seconds(0.7)),
        Windowing.Sliding(Seconds(1)),
        Windowing.Session(TimeSpan.FromMinutes(1)),
        Windowing.ByCount(3),
    ];

    [Test]
    public void Bands_agree_with_big_fractions([ValueSource(nameof(Kinds))] Windowing kind) => BigModel.Trades.Sample(
        trades =>
        {
            var (windows, bands) = Run(kind, trades, gapAfter: trades.Length / 2);
            Assert.That(
                bands.Select(static band => (band.Symbol, band.Start, band.End, band.TradeCount, band.IsComplete, band.HasGap)),
                Is.EqualTo(windows.Select(static window => (window.Symbol, window.Start, window.End, window.Trades.Length, window.IsComplete, window.HasGap))));
            foreach (var (window, band) in windows.Zip(bands))
                AssertExact(window, band);
        },
        iter: 30);

    [Test]
    public void Bands_of_the_real_session_agree_with_big_fractions()
    {
        var feed = SharedData.Messages().ToObservable().ToNexusFeed();
        List<TradeWindow> windows = [];
        List<VwapBands> bands = [];
        feed.TradeWindows(Windowing.Tumbling(Seconds(30))).Subscribe(windows.Add);
        feed.VwapBands(Windowing.Tumbling(Seconds(30))).Subscribe(bands.Add);
        feed.Connect();

        Assert.That(bands, Has.Count.EqualTo(windows.Count).And.Count.GreaterThan(10));
        foreach (var (window, band) in windows.Zip(bands))
            AssertExact(window, band);
        Assert.That(bands[3].Deviation, Is.GreaterThan(0.5m).And.LessThan(50m));
    }

    [Test]
    public void A_small_deviation_of_large_prices_is_computed_exactly()
    {
        var bands = RunAll(Deal(0, 1e15m, 1), Deal(0, 1e15m + 0.0001m, 1));

        Assert.That((bands.Vwap, bands.Variance, bands.Deviation), Is.EqualTo((1e15m + 0.00005m, 0.0000000025m, 0.00005m)));
    }

    [Test]
    public void Bands_lie_at_multiples_of_the_deviation_around_the_average()
    {
        var bands = RunAll(Deal(0, 90, 1), Deal(0, 110, 1));

        Assert.That((bands.Vwap, bands.Deviation, bands.Band(2), bands.Band(-1.5m)), Is.EqualTo((100m, 10m, 120m, 85m)));
    }

    [Test]
    public void Without_quantity_there_is_no_average_and_no_deviation()
    {
        var bands = RunAll(Deal(0, 90, 0));

        Assert.That((bands.TradeCount, bands.Vwap, bands.Variance, bands.Deviation, bands.Band(1)), Is.EqualTo((1, (decimal?)null, (decimal?)null, (decimal?)null, (decimal?)null)));
    }

    [Test]
    public void Bands_are_equal_by_value()
    {
        Assert.That(RunAll(Deal(0, 90, 1)), Is.EqualTo(RunAll(Deal(0, 90.0m, 1.0m))));
        Assert.That(RunAll(Deal(0, 90, 1)).GetHashCode(), Is.EqualTo(RunAll(Deal(0, 90.0m, 1.0m)).GetHashCode()));
        Assert.That(RunAll(Deal(0, 90, 1)), Is.Not.EqualTo(RunAll(Deal(0, 90, 2))));
        Assert.That(RunAll(Deal(0, 90, 1)).ToString(), Is.EqualTo("VwapBands SPOT_BTC_USDT 2024-08-08T23:54:15.000Z/2024-08-08T23:54:15.000Z vwap 90 ± 0"));
    }

    private static VwapBands RunAll(params Trade[] trades) =>
        Run(Windowing.ByCount(trades.Length), trades, gapAfter: -1).Bands.Single();

    private static (List<TradeWindow> Windows, List<VwapBands> Bands) Run(Windowing windowing, Trade[] trades, int gapAfter)
    {
        NexusMessage[] messages = [.. trades[..Math.Max(gapAfter, 0)], .. gapAfter >= 0 ? new NexusMessage[] { Make.Gap() } : [], .. trades[Math.Max(gapAfter, 0)..]];
        var feed = new NexusFeed(messages.ToObservable());
        List<TradeWindow> windows = [];
        List<VwapBands> bands = [];
        feed.TradeWindows(windowing).Subscribe(windows.Add);
        feed.VwapBands(windowing).Subscribe(bands.Add);
        feed.Connect();
        return (windows, bands);
    }

    private static void AssertExact(TradeWindow window, VwapBands band)
    {
        BigInteger quantity = 0, notional = 0, square = 0;
        foreach (var trade in window.Trades)
        {
            var (p, q) = (BigModel.Units(trade.Price), BigModel.Units(trade.Quantity));
            (quantity, notional, square) = (quantity + q, notional + (p * q), square + (p * p * q));
        }

        if (quantity.IsZero)
            return;
        var (dividend, divisor) = ((square * quantity) - (notional * notional), quantity * quantity * Unit * Unit);
        Assert.That(Read(() => band.Vwap), Is.EqualTo(BigModel.Nearest(notional, quantity * Unit)));
        Assert.That(Read(() => band.Variance), Is.EqualTo(BigModel.Nearest(dividend, divisor)));
        Assert.That(IsNearestRoot(band.Deviation!.Value, dividend, divisor), Is.True, $"{band.Deviation}² is not {dividend}/{divisor}");
    }

    // Half a unit of the last place below and above the root enclose it.
    private static bool IsNearestRoot(decimal root, BigInteger dividend, BigInteger divisor)
    {
        var scale = 28;
        while (BigModel.Units(root) * BigInteger.Pow(10, scale) / Unit > MaxMantissa)
            scale--;
        var mantissa = BigModel.Units(root) * BigInteger.Pow(10, scale) / Unit;
        var scaled = 4 * dividend * BigInteger.Pow(100, scale);
        return scaled <= ((2 * mantissa) + 1) * ((2 * mantissa) + 1) * divisor && (mantissa.IsZero || scaled >= ((2 * mantissa) - 1) * ((2 * mantissa) - 1) * divisor);
    }

    private static decimal? Read(Func<decimal?> value)
    {
        try
        {
            return value();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
