using System.Numerics;

namespace Nexus.Reactive;

/// <summary>An exact sum of decimals and of products of two: a decimal while that is exact, else a big integer. Reading it rounds once.</summary>
internal struct MoneySum
{
    private decimal _sum;
    private WideSum? _wide;

    public readonly decimal Value => _wide is null ? _sum : _wide.ToDecimal();

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
            // Beyond a decimal's range is as good a reason to go wide as beyond its digits.
        }

        (_wide ??= new WideSum(_sum)).Add(value, 1);
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
            // As above.
        }

        (_wide ??= new WideSum(_sum)).Add(left, right);
    }

    // A result that was rounded has lost decimal places.
    private static bool IsExactSum(decimal sum, decimal left, decimal right) => sum.Scale == Math.Max(left.Scale, right.Scale);

    private static bool IsExactProduct(decimal product, decimal left, decimal right) =>
        product.Scale == left.Scale + right.Scale || decimal.Sign(left) == 0 || decimal.Sign(right) == 0;

    /// <summary>Counts in units of 1e-56, the finest that a product of two decimals can have.</summary>
    private sealed class WideSum
    {
        private const int Scale = 56;
        private BigInteger _units;

        public WideSum(decimal start) => Add(start, 1);

        public void Add(decimal left, decimal right) =>
            _units += Mantissa(left) * Mantissa(right) * BigInteger.Pow(10, Scale - left.Scale - right.Scale);

        public decimal ToDecimal()
        {
            for (var scale = 28; scale >= 0; scale--)
            {
                var unit = BigInteger.Pow(10, Scale - scale);
                var mantissa = BigInteger.DivRem(BigInteger.Abs(_units) + (unit / 2), unit, out _);
                if (mantissa.GetBitLength() > 96)
                    continue;
                var bits = decimal.GetBits((decimal)mantissa);
                return new decimal(bits[0], bits[1], bits[2], _units.Sign < 0, (byte)scale);
            }

            return _units.Sign * decimal.MaxValue;
        }

        private static BigInteger Mantissa(decimal value)
        {
            Span<int> bits = stackalloc int[4];
            decimal.GetBits(value, bits);
            bits[3] &= int.MinValue;
            return new BigInteger(new decimal(bits));
        }
    }
}
