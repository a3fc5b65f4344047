using System.Globalization;

namespace Nexus.Reactive.Testing;

/// <summary>Times in diagrams: <c>250ms</c>, <c>1.5s</c>, <c>2m</c>.</summary>
internal static class DiagramTime
{
    /// <summary>Returns the time in the largest unit in which it is at least 1.</summary>
    public static string Write(TimeSpan time)
    {
        var (unit, name) = time.Ticks switch
        {
            >= TimeSpan.TicksPerMinute when time.Ticks % TimeSpan.TicksPerMinute == 0 => (TimeSpan.TicksPerMinute, "m"),
            >= TimeSpan.TicksPerSecond => (TimeSpan.TicksPerSecond, "s"),
            _ => (TimeSpan.TicksPerMillisecond, "ms"),
        };
        return ((decimal)time.Ticks / unit).ToString(CultureInfo.InvariantCulture) + name;
    }
}
