using System.Globalization;
using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Sessions where the clocks change, against <see cref="SessionModel"/>.</summary>
public sealed class SessionModelTests
{
    private static readonly DayOfWeek[] AllDays = Enum.GetValues<DayOfWeek>();
    private static readonly int Rounds = Setting.Get("NEXUS_SESSIONS", 60);

    // Half an hour in the south, an hour in both hemispheres, at midnight, two hours, backwards in Ramadan, and a day that does not exist.
    [TestCase("Australia/Lord_Howe", 2024)]
    [TestCase("America/New_York", 2024)]
    [TestCase("Europe/London", 2025)]
    [TestCase("Australia/Sydney", 2024)]
    [TestCase("America/Havana", 2024)]
    [TestCase("Africa/Cairo", 2024)]
    [TestCase("Asia/Beirut", 2023)]
    [TestCase("Antarctica/Troll", 2024)]
    [TestCase("Africa/Casablanca", 2024)]
    [TestCase("Asia/Kathmandu", 2024)]
    [TestCase("Pacific/Apia", 2011)]
    public void Sessions_are_those_of_the_model_around_each_change_of_the_clocks(string id, int year)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var model = new SessionModel(zone, year);
        var random = new Random(year);
        var changes = model.Changes.Where(change => change.Utc.Year == year).Append((new DateTime(year, 6, 15, 12, 0, 0, DateTimeKind.Utc), zone.BaseUtcOffset, zone.BaseUtcOffset));
        foreach (var (utc, before, after) in changes)
        {
            for (var round = 0; round < Rounds; round++)
            {
                // Near the hours that are skipped or repeated, often exactly at their bounds.
                var open = Draw(utc + before);
                TimeSpan? close = random.Next(3) == 0 ? null : Draw(utc + after);
                DayOfWeek[] days = random.Next(2) == 0 ? AllDays : [.. AllDays.Where(_ => random.Next(2) == 0).DefaultIfEmpty(utc.DayOfWeek)];
                var grid = (close is { } time ? Windowing.Session(open, time, zone, days) : Windowing.Session(open, zone, days)).Grid!;
                var sessions = model.Sessions(utc, open, close, days);
                for (var i = 0; i < 20; i++)
                {
                    var at = utc.AddMinutes(random.Next(-3 * 1440, 3 * 1440));
                    var expected = sessions.First(session => session.End > at);
                    var start = grid.GetFirstStart(at.Ticks);
                    var place = string.Create(CultureInfo.InvariantCulture, $"{id}, open {open}, close {close}, {string.Join('+', days)}, at {at:u}, the clocks change at {utc:u} from {before} to {after}");
                    Assert.That((Utc(start), Utc(grid.GetEnd(start))), Is.EqualTo(expected), place);
                    Assert.That(Utc(grid.GetNextStart(start)), Is.EqualTo(sessions.First(session => session.Start > expected.Start).Start), place);
                }
            }
        }

        TimeSpan Draw(DateTime local)
        {
            var minutes = random.Next(4) switch { 0 => 0, 1 => random.Next(-180, 180), 2 => 5 * random.Next(-24, 24), _ => random.Next(1440) };
            return local.AddMinutes(minutes).TimeOfDay;
        }
    }

    [TestCase(4, 6, 90, TestName = "A_session_across_the_night_in_Lord_Howe_is_half_an_hour_longer_when_summer_ends")]
    [TestCase(10, 5, 30, TestName = "A_session_across_the_night_in_Lord_Howe_is_half_an_hour_shorter_when_summer_begins")]
    public void Night(int month, int day, int minutes)
    {
        // From 01:45 to 02:45: the clocks change at 02:00.
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe");
        var from = new DateTimeOffset(2024, month, day, 0, 0, 0, TimeSpan.Zero);
        Assert.That(Bars(Windowing.Session(new TimeSpan(1, 45, 0), new TimeSpan(2, 45, 0), zone, DayOfWeek.Sunday), from), Is.EqualTo(new[] { minutes }));
        Assert.That(Bars(Windowing.Session(new TimeSpan(23, 0, 0), new TimeSpan(3, 0, 0), zone, DayOfWeek.Saturday), from), Is.EqualTo(new[] { 240 + minutes - 60 }));
    }

    [Test]
    public void A_session_that_starts_in_the_skipped_half_hour_starts_half_an_hour_later()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Australia/Lord_Howe");
        var from = new DateTimeOffset(2024, 10, 5, 0, 0, 0, TimeSpan.Zero);

        // 02:10 does not exist on this Sunday: the session starts at 02:40.
        Assert.That(Bars(Windowing.Session(new TimeSpan(2, 10, 0), new TimeSpan(3, 0, 0), zone, DayOfWeek.Sunday), from), Is.EqualTo(new[] { 20 }));
    }

    [Test]
    public void A_session_ends_when_the_next_one_starts_although_its_closing_time_was_moved()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var from = new DateTimeOffset(2024, 3, 9, 0, 0, 0, TimeSpan.Zero);
        var windows = Windowing.Session(new TimeSpan(3, 20, 0), new TimeSpan(2, 50, 0), zone, AllDays);

        // 02:50 does not exist on Sunday and is 03:50, but the session of Sunday opens at 03:20.
        var grid = windows.Grid!;
        var saturday = new DateTime(2024, 3, 9, 8, 20, 0, DateTimeKind.Utc);
        Assert.That(Utc(grid.GetEnd(saturday.Ticks)), Is.EqualTo(saturday.AddHours(23)));
        Assert.That(Bars(windows, from), Is.EqualTo(new[] { 23 * 60 }));
    }

    /// <summary>Returns the number of trades of each complete bar, with one trade a minute for two days.</summary>
    private static int[] Bars(Windowing windowing, DateTimeOffset from) =>
        [.. WindowRuns(windowing, Enumerable.Range(0, 2 * 1440).Select(minute => Deal(0, 100, 1) with { Timestamp = from.AddMinutes(minute) })).Where(static bar => bar.IsComplete).Select(static bar => bar.TradeCount)];

    private static List<VwapBar> WindowRuns(Windowing windowing, IEnumerable<Trade> trades) =>
        GetBars(windowing, [.. trades]);

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);
}
