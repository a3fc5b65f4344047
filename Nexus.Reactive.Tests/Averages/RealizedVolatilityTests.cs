using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Averages;

public sealed class RealizedVolatilityTests
{
    private static readonly Windowing[] Kinds = [Windowing.Tumbling(Seconds(1)), Windowing.Hopping(Seconds(2), Seconds(0.7)), Windowing.Sliding(Seconds(1)), Windowing.ByCount(3)];

    [Test]
    public void Volatilities_agree_with_the_trades_of_their_windows([ValueSource(nameof(Kinds))] Windowing kind) => BigModel.NarrowTrades.Sample(
        trades =>
        {
            var feed = new NexusFeed(trades.ToObservable());
            List<TradeWindow> windows = [];
            List<RealizedVolatility> volatilities = [];
            feed.TradeWindows(kind).Subscribe(windows.Add);
            feed.RealizedVolatility(kind).Subscribe(volatilities.Add);
            feed.Connect();
            Assert.That(
                volatilities.Select(static each => (each.Symbol, each.Start, each.End, each.IsComplete, each.HasGap, each.ReturnCount)),
                Is.EqualTo(windows.Select(static each => (each.Symbol, each.Start, each.End, each.IsComplete, each.HasGap, Math.Max(each.Trades.Length - 1, 0)))));
            foreach (var (window, volatility) in windows.Zip(volatilities))
                Assert.That(volatility.Variance, Is.EqualTo(Variance([.. window.Trades.Select(static trade => trade.Price)])).Within(1e-9).Percent.Or.EqualTo(0).Within(1e-20));
        },
        iter: 40);

    [Test]
    public void Small_returns_are_computed_without_loss_of_precision()
    {
        var squares = LogReturn.Square(60_000.00m, 60_000.01m);
        const double Return = 0.01 / 60_000.005;

        Assert.That(LogReturn.ToVariance(squares), Is.EqualTo(Return * Return).Within(1e-8).Percent);
        Assert.That(LogReturn.Square(60_000.01m, 60_000.00m), Is.EqualTo(squares));
        Assert.That(LogReturn.ToVariance(LogReturn.Square(1e-28m, decimal.MaxValue)), Is.EqualTo(Math.Pow(Math.Log(7.9228162514264337593543950335e28) - Math.Log(1e-28), 2)).Within(1e-9).Percent);
    }

    [Test]
    public void Volatilities_of_bars_agree_with_the_closing_prices()
    {
        var prices = new decimal?[] { null, 100, 101, null, 99, 100.5m, 100 };
        var results = Bars(prices).ToObservable().RealizedVolatility(3).ToEnumerable().ToArray();

        Assert.That(results.Select(static each => (each.ReturnCount, each.IsComplete)), Is.EqualTo([(1, false), (2, false), (3, true), (3, true), (3, true)]));
        Assert.That(results[^1].Variance, Is.EqualTo(Variance([101, 99, 100.5m, 100])).Within(1e-9).Percent);
        Assert.That((results[^1].Start, results[^1].End), Is.EqualTo((At(4), At(7))));
        Assert.That(results[^1].Per(Seconds(12)), Is.EqualTo(2 * results[^1].Volatility).Within(1e-9).Percent);
    }

    [Test]
    public void Volatilities_of_bars_are_incomplete_while_a_gap_or_a_break_is_inside()
    {
        var bars = Bars([100, 101, 102, 103, 104, 105]);
        bars[2] = bars[2] with { IsComplete = false, HasGap = true };
        Assert.That(bars.ToObservable().RealizedVolatility(1).ToEnumerable().Select(static each => (each.IsComplete, each.HasGap)), Is.EqualTo([(true, false), (false, true), (false, true), (true, false), (true, false)]));
        Assert.That(Bars([100, 101, 102, 103]).Where(static (_, i) => i != 1).ToObservable().RealizedVolatility(1).ToEnumerable().Select(static each => each.IsComplete), Is.EqualTo([false, true]));
    }

    private static VwapBar[] Bars(decimal?[] prices) =>
    [
        .. prices.Select(static (price, i) => new VwapBar { Symbol = Btc, Start = At(i), End = At(i + 1), TradeCount = price is null ? 0 : 1, Open = price, High = price, Low = price, Close = price, IsComplete = true }),
    ];

    private static double Variance(decimal[] prices) => prices.Zip(prices.Skip(1), static (before, after) => Math.Pow(Math.Log((double)after / (double)before), 2)).Sum();
}
