using System.Numerics;

namespace Nexus.Reactive;

/// <summary>Windows of one size that start at multiples of the hop since 1970-01-01T00:00Z, plus an offset.</summary>
internal sealed class FixedGrid(TimeSpan size, TimeSpan hop, TimeSpan offset) : WindowGrid
{
    private readonly long _size = size.Ticks;
    private readonly long _hop = hop.Ticks;
    private readonly long _pane = (long)BigInteger.GreatestCommonDivisor(size.Ticks, hop.Ticks);

    // Less than one hop after 1970, so that differences from it never overflow.
    private readonly long _origin = DateTimeOffset.UnixEpoch.UtcTicks + (offset.Ticks % hop.Ticks);

    public override long GetFirstStart(long time) => Saturate((Int128)Floor((Int128)time - _size, _hop) + _hop);

    public override long GetNextStart(long start) => Saturate((Int128)start + _hop);

    public override long GetEnd(long start) => Saturate((Int128)start + _size);

    public override (long Start, long End) GetPane(long time)
    {
        var start = Saturate(Floor(time, _pane));
        return (start, Saturate((Int128)start + _pane));
    }

    private static long Saturate(Int128 ticks) => (long)Int128.Clamp(ticks, long.MinValue, long.MaxValue);

    private Int128 Floor(Int128 ticks, long step)
    {
        var rest = (ticks - _origin) % step;
        return ticks - (rest < 0 ? rest + step : rest);
    }
}
