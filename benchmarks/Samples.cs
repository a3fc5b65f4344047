namespace Nexus.Reactive.Benchmarks;

/// <summary>What the rounds of one candidate took, relative to the first candidate in the same round.</summary>
internal sealed class Samples
{
    private readonly double[] _ratios;

    public Samples(string name, IReadOnlyList<double> nanoseconds, IReadOnlyList<double> first, long bytes)
    {
        (Name, Bytes, Nanoseconds) = (name, bytes, Quantile([.. nanoseconds.Order()], 0.5));
        _ratios = [.. nanoseconds.Zip(first, static (own, other) => own / other).Order()];
    }

    /// <summary>The candidate's name.</summary>
    public string Name { get; }

    /// <summary>The median time of an operation.</summary>
    public double Nanoseconds { get; }

    /// <summary>The bytes allocated for an operation.</summary>
    public long Bytes { get; }

    /// <summary>The median of the ratios.</summary>
    public double Ratio => Quantile(_ratios, 0.5);

    /// <summary>The ratios of the middle 80 % of the rounds.</summary>
    public (double Low, double High) Spread => (Quantile(_ratios, 0.1), Quantile(_ratios, 0.9));

    /// <summary>The 99 % confidence interval of the median, from the order of the ratios; it assumes no distribution.</summary>
    /// <remarks>The number of ratios below the median is binomial, with a standard deviation of √n / 2.</remarks>
    public (double Low, double High) Interval
    {
        get
        {
            var margin = 2.576 * Math.Sqrt(_ratios.Length) / 2;
            return (_ratios[(int)Math.Max(0, (_ratios.Length / 2.0) - margin)], _ratios[(int)Math.Min(_ratios.Length - 1, (_ratios.Length / 2.0) + margin)]);
        }
    }

    private static double Quantile(double[] ordered, double part) => ordered[(int)(part * (ordered.Length - 1))];
}
