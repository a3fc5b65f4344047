using System.Globalization;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>The starts of time windows: offsets, and sessions in time zones.</summary>
public sealed class WindowGridTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeZoneInfo Apia = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia");

    [Test]
    public void A_week_can_begin_on_Monday()
    {
        var bar = GetBars(Windowing.Tumbling(TimeSpan.FromDays(7), TimeSpan.FromDays(4)), [Deal(0, 100, 1), .. Pings(T0, days: 7)])[0];
        Assert.That((bar.Start, bar.Start.DayOfWeek, bar.End - bar.Start), Is.EqualTo((Time("2024-08-05T00:00Z"), DayOfWeek.Monday, TimeSpan.FromDays(7))));
    }

    [TestCase(0.25)]
    [TestCase(2.25)]
    [TestCase(-0.75)]
    public void An_offset_moves_window_starts_by_the_offset_modulo_the_hop(double offset) =>
        Assert.That(RunFeed(Windowing.Hopping(Seconds(2), Seconds(1), Seconds(offset)), Deal(0, 100, 1), new Ping(At(2))), Is.EqualTo(["BTC -1.75-0.25 x1~", "BTC -0.75-1.25 x1~"]));

    [TestCase("00:00", "2024-08-08T12:00Z", "2024-08-08T04:00Z", "2024-08-09T04:00Z", TestName = "A_session_starts_at_local_midnight")]
    [TestCase("09:30", "2024-08-08T12:00Z", "2024-08-07T13:30Z", "2024-08-08T13:30Z", TestName = "The_previous_session_continues_until_the_time_of_day")]
    [TestCase("09:30", "2024-08-08T13:30Z", "2024-08-08T13:30Z", "2024-08-09T13:30Z", TestName = "A_session_includes_its_start")]
    [TestCase("00:00", "2024-03-10T12:00Z", "2024-03-10T05:00Z", "2024-03-11T04:00Z", TestName = "A_session_has_23_hours_when_daylight_saving_time_begins")]
    [TestCase("00:00", "2024-11-03T12:00Z", "2024-11-03T04:00Z", "2024-11-04T05:00Z", TestName = "A_session_has_25_hours_when_daylight_saving_time_ends")]
    [TestCase("02:30", "2024-03-10T12:00Z", "2024-03-10T07:30Z", "2024-03-11T06:30Z", TestName = "A_skipped_time_of_day_is_moved_by_the_length_of_the_skip")]
    [TestCase("01:30", "2024-11-03T06:00Z", "2024-11-03T05:30Z", "2024-11-04T06:30Z", TestName = "A_session_starts_at_the_first_occurrence_of_a_time_of_day_that_occurs_twice")]
    public void Sessions(string timeOfDay, string trade, string start, string end)
    {
        var session = GetSession(TimeSpan.Parse(timeOfDay, CultureInfo.InvariantCulture), NewYork, Time(trade));
        Assert.That(session, Is.EqualTo((Time(start), Time(end))));
    }

    [Test]
    public void If_a_time_zone_skips_a_day_the_previous_session_is_followed_by_the_next_one()
    {
        // Samoa had no 30 December 2011.
        var first = GetSession(TimeSpan.FromHours(12), Apia, Time("2011-12-30T03:00Z"));
        var second = GetSession(TimeSpan.FromHours(12), Apia, first.End);
        Assert.That((first, second.Start), Is.EqualTo(((Time("2011-12-29T22:00Z"), Time("2011-12-30T22:00Z")), first.End)));
    }

    [Test]
    public void Sessions_of_a_year_are_consecutive([Values("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia")] string id, [Values(0, 90, 150, 1439)] int minute)
    {
        var grid = new SessionGrid(TimeSpan.FromMinutes(minute), TimeZoneInfo.FindSystemTimeZoneById(id));
        var start = grid.GetFirstStart(Time("2011-06-01T00:00Z").UtcTicks);
        for (var i = 0; i < 400; i++)
        {
            var end = grid.GetEnd(start);
            Assert.That(TimeSpan.FromTicks(end - start).TotalHours, Is.InRange(22.5, 25.5));
            Assert.That((grid.GetFirstStart(start), grid.GetFirstStart(end - 1), grid.GetFirstStart(end), grid.GetNextStart(start)), Is.EqualTo((start, start, end, end)));
            start = end;
        }
    }

    [Test]
    public void Sessions_at_the_limits_of_DateTime_are_in_range()
    {
        var grid = new SessionGrid(TimeSpan.Zero, NewYork);
        foreach (var time in new[] { 0, DateTime.MaxValue.Ticks })
            Assert.That(grid.GetEnd(grid.GetFirstStart(time)), Is.GreaterThan(grid.GetFirstStart(time)));
    }

    [Test]
    public void A_UTC_session_is_the_same_with_and_without_an_explicit_time_zone()
    {
        var messages = new NexusMessage[] { Deal(0, 100, 1), Deal(7, 100, 1), new Ping(At(3600)), new Ping(At(7000)) };
        var time = new TimeSpan(23, 54, 20);
        Assert.That(RunFeed(Windowing.Session(time, TimeZoneInfo.Utc), messages), Is.EqualTo(RunFeed(Windowing.Session(time), messages)));
    }

    private static (DateTimeOffset Start, DateTimeOffset End) GetSession(TimeSpan timeOfDay, TimeZoneInfo zone, DateTimeOffset time)
    {
        var bar = GetBars(Windowing.Session(timeOfDay, zone), Deal(0, 100, 1) with { Timestamp = time }).Single();
        return (bar.Start, bar.End);
    }

    private static IEnumerable<Ping> Pings(DateTimeOffset from, int days) => Enumerable.Range(1, days * 24).Select(hour => new Ping(from.AddHours(hour)));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
