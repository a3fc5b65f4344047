using System.Numerics;

namespace Nexus.Reactive;

/// <summary>Where windows of one size start and end: at multiples of the hop since 1970-01-01T00:00Z, shifted. All in ticks of UTC.</summary>
internal readonly struct WindowGrid(TimeSpan size, TimeSpan hop, TimeSpan shift)
{
    private readonly long _size = size.Ticks;
    private readonly long _hop = hop.Ticks;
    private readonly long _pane = (long)BigInteger.GreatestCommonDivisor(size.Ticks, hop.Ticks);
    private readonly long _origin = DateTimeOffset.UnixEpoch.UtcTicks + shift.Ticks;

    /// <summary>The time, brought into the range that a date can have.</summary>
    public static long InRange(long ticks) => Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks);

    /// <inheritdoc cref="InRange"/>
    public static DateTimeOffset ToTime(long ticks) => new(InRange(ticks), TimeSpan.Zero);

    /// <summary>The start of the window that ends first after <paramref name="now"/>.</summary>
    public long FirstStart(long now) => Saturated((Int128)Floor(now - _size, _hop) + _hop);

    public long NextStart(long start) => Saturated((Int128)start + _hop);

    public long GetEnd(long start) => Saturated((Int128)start + _size);

    public long GetPane(long now) => Floor(now, _pane);

    private static long Saturated(Int128 ticks) => ticks > long.MaxValue ? long.MaxValue : (long)ticks;

    private long Floor(long ticks, long step)
    {
        var rest = (ticks - _origin) % step;
        return ticks - (rest < 0 ? rest + step : rest);
    }
}
