using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>
/// An exact sum of decimals and of products of two decimals. It is stored as a decimal while the decimal is exact, which is nearly always the case, and as an
/// <see cref="ExactSum"/> otherwise.
/// </summary>
internal struct SaturatingSum
{
    private decimal _sum;
    private StrongBox<ExactSum>? _wide;

    public SaturatingSum(decimal sum) => _sum = sum;

    public SaturatingSum(in ExactSum sum) => _wide = new StrongBox<ExactSum>(sum);

    /// <summary>The sum if a decimal cannot hold it; otherwise, null, and <see cref="Value"/> is exact.</summary>
    public readonly ExactSum? Wide => _wide?.Value;

    /// <summary>The sum, rounded once if it has more digits than a decimal; beyond decimal's range, the limit of the range.</summary>
    public readonly decimal Value => _wide is null ? _sum : Read(_wide.Value);

    public void Add(decimal value)
    {
        if (_wide is null && ExactDecimal.TryAdd(_sum, value, out var sum))
            _sum = sum;
        else
            Widen().Value.Add(value);
    }

    public void AddProduct(decimal left, decimal right)
    {
        if (_wide is null && ExactDecimal.TryAddProduct(_sum, left, right, out var sum))
            _sum = sum;
        else
            Widen().Value.AddProduct(left, right);
    }

    private StrongBox<ExactSum> Widen() => _wide ??= new StrongBox<ExactSum>(new ExactSum(_sum));

    /// <summary>Returns a sum, rounded once if it has more digits than a decimal; beyond decimal's range, the limit of the range.</summary>
    public static decimal Read(in ExactSum sum)
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
}
