namespace Nexus.Reactive.Testing;

/// <summary>The SplitMix64 generator. It returns the same numbers on every machine and version, which <see cref="Random"/> does not guarantee.</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Returns a number from 0 to less than 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns a number from 0 to less than <paramref name="limit"/>.</summary>
    public int NextInt(int limit) => (int)(NextDouble() * limit);
}
