using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Candles from candles, and the switches for empty and partial bars.</summary>
public sealed class ResampleTests
{
    [Test]
    public void Resampled_bars_are_the_bars_of_the_trades() => BigModel.NarrowTrades.Sample(
        static trades =>
        {
            NexusMessage[] messages = [new Ping(T0.AddSeconds(-1)), .. trades[..(trades.Length / 2)], Make.Gap(), .. trades[(trades.Length / 2)..], new Ping(At(400))];
            var feed = new NexusFeed(messages.ToObservable(), new NexusFeedOptions { MaxClockJump = TimeSpan.MaxValue });
            List<VwapBar> direct = [], resampled = [];
            feed.VwapTumbling(Seconds(5)).Subscribe(direct.Add);
            feed.VwapTumbling(Seconds(1)).Resample(Windowing.Tumbling(Seconds(5))).Subscribe(resampled.Add);
            feed.Connect();

            List<VwapBar> expected = Sort(direct), actual = Sort(resampled);
            Assert.That(actual.Select(static bar => bar with { IsComplete = false }), Is.EqualTo(expected.Select(static bar => bar with { IsComplete = false })));

            // A symbol's first long window begins before its first short one.
            Assert.That(
                actual.GroupBy(static bar => bar.Symbol).SelectMany(static bars => bars.Skip(1)).Select(static bar => bar.IsComplete),
                Is.EqualTo(expected.GroupBy(static bar => bar.Symbol).SelectMany(static bars => bars.Skip(1)).Select(static bar => bar.IsComplete)));
        },
        iter: 20);

    [Test]
    public void A_window_is_complete_only_if_its_bars_cover_it()
    {
        var bars = Enumerable.Range(0, 15).Select(static second => Bar(second, isComplete: true)).ToArray();
        Assert.That(Resample(bars).Select(static bar => bar.IsComplete), Is.EqualTo([true, true, true]));
        Assert.That(Resample(bars[1..]).Select(static bar => bar.IsComplete), Is.EqualTo([false, true, true]));
        Assert.That(Resample([.. bars[..7], .. bars[8..]]).Select(static bar => bar.IsComplete), Is.EqualTo([true, false, true]));
        Assert.That(Resample([.. bars[..8], .. bars[11..]]).Select(static bar => (bar.IsComplete, bar.TradeCount)), Is.EqualTo([(true, 5), (false, 3), (false, 4)]));
        Assert.That(Resample([.. bars[..6], Bar(6, isComplete: false), .. bars[7..]]).Select(static bar => bar.IsComplete), Is.EqualTo([true, false, true]));
        Assert.That(Resample([.. bars[..6], Bar(6, isComplete: false) with { HasGap = true }, .. bars[7..]]).Select(static bar => bar.HasGap), Is.EqualTo([false, true, false]));
    }

    [Test]
    public void Bars_of_a_day_follow_the_time_zone()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var start = new DateTimeOffset(2024, 3, 9, 5, 0, 0, TimeSpan.Zero);
        var bars = Enumerable.Range(0, 24 + 23).Select(hour => Bar(0, isComplete: true) with { Start = start.AddHours(hour), End = start.AddHours(hour + 1) });

        Assert.That(
            bars.ToObservable().Resample(Windowing.Session(TimeSpan.Zero, zone)).ToEnumerable().Select(static bar => ((bar.End - bar.Start).TotalHours, bar.TradeCount, bar.IsComplete)),
            Is.EqualTo([(24, 24, true), (23, 23, true)]));
    }

    [Test]
    public void Windows_that_overlap_or_have_no_grid_are_refused()
    {
        Assert.That(() => Observable.Never<VwapBar>().Resample(Windowing.Hopping(Seconds(2), Seconds(1))), Throws.ArgumentException);
        Assert.That(() => Observable.Never<VwapBar>().Resample(Windowing.Sliding(Seconds(2))), Throws.ArgumentException);
    }

    [Test]
    public void The_last_close_of_each_symbol_is_carried()
    {
        VwapBar[] bars = [Bar(0, true), Bar(1, true) with { Symbol = Eth, TradeCount = 0, Open = null, High = null, Low = null, Close = null }, Bar(1, true) with { TradeCount = 0, Open = null, High = null, Low = null, Close = null }];

        Assert.That(bars.ToObservable().CarryClose().Select(static bar => (bar.Symbol, bar.Open, bar.Close, bar.TradeCount, bar.Vwap)).ToEnumerable(), Is.EqualTo([(Btc, 100m, 100m, 1, (decimal?)null), (Eth, (decimal?)null, (decimal?)null, 0, (decimal?)null), (Btc, 100m, 100m, 0, (decimal?)null)]));
    }

    private static List<VwapBar> Sort(List<VwapBar> bars) => [.. bars.OrderBy(static bar => bar.Symbol.ToString(), StringComparer.Ordinal).ThenBy(static bar => bar.Start)];

    private static IEnumerable<VwapBar> Resample(VwapBar[] bars) => bars.ToObservable().Resample(Windowing.Tumbling(Seconds(5))).ToEnumerable();

    private static VwapBar Bar(int second, bool isComplete) => new()
    {
        Symbol = Btc,
        Start = At(second),
        End = At(second + 1),
        TradeCount = 1,
        Open = 100,
        High = 100,
        Low = 100,
        Close = 100,
        IsComplete = isComplete,
    };
}
