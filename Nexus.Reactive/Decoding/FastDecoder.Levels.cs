using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>The sides of a book: read into one rented array, then copied to one of the right size, best first.</summary>
internal ref partial struct FastDecoder
{
    private const int FewLevels = 256;
    private const ulong ExactInDouble = 1ul << 53;

    private static readonly double[] Powers =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    private int ScanLevels(FastField field, int at, out ScannedSide side)
    {
        side = default;
        if (Peek(at) != '[')
            return None;
        _there |= field;
        var start = _levelCount;
        at = SkipWhite(at + 1);
        if (Peek(at) == ']')
            return at + 1;

        var levels = _levels ??= ArrayPool<Level>.Shared.Rent(FewLevels);
        var count = start;
        var (rises, falls, hasEmpty) = (true, true, false);
        var (below, above) = (double.NegativeInfinity, double.PositiveInfinity);
        while (true)
        {
            at = ScanLevel(at, out var price, out var priceScale, out var quantity, out var quantityScale);
            if (at == None || price == 0)
                return None;

            // Correctly rounded quotients of exact doubles are in the order of the prices, or equal.
            var value = price < ExactInDouble ? (long)price / Powers[priceScale] : double.NaN;
            rises &= value > below;
            falls &= value < above;
            below = above = value;
            hasEmpty |= quantity == 0;

            if (count == levels.Length)
                levels = Grow();
            levels[count++] = new Level(ToDecimal(price, priceScale), ToDecimal(quantity, quantityScale));
            if (Peek(at) == ',' && Peek(at + 1) == '{')
            {
                at++;
                continue;
            }

            at = SkipWhite(at);
            if (Peek(at) != ',')
                break;
            at = SkipWhite(at + 1);
        }

        _levelCount = count;
        side = new ScannedSide(start, count - start, rises && !hasEmpty, falls && !hasEmpty);
        return Peek(at) == ']' ? at + 1 : None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int ScanLevel(int at, out ulong price, out int priceScale, out ulong quantity, out int quantityScale)
    {
        // As the exchange writes it; the other way round, spread out or with more in it, a little slower.
        if (Is(at, "{\"price\":"))
        {
            var end = FastNumber.Parse(_text, at + 9, out price, out priceScale);
            if (end != None && Is(end, ",\"quantity\":"))
            {
                end = FastNumber.Parse(_text, end + 12, out quantity, out quantityScale);
                if (end != None && Peek(end) == '}')
                    return end + 1;
            }
        }

        return ScanAnyLevel(at, out price, out priceScale, out quantity, out quantityScale);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int ScanAnyLevel(int at, out ulong price, out int priceScale, out ulong quantity, out int quantityScale)
    {
        (price, priceScale, quantity, quantityScale) = (0, 0, 0, 0);
        var (hasPrice, hasQuantity) = (false, false);
        if (Peek(at) != '{')
            return None;
        do
        {
            at = SkipWhite(at + 1);
            if (!hasPrice && Is(at, "\"price\""))
            {
                hasPrice = true;
                at = ScanNumber(SkipColon(at + 7), out price, out priceScale);
            }
            else if (!hasQuantity && Is(at, "\"quantity\""))
            {
                hasQuantity = true;
                at = ScanNumber(SkipColon(at + 10), out quantity, out quantityScale);
            }
            else if (!Is(at, "\"price\"") && !Is(at, "\"quantity\""))
                at = SkipField(at);
            else
                at = None;

            if (at == None)
                return None;
            at = SkipWhite(at);
        }
        while (Peek(at) == ',');
        return Peek(at) == '}' && hasPrice && hasQuantity ? at + 1 : None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int ScanNumber(int at, out ulong mantissa, out int scale)
    {
        var isText = Peek(at) == '"';
        if (at == None)
        {
            (mantissa, scale) = (0, 0);
            return None;
        }

        at = FastNumber.Parse(_text, isText ? at + 1 : at, out mantissa, out scale);
        return isText ? SkipQuote(at) : at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static decimal ToDecimal(ulong mantissa, int scale) =>
        new((int)mantissa, (int)(mantissa >> 32), 0, isNegative: false, (byte)scale);

    private Level[] Grow()
    {
        var full = _levels!;
        _levels = ArrayPool<Level>.Shared.Rent(full.Length * 2);
        full.CopyTo(_levels);
        ArrayPool<Level>.Shared.Return(full);
        return _levels;
    }

    private readonly void FreeLevels()
    {
        if (_levels is not null)
            ArrayPool<Level>.Shared.Return(_levels);
    }

    /// <summary>False when a price stands twice.</summary>
    private readonly bool TryArrange(ScannedSide scanned, BookSide side, out ImmutableArray<Level> arranged)
    {
        arranged = [];
        if (scanned.Count == 0)
            return true;

        var levels = GC.AllocateUninitializedArray<Level>(scanned.Count);
        var read = _levels.AsSpan(scanned.Start, scanned.Count);
        var isBestFirst = side == BookSide.Ask ? scanned.Rises : scanned.Falls;
        var isBestLast = side == BookSide.Ask ? scanned.Falls : scanned.Rises;
        if (isBestLast && !isBestFirst)
        {
            for (var i = 0; i < levels.Length; i++)
                levels[i] = read[read.Length - 1 - i];
        }
        else
            read.CopyTo(levels);

        if (!isBestFirst && !isBestLast)
        {
            var kept = BestFirst.Arrange(levels, side, out var twice);
            if (twice is not null)
                return false;
            if (kept < levels.Length)
                levels = levels[..kept];
        }

        arranged = ImmutableCollectionsMarshal.AsImmutableArray(levels);
        return true;
    }

    private readonly record struct ScannedSide(int Start, int Count, bool Rises, bool Falls);
}
