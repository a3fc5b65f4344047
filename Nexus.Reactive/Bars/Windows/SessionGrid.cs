namespace Nexus.Reactive;

/// <summary>Sessions that start daily at a time of day in a time zone. A session lasts until the next one starts.</summary>
internal sealed class SessionGrid(TimeSpan timeOfDay, TimeZoneInfo zone) : WindowGrid
{
    // Dates that are so far from both ends of the range that no calculation exceeds it.
    private static readonly long FirstDay = DateTime.MinValue.AddDays(5).Ticks / TimeSpan.TicksPerDay;
    private static readonly long LastDay = DateTime.MaxValue.AddDays(-5).Ticks / TimeSpan.TicksPerDay;

    public override long GetFirstStart(long time)
    {
        var day = GetLocalDay(time) + 1;
        while (GetStart(day) > time && day > FirstDay)
            day--;
        return GetStart(day);
    }

    // If a time zone skips a whole day, two days have the same start.
    public override long GetNextStart(long start)
    {
        var day = GetLocalDay(start) - 1;
        while (GetStart(day) <= start && day < LastDay)
            day++;
        return GetStart(day) is var next && next > start ? next : long.MaxValue;
    }

    public override long GetEnd(long start) => GetNextStart(start);

    public override (long Start, long End) GetPane(long time)
    {
        var start = GetFirstStart(time);
        return (start, GetEnd(start));
    }

    private long GetLocalDay(long time)
    {
        var utc = Math.Clamp(time, FirstDay * TimeSpan.TicksPerDay, LastDay * TimeSpan.TicksPerDay);
        return (utc + GetOffset(utc)) / TimeSpan.TicksPerDay;
    }

    /// <summary>
    /// Returns the time at which a day's session starts. If the local time occurs twice, the first is used; if it is skipped, it is moved by the length of the
    /// skip.
    /// </summary>
    private long GetStart(long day)
    {
        day = Math.Clamp(day, FirstDay, LastDay);
        var local = (day * TimeSpan.TicksPerDay) + timeOfDay.Ticks;
        var byOffsetBefore = local - GetOffset(local - TimeSpan.TicksPerDay);
        if (byOffsetBefore + GetOffset(byOffsetBefore) == local)
            return byOffsetBefore;
        var byOffsetAfter = local - GetOffset(local + TimeSpan.TicksPerDay);
        return byOffsetAfter + GetOffset(byOffsetAfter) == local ? byOffsetAfter : byOffsetBefore;
    }

    private long GetOffset(long utcTicks) => zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;
}
