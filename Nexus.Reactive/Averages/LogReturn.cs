namespace Nexus.Reactive;

/// <summary>Squares of log returns as integers in units of 2⁻⁸⁰, so that sums do not depend on the order and do not drift.</summary>
internal static class LogReturn
{
    // The greatest possible square of a ratio of decimals is below 2^15, so 2^31 of them fit 128 bits.
    private const double Units = 1208925819614629174706176d;

    /// <summary>Returns ln(after ÷ before)² in units. Both prices are above 0.</summary>
    public static Int128 Square(decimal before, decimal after)
    {
        // ln(b ÷ a) = 2 artanh((b − a) ÷ (b + a)): the difference is exact, so small returns keep their digits. Large returns lose none in the logarithm.
        var ratio = (double)(after - before) / ((double)after + (double)before);
        var value = Math.Abs(ratio) < 0.1 ? 2 * Math.Atanh(ratio) : Math.Log((double)after / (double)before);
        return (Int128)Math.Round(value * value * Units);
    }

    public static double ToVariance(Int128 squares) => (double)squares / Units;
}
