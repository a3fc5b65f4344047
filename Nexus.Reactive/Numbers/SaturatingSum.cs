using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>An exact sum of decimals and of products of two: a plain decimal while that is exact, which is nearly always, and an <see cref="ExactSum"/> otherwise.</summary>
internal struct SaturatingSum
{
    private decimal _sum;
    private StrongBox<ExactSum>? _wide;

    /// <summary>The sum, rounded once if it has more digits than a decimal holds; beyond decimal's range, the end of the range.</summary>
    public readonly decimal Value => _wide is null ? _sum : Read(_wide.Value);

    public void Add(decimal value)
    {
        try
        {
            var sum = _sum + value;
            if (_wide is null && IsExactSum(sum, _sum, value))
            {
                _sum = sum;
                return;
            }
        }
        catch (OverflowException)
        {
            // The sum needs more than a decimal's range.
        }

        Widen().Value.Add(value);
    }

    public void AddProduct(decimal left, decimal right)
    {
        try
        {
            var product = left * right;
            var sum = _sum + product;
            if (_wide is null && IsExactProduct(product, left, right) && IsExactSum(sum, _sum, product))
            {
                _sum = sum;
                return;
            }
        }
        catch (OverflowException)
        {
            // The sum needs more than a decimal's range.
        }

        Widen().Value.AddProduct(left, right);
    }

    private StrongBox<ExactSum> Widen() => _wide ??= new StrongBox<ExactSum>(new ExactSum(_sum));

    private static decimal Read(in ExactSum sum)
    {
        try
        {
            return sum.ToDecimal();
        }
        catch (OverflowException)
        {
            return sum.IsAtLeast(default) ? decimal.MaxValue : decimal.MinValue;
        }
    }

    // A rounded result has fewer decimal places.
    private static bool IsExactSum(decimal sum, decimal left, decimal right) => sum.Scale == Math.Max(left.Scale, right.Scale);

    private static bool IsExactProduct(decimal product, decimal left, decimal right) =>
        product.Scale == left.Scale + right.Scale || decimal.Sign(left) == 0 || decimal.Sign(right) == 0;
}
