namespace Nexus.Reactive;

/// <summary>A time in UTC ticks, which needs 62 bits, and a flag, together in 64 bits.</summary>
internal readonly record struct PackedTime
{
    private readonly long _bits;

    public PackedTime(long ticks, bool flag) => _bits = (ticks << 1) | (flag ? 1L : 0);

    public long Ticks => _bits >> 1;

    public bool Flag => (_bits & 1) != 0;
}
