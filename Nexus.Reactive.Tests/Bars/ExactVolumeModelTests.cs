using System.Reactive.Linq;
using Nexus.Reactive.Tests.Orders.Model;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Windows of an exact volume against a division of the trades in exact fractions.</summary>
public sealed class ExactVolumeModelTests
{
    [TestCase(0.7, 100.3, 143)]
    [TestCase(0.001, 1, 1000)]
    [TestCase(0.3333, 66.66, 200)]
    public void One_trade_that_spans_more_than_a_hundred_windows_fills_each_exactly(double size, double quantity, int full)
    {
        Trade[] trades = [Deal(0, 99.5m, (decimal)size / 4), Deal(1, 100.25m, (decimal)quantity), Deal(2, 101, (decimal)size * 3)];

        Check((decimal)size, trades);
        Assert.That(Windows((decimal)size, trades).Count(window => window.Trades.Length > 0 && window.Trades[^1].Timestamp == At(1)), Is.EqualTo(full));
    }

    [Test]
    public void Random_trades_of_two_symbols_fill_the_windows_of_the_model()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var size = random.Next(1, 300) / 1000m;
            Check(size, [.. Enumerable.Range(0, 30).Select(second => Deal(
                second, random.Next(1, 10_000) / 100m, random.Next(5) == 0 ? size * random.Next(1, 250) : random.Next(1, 5_000) / 1000m, (Side)random.Next(2), random.Next(2) == 0 ? Btc : Eth))]);
        }
    }

    private static void Check(decimal size, Trade[] trades)
    {
        var windows = Windows(size, trades);
        var bars = trades.ToObservable().Bars(Windowing.ByExactVolume(size), System.Reactive.Concurrency.Scheduler.Immediate).ToEnumerable().ToArray();
        Assert.That(bars, Has.Length.EqualTo(windows.Count));
        foreach (var symbol in new[] { Btc, Eth })
        {
            var expected = Divide(size, trades.Where(trade => trade.Symbol == symbol));
            var actual = windows.Where(window => window.Symbol == symbol).Select(static window => window.Trades.Select(static part => (part.Timestamp, (Fraction)part.Price, (Fraction)part.Quantity, part.Side)).ToList()).ToList();
            Assert.That(actual, Is.EqualTo(expected));
            Assert.That(
                bars.Where(bar => bar.Symbol == symbol).Select(static bar => ((Fraction)bar.Volume, (Fraction)bar.Notional, (Fraction)bar.BuyVolume, bar.TradeCount)),
                Is.EqualTo(expected.Select(static parts => (Sum(parts, static part => part.Quantity), Sum(parts, static part => part.Price * part.Quantity), Sum(parts, static part => part.Side == Side.Buy ? part.Quantity : 0), parts.Count))));
        }
    }

    private static List<List<(DateTimeOffset At, Fraction Price, Fraction Quantity, Side Side)>> Divide(decimal size, IEnumerable<Trade> trades)
    {
        List<List<(DateTimeOffset, Fraction, Fraction, Side)>> windows = [];
        Fraction room = 0;
        foreach (var trade in trades)
        {
            for (Fraction left = trade.Quantity; !left.IsZero;)
            {
                if (room.IsZero)
                {
                    windows.Add([]);
                    room = size;
                }

                var part = Fraction.Min(left, room);
                windows[^1].Add((trade.Timestamp, trade.Price, part, trade.Side));
                (left, room) = (left - part, room - part);
            }
        }

        return windows;
    }

    private static List<TradeWindow> Windows(decimal size, Trade[] trades) =>
        [.. trades.ToObservable().TradeWindows(Windowing.ByExactVolume(size), System.Reactive.Concurrency.Scheduler.Immediate).ToEnumerable()];

    private static Fraction Sum<T>(IEnumerable<T> items, Func<T, Fraction> value) => items.Aggregate((Fraction)0, (sum, item) => sum + value(item));
}
