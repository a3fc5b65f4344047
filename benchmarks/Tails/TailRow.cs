using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>The rounds of one receiver at one rate, with those of the bare loop beside them.</summary>
internal sealed record TailRow(string Receiver, int Rate, IReadOnlyList<Latencies> Rounds, IReadOnlyList<Latencies> Bare)
{
    /// <summary>The median over the rounds, in microseconds.</summary>
    public double Microseconds(double percentile) => Median(Rounds.Select(round => round.At(percentile) / 1000.0));

    /// <summary>The ratio to the bare loop in the same round: median, lowest and highest.</summary>
    public (double Median, double Low, double High) Ratio(double percentile)
    {
        double[] ratios = [.. Rounds.Zip(Bare, (own, bare) => (double)own.At(percentile) / bare.At(percentile))];
        return (Median(ratios), ratios.Min(), ratios.Max());
    }

    public override string ToString()
    {
        var cells = Latencies.Percentiles.Select(percentile =>
        {
            var (median, low, high) = Ratio(percentile);
            return string.Create(CultureInfo.InvariantCulture, $"{Microseconds(percentile):0.#} ({median:0.00}, {low:0.00}–{high:0.00})");
        });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Receiver} | {string.Join(" | ", cells)} | {Rounds.Sum(static round => round.Collections)} | {Rounds.Sum(static round => round.Pauses.TotalMilliseconds):0.#} ms |");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
