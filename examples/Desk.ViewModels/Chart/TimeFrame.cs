using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>The length of a candle.</summary>
public readonly record struct TimeFrame(TimeSpan Size, string Name)
{
    /// <summary>From 1 second to 1 hour; each is a multiple of the one before it.</summary>
    public static ImmutableArray<TimeFrame> All { get; } =
    [
        new(TimeSpan.FromSeconds(1), "1 s"), new(TimeSpan.FromSeconds(5), "5 s"), new(TimeSpan.FromSeconds(15), "15 s"), new(TimeSpan.FromMinutes(1), "1 m"),
        new(TimeSpan.FromMinutes(5), "5 m"), new(TimeSpan.FromMinutes(15), "15 m"), new(TimeSpan.FromHours(1), "1 h"),
    ];

    public static TimeFrame Default => All[1];

    internal static TimeFrame Minute => All[3];

    /// <summary>Returns the start of the candle that contains a time.</summary>
    public DateTimeOffset StartOf(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % Size.Ticks, TimeSpan.Zero);

    public override string ToString() => Name;
}
