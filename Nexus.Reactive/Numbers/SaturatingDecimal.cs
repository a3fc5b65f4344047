namespace Nexus.Reactive;

/// <summary>Decimal arithmetic that returns the limit of the range instead of throwing.</summary>
internal static class SaturatingDecimal
{
    public static decimal Add(decimal left, decimal right)
    {
        try
        {
            return left + right;
        }
        catch (OverflowException)
        {
            return left < 0 ? decimal.MinValue : decimal.MaxValue;
        }
    }

    public static decimal Multiply(decimal left, decimal right)
    {
        try
        {
            return left * right;
        }
        catch (OverflowException)
        {
            return (left < 0) == (right < 0) ? decimal.MaxValue : decimal.MinValue;
        }
    }

    public static decimal Divide(decimal dividend, decimal divisor)
    {
        try
        {
            return dividend / divisor;
        }
        catch (OverflowException)
        {
            return (dividend < 0) == (divisor < 0) ? decimal.MaxValue : decimal.MinValue;
        }
    }

    /// <summary>Returns <paramref name="whole"/> × <paramref name="part"/> / <paramref name="total"/>.</summary>
    public static decimal Share(decimal whole, decimal part, decimal total)
    {
        try
        {
            return whole * part / total;
        }
        catch (OverflowException)
        {
            return Multiply(whole, Divide(part, total));
        }
    }
}
