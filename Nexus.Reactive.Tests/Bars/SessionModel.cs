namespace Nexus.Reactive.Tests.Bars;

/// <summary>
/// Sessions by definition: the periods of equal offset are found by a search through every minute, and each local time is looked up in them. It shares nothing with
/// the library, and does not use the rules of <see cref="TimeZoneInfo"/>.
/// </summary>
internal sealed class SessionModel
{
    private readonly List<(DateTime From, DateTime To, TimeSpan Offset)> _periods = [];

    public SessionModel(TimeZoneInfo zone, int year)
    {
        var (start, end) = (new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(-30), new DateTime(year, 12, 31, 0, 0, 0, DateTimeKind.Utc).AddDays(30));
        for (var time = start; time < end; time = time.AddMinutes(1))
        {
            var offset = zone.GetUtcOffset(time);
            if (_periods.Count == 0 || _periods[^1].Offset != offset)
                _periods.Add((time, end, offset));
            _periods[^1] = _periods[^1] with { To = time.AddMinutes(1) };
        }
    }

    /// <summary>The changes of the offset.</summary>
    public IEnumerable<(DateTime Utc, TimeSpan Before, TimeSpan After)> Changes => _periods.Zip(_periods.Skip(1), static (before, after) => (after.From, before.Offset, after.Offset));

    /// <summary>Returns the sessions around a time, in order.</summary>
    /// <param name="around">The time.</param>
    /// <param name="open">The start of a session.</param>
    /// <param name="close">The end of a session; null if it lasts until the next one.</param>
    /// <param name="days">The days on which one starts.</param>
    public List<(DateTime Start, DateTime End)> Sessions(DateTime around, TimeSpan open, TimeSpan? close, IReadOnlyCollection<DayOfWeek> days)
    {
        var dates = Enumerable.Range(-24, 49).Select(offset => around.Date.AddDays(offset)).Where(date => days.Contains(date.DayOfWeek)).ToArray();
        var sessions = dates.Select(date => (Start: ToUtc(date + open), End: close is { } time ? ToUtc(date.AddDays(time > open ? 0 : 1) + time) : DateTime.MaxValue)).ToList();
        sessions.RemoveAll(static session => session.End <= session.Start);

        // A session ends when the next one starts. Two that start together are one.
        return [.. sessions.Zip(sessions.Skip(1), static (session, next) => (session.Start, session.End < next.Start ? session.End : next.Start)).Where(static session => session.Item2 > session.Start)];
    }

    /// <summary>A local time that occurs twice is the first; one that is skipped is moved by the skip.</summary>
    private DateTime ToUtc(DateTime local)
    {
        foreach (var (from, to, offset) in _periods)
        {
            if (local - offset is var utc && utc >= from && utc < to)
                return DateTime.SpecifyKind(utc, DateTimeKind.Utc);
        }

        var skip = Changes.First(change => local - change.Before >= change.Utc && local - change.After < change.Utc);
        return DateTime.SpecifyKind(local - skip.Before, DateTimeKind.Utc);
    }
}
