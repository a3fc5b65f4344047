namespace Nexus.Reactive;

/// <summary>Decimal arithmetic that refuses to round or overflow.</summary>
internal static class ExactDecimal
{
    /// <summary>The sum, if a decimal holds all of its digits.</summary>
    public static bool TryAdd(decimal left, decimal right, out decimal sum)
    {
        // Decimal's addition takes several times as long as that of the usual numbers: both fit 64 bits, and have the same decimal places unless one is 0.
        DecimalParts first = new(left), second = new(right);
        if (first.IsZero && first.Scale <= second.Scale)
        {
            sum = right;
            return true;
        }

        var low = first.Low + second.Low;
        if ((first.High | second.High) == 0 && low >= first.Low && !first.IsNegative && !second.IsNegative && first.Scale == second.Scale)
        {
            sum = new((int)low, (int)(low >> 32), 0, isNegative: false, (byte)first.Scale);
            return true;
        }

        return TryAddAny(left, right, out sum);
    }

    /// <summary>Returns whether the numbers are equal. Takes less time than a comparison if they also have the same decimal places.</summary>
    public static bool AreEqual(decimal left, decimal right) => new DecimalParts(left).HasSameBits(new DecimalParts(right)) || left == right;

    private static bool TryAddAny(decimal left, decimal right, out decimal sum)
    {
        try
        {
            sum = left + right;
            return IsExactSum(sum, left, right);
        }
        catch (OverflowException)
        {
            sum = 0;
            return false;
        }
    }

    /// <summary>The sum and the product of two more numbers, if decimals hold all of their digits.</summary>
    public static bool TryAddProduct(decimal addend, decimal left, decimal right, out decimal sum)
    {
        DecimalParts first = new(left), second = new(right);
        var scale = first.Scale + second.Scale;
        if ((first.High | second.High) == 0 && scale <= DecimalParts.MaxScale && !first.IsNegative && !second.IsNegative
            && Math.BigMul(first.Low, second.Low, out var low) == 0)
            return TryAdd(addend, new((int)low, (int)(low >> 32), 0, isNegative: false, (byte)scale), out sum);
        return TryAddAnyProduct(addend, left, right, out sum);
    }

    private static bool TryAddAnyProduct(decimal addend, decimal left, decimal right, out decimal sum)
    {
        try
        {
            var product = left * right;
            sum = addend + product;
            return IsExactSum(sum, addend, product) && IsExactProduct(product, left, right);
        }
        catch (OverflowException)
        {
            sum = 0;
            return false;
        }
    }

    // A rounded result has fewer decimal places.
    private static bool IsExactSum(decimal sum, decimal left, decimal right) => sum.Scale == Math.Max(left.Scale, right.Scale);

    private static bool IsExactProduct(decimal product, decimal left, decimal right) =>
        product.Scale == left.Scale + right.Scale || decimal.Sign(left) == 0 || decimal.Sign(right) == 0;
}
