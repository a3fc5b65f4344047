using System.Globalization;

namespace Nexus.Reactive.Backtesting;

/// <summary>The part of the quantity leaving a level that was behind an order; see <see cref="QueueModel.Probability"/>.</summary>
/// <remarks>The names and formulas are those of hftbacktest's <c>LogProbQueueFunc</c>, <c>PowerProbQueueFunc</c> and their variants 2 and 3.</remarks>
public abstract class QueueProbability
{
    /// <summary>f(back) / (f(back) + f(front)) with f(x) = ln(1 + x).</summary>
    public static QueueProbability Log { get; } = Create("log", static (front, back) => LogOf(back) / (LogOf(back) + LogOf(front)));

    /// <summary>f(back) / f(back + front) with f(x) = ln(1 + x).</summary>
    public static QueueProbability Log2 { get; } = Create("log2", static (front, back) => LogOf(back) / LogOf(back + front));

    /// <summary>f(back) / (f(back) + f(front)) with f(x) = xⁿ.</summary>
    /// <param name="n">The exponent, above 0.</param>
    public static QueueProbability Power(double n) =>
        Create("power", n, (front, back) => Math.Pow(back, n) / (Math.Pow(back, n) + Math.Pow(front, n)));

    /// <summary>f(back) / f(back + front) with f(x) = xⁿ.</summary>
    /// <param name="n">The exponent, above 0.</param>
    public static QueueProbability Power2(double n) => Create("power2", n, (front, back) => Math.Pow(back, n) / Math.Pow(back + front, n));

    /// <summary>1 − f(front / (front + back)) with f(x) = xⁿ.</summary>
    /// <param name="n">The exponent, above 0.</param>
    public static QueueProbability Power3(double n) => Create("power3", n, (front, back) => 1 - Math.Pow(front / (front + back), n));

    /// <summary>Returns the part that was behind the order, usually from 0 to 1.</summary>
    /// <param name="front">
    /// The quantity ahead of the order. It may be below 0, when a model has moved the order beyond the front of its level.
    /// </param>
    /// <param name="back">The quantity behind the order.</param>
    /// <returns>The part. Infinity counts as 1; if it is not a number, the order moves to the end of the level, as in hftbacktest.</returns>
    public abstract double Behind(double front, double back);

    private static double LogOf(double x) => Math.Log(1 + x);

    private static Function Create(string name, double n, Func<double, double, double> behind)
    {
        if (!(n > 0) || double.IsInfinity(n))
            throw new ArgumentOutOfRangeException(nameof(n), n, "The exponent must be finite and above 0.");
        return Create(string.Create(CultureInfo.InvariantCulture, $"{name} {n}"), behind);
    }

    private static Function Create(string name, Func<double, double, double> behind) => new(name, behind);

    private sealed class Function(string name, Func<double, double, double> behind) : QueueProbability
    {
        public override double Behind(double front, double back) => behind(front, back);

        public override string ToString() => name;
    }
}
