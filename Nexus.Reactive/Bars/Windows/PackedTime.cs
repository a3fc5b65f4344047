namespace Nexus.Reactive;

/// <summary>A time in ticks of UTC, which need 62 bits, with a yes or no beside it in the 64.</summary>
internal readonly struct PackedTime(long ticks, bool flag)
{
    private readonly long _bits = (ticks << 1) | (flag ? 1L : 0);

    public long Ticks => _bits >> 1;

    public bool Flag => (_bits & 1) != 0;
}
