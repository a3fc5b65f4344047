using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        at = SkipWhite(at);
        if (Peek(at) != '[' || !TryStart(field))
            return None;
        _there |= field;
        at = SkipWhite(at + 1);
        if (Peek(at) == ']')
            return at + 1;

        // A program prints all levels alike; the loop is compiled for each way.
        _levels ??= ArrayPool<Level>.Shared.Rent(FewLevels);
        var first = _text[at..];
        return
            first.StartsWith(Spaced.First) ? ScanLevels<Spaced>(at, out side) :
            first.StartsWith(SpacedQuantityFirst.First) ? ScanLevels<SpacedQuantityFirst>(at, out side) :
            first.StartsWith(CompactQuantityFirst.First) ? ScanLevels<CompactQuantityFirst>(at, out side) :
            ScanLevels<Compact>(at, out side);
    }

    private int ScanLevels<TShape>(int at, out ScannedSide side)
        where TShape : struct, ILevelShape
    {
        var text = _text;
        var levels = _levels!;
        var start = _levelCount;
        var count = start;
        var (rises, falls, hasEmpty) = (true, true, false);
        var previous = double.NaN;
        while (true)
        {
            var end = ScanLevelOf<TShape>(text, at, out var price, out var priceScale, out var quantity, out var quantityScale);
            if (end == None)
            {
                // Into others, so that those above stay in registers.
                end = ScanAnyLevel(at, out var otherPrice, out var otherPriceScale, out var otherQuantity, out var otherQuantityScale);
                (price, priceScale, quantity, quantityScale) = (otherPrice, otherPriceScale, otherQuantity, otherQuantityScale);
            }

            at = end;
            side = default;
            if (at == None || price == 0)
                return None;

            // Correctly rounded quotients of exact doubles are in the order of the prices, or equal.
            var value = price < ExactInDouble ? (long)price / Powers[priceScale] : double.NaN;
            if (count > start)
            {
                rises &= value > previous;
                falls &= value < previous;
            }

            previous = value;
            hasEmpty |= quantity == 0;
            if (count == levels.Length)
                levels = Grow();
            levels[count++] = new Level(ToDecimal(price, priceScale), ToDecimal(quantity, quantityScale));

            at = SkipWhite(at);
            if (Peek(at) != ',')
                break;
            at = SkipWhite(at + 1);
        }

        _levelCount = count;
        side = new ScannedSide(start, count - start, rises && !hasEmpty, falls && !hasEmpty);
        return Peek(at) == ']' ? at + 1 : None;
    }

    /// <summary>A level letter for letter in a shape that programs print.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ScanLevelOf<TShape>(ReadOnlySpan<char> text, int at, out ulong price, out int priceScale, out ulong quantity, out int quantityScale)
        where TShape : struct, ILevelShape
    {
        (price, priceScale, quantity, quantityScale) = (0, 0, 0, 0);

        // One look at what all the characters are: the second number's place then waits for a few bits, not for the first number.
        if (text.Length - at < Vector512<byte>.Count)
            return None;
        var level = text.Slice(at, Vector512<byte>.Count);
        if (!level.StartsWith(TShape.First))
            return None;
        var wide = MemoryMarshal.Cast<char, ushort>(level);
        var digits = Vector512.NarrowWithSaturation(Vector512.Create(wide[..32]), Vector512.Create(wide[32..])) - Vector512.Create((byte)'0');
        var isDigit = Vector512.LessThanOrEqual(digits, Vector512.Create((byte)9)).ExtractMostSignificantBits();
        var isPoint = Vector512.Equals(digits, Vector512.Create(FastNumber.Point)).ExtractMostSignificantBits();
        var isZero = Vector512.Equals(digits, Vector512<byte>.Zero).ExtractMostSignificantBits();

        var place = TShape.First.Length;
        var length = FastNumber.ParseWindow(level[place..], isDigit >> place, isPoint >> place, isZero >> place, out price, out priceScale);
        if (length == None)
            return None;
        place += length;
        if (!level[place..].StartsWith(TShape.Second))
            return None;
        place += TShape.Second.Length;
        length = FastNumber.ParseWindow(level[place..], isDigit >> place, isPoint >> place, isZero >> place, out quantity, out quantityScale);
        if (length == None || level[place + length] != '}')
            return None;
        if (TShape.IsQuantityFirst)
            (price, priceScale, quantity, quantityScale) = (quantity, quantityScale, price, priceScale);
        return at + place + length + 1;
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
            if (Is(at, "\"price\":") && !hasPrice)
            {
                hasPrice = true;
                at = ScanNumber(SkipWhite(at + 8), out price, out priceScale);
            }
            else if (Is(at, "\"quantity\":") && !hasQuantity)
            {
                hasQuantity = true;
                at = ScanNumber(SkipWhite(at + 11), out quantity, out quantityScale);
            }
            else
                at = ScanOddLevelField(at, ref hasPrice, ref price, ref priceScale, ref hasQuantity, ref quantity, ref quantityScale);

            if (at == None)
                return None;
            at = SkipWhite(at);
        }
        while (Peek(at) == ',');
        return Peek(at) == '}' && hasPrice && hasQuantity ? at + 1 : None;
    }

    // Names that are not known, those with white space before their colon, and those given twice.
    private readonly int ScanOddLevelField(
        int at, ref bool hasPrice, ref ulong price, ref int priceScale, ref bool hasQuantity, ref ulong quantity, ref int quantityScale)
    {
        at = ScanName(at, out var name);
        if (at == None)
            return None;
        switch (name)
        {
            case "price" when !hasPrice:
                hasPrice = true;
                return ScanNumber(at, out price, out priceScale);
            case "quantity" when !hasQuantity:
                hasQuantity = true;
                return ScanNumber(at, out quantity, out quantityScale);
            case "price" or "quantity":
                return None;
            default:
                return SkipValue(at, depth: 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int ScanNumber(int at, out ulong mantissa, out int scale)
    {
        var isText = Peek(at) == '"';
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

    /// <summary>What stands before and between the two numbers of a level: 24 characters at most, so that a look takes in the whole level.</summary>
    private interface ILevelShape
    {
        static abstract string First { get; }

        static abstract string Second { get; }

        static abstract bool IsQuantityFirst { get; }
    }

    private readonly struct Compact : ILevelShape
    {
        public static string First => "{\"price\":";

        public static string Second => ",\"quantity\":";

        public static bool IsQuantityFirst => false;
    }

    private readonly struct Spaced : ILevelShape
    {
        public static string First => "{\"price\": ";

        public static string Second => ", \"quantity\": ";

        public static bool IsQuantityFirst => false;
    }

    private readonly struct CompactQuantityFirst : ILevelShape
    {
        public static string First => "{\"quantity\":";

        public static string Second => ",\"price\":";

        public static bool IsQuantityFirst => true;
    }

    private readonly struct SpacedQuantityFirst : ILevelShape
    {
        public static string First => "{\"quantity\": ";

        public static string Second => ", \"price\": ";

        public static bool IsQuantityFirst => true;
    }

    private readonly record struct ScannedSide(int Start, int Count, bool Rises, bool Falls);
}
