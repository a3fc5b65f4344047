namespace Nexus.Reactive;

/// <summary>
/// Sessions that start at a time of day in a time zone, on all days or on some days of the week. A session lasts until its closing time or, if it has none, until
/// the next one starts.
/// </summary>
/// <param name="timeOfDay">The local time at which a session starts.</param>
/// <param name="zone">The time zone.</param>
/// <param name="days">The days of the week as bits, Sunday first.</param>
/// <param name="close">The local time at which a session ends, on the same day or, if it is not after the start, on the next; null if there is none.</param>
internal sealed class SessionGrid(TimeSpan timeOfDay, TimeZoneInfo zone, int days = SessionGrid.AllDays, TimeSpan? close = null) : WindowGrid
{
    public const int AllDays = 0x7F;

    // Dates that are so far from both ends of the range that no calculation exceeds it.
    private static readonly long FirstDay = DateTime.MinValue.AddDays(5).Ticks / TimeSpan.TicksPerDay;
    private static readonly long LastDay = DateTime.MaxValue.AddDays(-5).Ticks / TimeSpan.TicksPerDay;

    public override long GetFirstStart(long time)
    {
        var day = GetLocalDay(time) + 1;
        while ((!IsOn(day) || GetStart(day) > time || HasNoTime(day)) && day > FirstDay)
            day--;
        var start = GetStart(day);
        return GetEnd(start) > time ? start : GetNextStart(time);
    }

    // If a time zone skips a whole day, two days have the same start. A session that the change of the offset leaves without time is none.
    public override long GetNextStart(long start)
    {
        var day = GetLocalDay(start) - 1;
        while ((!IsOn(day) || GetStart(day) <= start || HasNoTime(day)) && day < LastDay)
            day++;
        return GetStart(day) is var next && next > start ? next : long.MaxValue;
    }

    // A closing time that the change of the offset moves beyond the next start does not let sessions overlap.
    public override long GetEnd(long start)
    {
        if (close is null || start == long.MaxValue)
            return GetNextStart(start);
        var day = GetLocalDay(start) - 1;
        while ((!IsOn(day) || GetStart(day) < start || HasNoTime(day)) && day < LastDay)
            day++;
        return Math.Min(GetEndOf(day), GetNextStart(start));
    }

    // Outside of the sessions, a pane lasts from one to the next.
    public override (long Start, long End) GetPane(long time)
    {
        var start = GetFirstStart(time);
        return start <= time ? (start, GetEnd(start)) : (time, start);
    }

    private bool IsOn(long day) => (days >> (int)((day + 1) % 7) & 1) != 0;

    private bool HasNoTime(long day) => close is not null && GetEndOf(day) <= GetStart(day);

    private long GetEndOf(long day) => GetTime(close > timeOfDay ? day : day + 1, close!.Value);

    private long GetStart(long day) => GetTime(day, timeOfDay);

    private long GetLocalDay(long time)
    {
        var utc = Math.Clamp(time, FirstDay * TimeSpan.TicksPerDay, LastDay * TimeSpan.TicksPerDay);
        return (utc + GetOffset(utc)) / TimeSpan.TicksPerDay;
    }

    /// <summary>
    /// Returns a time of a day. If the local time occurs twice, the first is used; if it is skipped, it is moved by the length of the
    /// skip.
    /// </summary>
    private long GetTime(long day, TimeSpan ofDay)
    {
        day = Math.Clamp(day, FirstDay, LastDay);
        var local = (day * TimeSpan.TicksPerDay) + ofDay.Ticks;
        var byOffsetBefore = local - GetOffset(local - TimeSpan.TicksPerDay);
        if (byOffsetBefore + GetOffset(byOffsetBefore) == local)
            return byOffsetBefore;
        var byOffsetAfter = local - GetOffset(local + TimeSpan.TicksPerDay);
        return byOffsetAfter + GetOffset(byOffsetAfter) == local ? byOffsetAfter : byOffsetBefore;
    }

    private long GetOffset(long utcTicks) => zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;
}
