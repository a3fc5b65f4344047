using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Sessions by weekday and time zone, and windows that split trades.</summary>
public sealed class SessionWindowTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    [Test]
    public void Sessions_have_the_hours_of_an_exchange_on_its_days()
    {
        var grid = Windowing.Session(new TimeSpan(9, 30, 0), new TimeSpan(16, 0, 0), NewYork, Weekdays).Grid!;
        var friday = Utc(2024, 3, 8, 14, 30);

        Assert.That(Window(grid, friday), Is.EqualTo((friday, Utc(2024, 3, 8, 21, 0))));
        Assert.That(Window(grid, friday.AddHours(-1)), Is.EqualTo((friday, Utc(2024, 3, 8, 21, 0))));
        Assert.That(Window(grid, Utc(2024, 3, 8, 21, 0)), Is.EqualTo((Utc(2024, 3, 11, 13, 30), Utc(2024, 3, 11, 20, 0))), "Daylight saving time began on Sunday.");
        Assert.That(grid.GetNextStart(friday.UtcTicks), Is.EqualTo(Utc(2024, 3, 11, 13, 30).UtcTicks));
    }

    [Test]
    public void A_session_may_end_on_the_next_day_and_has_23_or_25_hours_when_the_clocks_change()
    {
        var nights = Windowing.Session(new TimeSpan(18, 0, 0), new TimeSpan(17, 0, 0), NewYork, DayOfWeek.Saturday).Grid!;
        var weeks = Windowing.Session(TimeSpan.Zero, NewYork, DayOfWeek.Monday).Grid!;
        var days = Windowing.Session(TimeSpan.Zero, NewYork, [.. Weekdays, DayOfWeek.Saturday, DayOfWeek.Sunday]).Grid!;

        Assert.That(Hours(nights, Utc(2024, 3, 2, 23, 0)), Is.EqualTo(23));
        Assert.That(Hours(nights, Utc(2024, 3, 10, 1, 0)), Is.EqualTo(22));
        Assert.That(Hours(nights, Utc(2024, 11, 3, 1, 0)), Is.EqualTo(24));
        Assert.That(Hours(weeks, Utc(2024, 3, 6, 0, 0)), Is.EqualTo(167));
        Assert.That(Hours(weeks, Utc(2024, 10, 30, 0, 0)), Is.EqualTo(169));
        Assert.That(Hours(days, Utc(2024, 3, 10, 12, 0)), Is.EqualTo(23));
        Assert.That(Hours(days, Utc(2024, 11, 3, 12, 0)), Is.EqualTo(25));
    }

    [Test]
    public void The_bounds_of_sessions_agree_with_a_search_through_the_days() => Gen.Select(Gen.Int[0, 1439], Gen.Int[0, 1439], Gen.Int[1, 127], Gen.Int[0, 366 * 1440]).Sample(
        (open, close, days, minute) =>
        {
            DayOfWeek[] chosen = [.. Enum.GetValues<DayOfWeek>().Where(day => (days >> (int)day & 1) != 0)];
            var grid = Windowing.Session(TimeSpan.FromMinutes(open), TimeSpan.FromMinutes(close), NewYork, chosen).Grid!;
            var time = Utc(2024, 1, 1, 0, 0).AddMinutes(minute);
            var expected = Enumerable.Range(-10, 30).Select(offset => time.Date.AddDays(offset)).Where(date => chosen.Contains(date.DayOfWeek))
                .Select(date => (Start: ToUtc(date.AddMinutes(open)), End: ToUtc(date.AddMinutes(close).AddDays(close > open ? 0 : 1))))
                .First(session => session.End > time && session.End > session.Start);
            Assert.That(Window(grid, time), Is.EqualTo(expected));
        },
        iter: 300);

    [Test]
    public void Trades_outside_of_the_hours_belong_to_no_session()
    {
        var open = Utc(2024, 8, 8, 13, 30);
        Trade[] trades = [Trade(-60), Trade(0), Trade(389), Trade(390), Trade(24 * 60 - 1), Trade(24 * 60 + 5)];
        List<NexusMessage> messages = [];
        foreach (var (trade, next) in trades.Zip(trades.Skip(1).Append(Trade(33 * 60))))
        {
            messages.Add(trade);
            for (var time = trade.Timestamp.AddMinutes(1); time < next.Timestamp; time = time.AddMinutes(1))
                messages.Add(new Ping(time));
        }

        var bars = GetBars(Windowing.Session(new TimeSpan(9, 30, 0), new TimeSpan(16, 0, 0), NewYork, Weekdays), [.. messages]);

        Assert.That(
            bars.Select(bar => ((bar.Start - open).TotalMinutes, bar.TradeCount, bar.IsComplete)),
            Is.EqualTo([(0, 1, false), (0, 2, false), (0, 2, true), (1440, 1, false), (1440.0, 1, true)]));

        Trade Trade(int minutes) => Deal(0, 100, 1) with { Timestamp = open.AddMinutes(minutes) };
    }

    [Test]
    public void Invalid_session_days_are_rejected()
    {
        Assert.That(() => Windowing.Session(TimeSpan.Zero, NewYork, Array.Empty<DayOfWeek>()), Throws.ArgumentException);
        Assert.That(() => Windowing.Session(TimeSpan.Zero, NewYork, (DayOfWeek)7), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Windowing.Session(TimeSpan.Zero, TimeSpan.FromDays(1), NewYork, DayOfWeek.Monday), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Windows_of_an_exact_volume_split_the_trade_that_overshoots() => BigModel.NarrowTrades.Sample(
        static drawn =>
        {
            Trade[] trades = [.. drawn.Select(static trade => trade with { Price = decimal.Round(trade.Price % 1000, 2) + 1, Quantity = decimal.Round(trade.Quantity % 1000, 4) })];
            var size = decimal.Round(trades.Sum(static trade => trade.Quantity) / 7m, 3) + 0.001m;
            var windows = trades.ToObservable().TradeWindows(Windowing.ByExactVolume(size), System.Reactive.Concurrency.Scheduler.Immediate).ToEnumerable().ToArray();
            foreach (var group in windows.GroupBy(static window => window.Symbol))
            {
                Assert.That(group.SkipLast(1).Select(static window => window.Trades.Sum(static trade => trade.Quantity)), Is.All.EqualTo(size));
                Assert.That(group.Last().Trades.Sum(static trade => trade.Quantity), Is.LessThanOrEqualTo(size));
                Assert.That(
                    group.Sum(static window => window.Trades.Sum(static trade => trade.Price * trade.Quantity)),
                    Is.EqualTo(trades.Where(trade => trade.Symbol == group.Key).Sum(static trade => trade.Price * trade.Quantity)));
            }
        },
        iter: 60);

    [Test]
    public void A_trade_larger_than_a_window_fills_several_and_a_huge_one_does_not_stop_the_stream()
    {
        Assert.That(Volumes(1, Deal(0, 100, 0.25m), Deal(0, 100, 3)), Is.EqualTo([1m, 1m, 1m, 0.25m]));
        Assert.That(Volumes(1, Deal(0, 100, 1_000_000)), Has.Count.EqualTo(100_000).And.ItemAt(99_999).EqualTo(900_001));
        Assert.That(Volumes(1e20m, Deal(0, 100, 1e-20m), Deal(0, 100, 2e20m)), Is.EqualTo([2e20m]), "a part would have 40 digits");
    }

    private static List<decimal> Volumes(decimal size, params Trade[] trades) =>
        [.. trades.ToObservable().Bars(Windowing.ByExactVolume(size), System.Reactive.Concurrency.Scheduler.Immediate).Select(static bar => bar.Volume).ToEnumerable()];

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    private static (DateTimeOffset Start, DateTimeOffset End) Window(WindowGrid grid, DateTimeOffset time)
    {
        var start = grid.GetFirstStart(time.UtcTicks);
        return (new DateTimeOffset(start, TimeSpan.Zero), new DateTimeOffset(grid.GetEnd(start), TimeSpan.Zero));
    }

    private static double Hours(WindowGrid grid, DateTimeOffset time) => Window(grid, time) is var (start, end) ? (end - start).TotalHours : 0;

    // A time that occurs twice is the first, one that is skipped moves by the skip.
    private static DateTimeOffset ToUtc(DateTime local) => NewYork.IsInvalidTime(local)
        ? new DateTimeOffset(local, NewYork.GetUtcOffset(local.AddDays(-1))).ToUniversalTime()
        : new DateTimeOffset(local, NewYork.IsAmbiguousTime(local) ? NewYork.GetAmbiguousTimeOffsets(local).Max() : NewYork.GetUtcOffset(local)).ToUniversalTime();
}
