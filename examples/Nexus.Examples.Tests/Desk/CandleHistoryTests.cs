using System.Reactive.Linq;
using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

/// <summary>Candles of every time frame, compared with the feed's own bars and with plain sums.</summary>
public sealed class CandleHistoryTests
{
    [Test]
    public void Closed_candles_of_every_time_frame_are_the_feeds_bars_and_the_running_one_is_the_sum_of_its_trades()
    {
        using var desk = new DeskHarness();
        using var chart = new ChartViewModel(desk.Market, desk.Screen, length: 10);
        var random = new Random(1);
        var bars = TimeFrame.All.Select(frame => new List<VwapBar>()).ToArray();
        using var subscriptions = new System.Reactive.Disposables.CompositeDisposable(
            TimeFrame.All.Select((frame, i) => desk.Feed.VwapTumbling(frame.Size).Subscribe(bars[i].Add)));
        var trades = new List<(DateTimeOffset Time, decimal Price, decimal Quantity)>();
        using var all = desk.Feed.Trades.Subscribe(trade => trades.Add((desk.Feed.Clock.Now, trade.Price, trade.Quantity)));

        var seconds = 0.0;
        for (var i = 0; i < 3000; i++)
        {
            seconds += random.Next(20) switch { 0 => random.Next(30), 1 => 1 - seconds % 1, _ => random.NextDouble() * 4 };
            desk.Trade(FormattableString.Invariant($"{100 + random.Next(50)}x{1 + random.Next(900)} {(random.Next(2) == 0 ? "buy" : "sell")}"), Math.Round(seconds, 3));
            if (random.Next(300) == 0)
                desk.Gap();
            if (i % 50 != 49)
                continue;

            desk.Frame();
            foreach (var (frame, expected) in TimeFrame.All.Zip(bars))
            {
                chart.Select(frame);
                Assert.That(chart.State.Candles.Select(Read), Is.EqualTo(expected.TakeLast(10).Select(Read)), frame.Name);

                var start = frame.StartOf(trades[^1].Time);
                var running = trades.Where(trade => trade.Time >= start).ToList();
                var candle = chart.State.Running!;
                Assert.That(candle.Start, Is.EqualTo(start), frame.Name);
                Assert.That(candle.Prices, Is.EqualTo(new CandlePrices(running[0].Price, running.Max(static t => t.Price), running.Min(static t => t.Price), running[^1].Price)), frame.Name);
                Assert.That((candle.Volume, candle.TradeCount), Is.EqualTo((running.Sum(static t => t.Quantity), running.Count)), frame.Name);
            }
        }

        var volume = trades.Sum(static t => t.Quantity);
        var average = trades.Sum(static t => t.Price * t.Quantity) / volume;
        Assert.That(chart.State.Running!.Average, Is.EqualTo(average), "the VWAP of the day");
        var variance = trades.Sum(t => t.Quantity * (t.Price - average) * (t.Price - average)) / volume;
        Assert.That((double)chart.State.Running.Deviation!, Is.EqualTo(Math.Sqrt((double)variance)).Within(1e-9));
        Assert.That(chart.State.Running.Band(-2), Is.EqualTo(average - 2 * chart.State.Running.Deviation));
    }

    [Test]
    public void Each_time_frame_keeps_its_newest_candles()
    {
        using var desk = new DeskHarness();
        for (var i = 0; i < 1000; i++)
            desk.Trade("100x1 buy", i);
        var history = desk.Market.Candles.FirstAsync().Wait();

        Assert.That(history.GetClosed(TimeFrame.All[0]), Has.Length.EqualTo(CandleHistory.Capacity));
        Assert.That(history.GetClosed(TimeFrame.All[0])[^1].Start, Is.EqualTo(DeskHarness.At(998)));
        Assert.That(history.GetClosed(TimeFrame.All[1]), Has.Length.EqualTo(199));
    }

    [Test]
    public void Own_fills_and_open_orders_are_marks()
    {
        using var desk = new DeskHarness();
        using var chart = new ChartViewModel(desk.Market, desk.Screen);

        desk.Order("100x5 buy", OrderStatus.New, id: 1);
        desk.Order("100x2 buy", OrderStatus.New, id: 2);
        desk.Order("105x1 sell", OrderStatus.New, id: 3);
        desk.Fill("100x1.5 buy", id: 7, orderId: 1, seconds: 1);
        desk.Fill("100x1.5 buy", id: 7, orderId: 1, seconds: 1);
        desk.Frame();

        Assert.That(chart.State.Fills, Is.EqualTo(new[] { new FillMark(7, DeskHarness.At(1), 100, 1.5m, Side.Buy) }), "a repeated transaction is one fill");
        Assert.That(chart.State.Orders, Is.EqualTo(new[] { new OrderMark(Side.Sell, 105, 1), new OrderMark(Side.Buy, 100, 5.5m) }));

        desk.Order("100x5 buy", OrderStatus.Cancelled, id: 1, seconds: 2);
        desk.Frame();
        Assert.That(chart.State.Orders, Is.EqualTo(new[] { new OrderMark(Side.Sell, 105, 1), new OrderMark(Side.Buy, 100, 2) }));
    }

    private static object Read(Candle candle) => (candle.Start, candle.Prices, candle.Volume, candle.BuyVolume, candle.TradeCount, candle.IsComplete, candle.HasGap);

    private static object Read(VwapBar bar) => (
        bar.Start, bar.Open is { } open ? new CandlePrices(open, bar.High!.Value, bar.Low!.Value, bar.Close!.Value) : (CandlePrices?)null, bar.Volume, bar.BuyVolume, bar.TradeCount, bar.IsComplete, bar.HasGap);
}
