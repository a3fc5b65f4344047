namespace Nexus.Simulator.Flow;

/// <summary>The SplitMix64 generator. It returns the same numbers for the same seed on every machine and runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Returns a uniform number in [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns a uniform number in [0, <paramref name="bound"/>).</summary>
    public int Below(int bound) => (int)(Next() * bound);

    public bool Chance(double probability) => Next() < probability;

    private ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
