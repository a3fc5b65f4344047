namespace Nexus.Reactive;

/// <summary>Windows of one size that start at multiples of the hop since 1970-01-01T00:00Z, plus an offset.</summary>
/// <remarks>In each hop, one window starts and one ends, so a hop has at most two panes, whatever the size.</remarks>
internal sealed class FixedGrid(TimeSpan size, TimeSpan hop, TimeSpan offset) : WindowGrid
{
    private readonly long _size = size.Ticks;
    private readonly long _hop = hop.Ticks;

    // The time from the start of a hop to the end of the window that ends in it.
    private readonly long _firstPane = size.Ticks % hop.Ticks;

    // Less than one hop after 1970, so that differences from it never overflow.
    private readonly long _origin = DateTimeOffset.UnixEpoch.UtcTicks + (offset.Ticks % hop.Ticks);

    public override long GetFirstStart(long time) => Saturate((Int128)Floor((Int128)time - _size, _hop) + _hop);

    public override long GetNextStart(long start) => Saturate((Int128)start + _hop);

    public override long GetEnd(long start) => Saturate((Int128)start + _size);

    public override (long Start, long End) GetPane(long time)
    {
        var start = Floor(time, _hop);
        var split = start + _firstPane;
        return time < split ? (Saturate(start), Saturate(split)) : (Saturate(split), Saturate(start + _hop));
    }

    private static long Saturate(Int128 ticks) => (long)Int128.Clamp(ticks, long.MinValue, long.MaxValue);

    private Int128 Floor(Int128 ticks, long step)
    {
        var rest = (ticks - _origin) % step;
        return ticks - (rest < 0 ? rest + step : rest);
    }
}
