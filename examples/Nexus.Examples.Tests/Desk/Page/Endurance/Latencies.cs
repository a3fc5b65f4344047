using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page.Endurance;

/// <summary>Latencies in milliseconds.</summary>
internal sealed class Latencies(IEnumerable<double> all)
{
    private readonly double[] _sorted = [.. all.Order()];

    public double Median => Percentile(0.5);

    public double Longest => _sorted[^1];

    /// <summary>Returns the smallest latency that this share of all does not exceed.</summary>
    public double Percentile(double share) => _sorted[(int)Math.Ceiling(share * _sorted.Length) - 1];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {Median:0} p99 {Percentile(0.99):0} longest {Longest:0} ms of {_sorted.Length}");
}
