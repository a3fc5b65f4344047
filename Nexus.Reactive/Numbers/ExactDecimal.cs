namespace Nexus.Reactive;

/// <summary>Decimal arithmetic that refuses to round or overflow.</summary>
internal static class ExactDecimal
{
    /// <summary>The sum, if a decimal holds all of its digits.</summary>
    public static bool TryAdd(decimal left, decimal right, out decimal sum)
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
