using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>A ratio that one process measured, with the confidence interval of its median.</summary>
internal sealed record MeasuredRatio(string Contest, double Ratio, double Low, double High)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ratio:R},{Low:R},{High:R},{Contest}");

    public static MeasuredRatio? Parse(string line) =>
        line.Split(',', 4) is [var ratio, var low, var high, var contest]
        && double.TryParse(ratio, CultureInfo.InvariantCulture, out var median) && double.TryParse(low, CultureInfo.InvariantCulture, out var from) && double.TryParse(high, CultureInfo.InvariantCulture, out var to)
            ? new MeasuredRatio(contest, median, from, to)
            : null;
}
