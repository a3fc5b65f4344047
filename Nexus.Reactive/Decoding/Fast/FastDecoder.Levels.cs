using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>The sides of a book: read into one rented array, then copied to one of the right size, best first.</summary>
internal ref partial struct FastDecoder
{
    // For more, the room would outgrow an array.
    private const int MostCharacters = 1 << 28;

    private static readonly int ShortestLevel = "{\"price\":1,\"quantity\":1}".Length;

    private int ScanLevels(MessageFieldFlags field, int at, out Piece side)
    {
        side = default;
        at = SkipWhite(at);
        if (Peek(at) != '[' || !TryStart(field) || _text.Length > MostCharacters)
            return None;
        _presentFields |= field;
        at = SkipWhite(at + 1);
        if (Peek(at) == ']')
            return at + 1;
        if (_buffer is null)
            GrowBuffer();

        // A program prints all levels alike; the loop is compiled for each way.
        var first = _text[at..];
        return
            first.StartsWith(Spaced.First) ? ScanLevels<Spaced>(at, out side) :
            first.StartsWith(SpacedQuantityFirst.First) ? ScanLevels<SpacedQuantityFirst>(at, out side) :
            first.StartsWith(CompactQuantityFirst.First) ? ScanLevels<CompactQuantityFirst>(at, out side) :
            ScanLevels<Compact>(at, out side);
    }

    // For the map, and for as many levels as the text may hold.
    private void GrowBuffer()
    {
        var forMap = DigitMap.RoomFor(_text.Length);
        _buffer = ArrayPool<byte>.Shared.Rent(forMap + (((_text.Length / ShortestLevel) + 1) * Unsafe.SizeOf<Level>()));
        _map = new DigitMap(_text, _buffer);
        _levels = MemoryMarshal.Cast<byte, Level>(_buffer.AsSpan(forMap));
    }

    private int ScanLevels<TShape>(int at, out Piece side)
        where TShape : struct, ILevelLayout
    {
        var start = _levelCount;
        var levels = _levels;
        var count = start;
        side = default;
        while (true)
        {
            if (Is(at, TShape.First))
            {
                at += TShape.First.Length;
                count += LevelScanner.Scan<TShape>(_map, ref at, MemoryMarshal.Cast<Level, ulong>(levels[count..]), out var end) / LevelScanner.Words;
                at = end == None ? at - TShape.First.Length : end;
                if (end != None)
                    goto Next;
            }

            at = ScanAnyLevel(at, out levels[count++]);
            if (at == None)
                return None;

        Next:
            at = SkipWhite(at);
            if (Peek(at) != ',')
                break;
            at = SkipWhite(at + 1);
        }

        _levelCount = count;
        if (Peek(at) != ']')
            return None;
        side = new Piece(start, count - start);
        return at + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int ScanAnyLevel(int at, out Level level)
    {
        level = default;
        var (price, priceScale, quantity, quantityScale) = (0ul, 0, 0ul, 0);
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
                at = ScanLevelFieldSlow(at, ref hasPrice, ref price, ref priceScale, ref hasQuantity, ref quantity, ref quantityScale);

            if (at == None)
                return None;
            at = SkipWhite(at);
        }
        while (Peek(at) == ',');
        if (Peek(at) != '}' || price == 0 || !hasQuantity)
            return None;
        level = new Level(NumberScanner.ToDecimal(price, priceScale), NumberScanner.ToDecimal(quantity, quantityScale));
        return at + 1;
    }

    // Names that are not known, those with white space before their colon, and those given twice.
    private readonly int ScanLevelFieldSlow(
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
        at = NumberScanner.Parse(_text, isText ? at + 1 : at, out mantissa, out scale);
        return isText ? SkipQuote(at) : at;
    }

    private readonly void ReturnBuffer()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
    }

    /// <summary>False when a price stands twice, or is 0.</summary>
    private readonly bool TryArrange(Piece scanned, BookSide side, out ImmutableArray<Level> arranged)
    {
        arranged = [];
        if (scanned.Length == 0)
            return true;

        var levels = GC.AllocateUninitializedArray<Level>(scanned.Length);
        _levels.Slice(scanned.Start, scanned.Length).CopyTo(levels);
        var direction = LevelScanner.Direction(MemoryMarshal.Cast<Level, ulong>(levels));
        if (direction == 0)
        {
            if (Array.Exists(levels, static level => level.Price == 0))
                return false;
            var kept = LevelOrder.Arrange(levels, side, out var twice);
            if (twice is not null)
                return false;
            if (kept < levels.Length)
                levels = levels[..kept];
        }
        else if (direction > 0 != (side == BookSide.Ask))
            Array.Reverse(levels);

        arranged = ImmutableCollectionsMarshal.AsImmutableArray(levels);
        return true;
    }

    private readonly struct Compact : ILevelLayout
    {
        public static bool IsQuantityFirst => false;

        public static string First => "{\"price\":";

        public static Vector128<byte> Middle => Vector128.Create((byte)',', (byte)'"', (byte)'q', (byte)'u', (byte)'a', (byte)'n', (byte)'t', (byte)'i', (byte)'t', (byte)'y', (byte)'"', (byte)':', 0, 0, 0, 0);

        public static int MiddleLength => 12;

        public static Vector128<byte> Joint => Vector128.Create((byte)'}', (byte)',', (byte)'{', (byte)'"', (byte)'p', (byte)'r', (byte)'i', (byte)'c', (byte)'e', (byte)'"', (byte)':', 0, 0, 0, 0, 0);

        public static int JointLength => 11;
    }

    private readonly struct Spaced : ILevelLayout
    {
        public static bool IsQuantityFirst => false;

        public static string First => "{\"price\": ";

        public static Vector128<byte> Middle => Vector128.Create((byte)',', (byte)' ', (byte)'"', (byte)'q', (byte)'u', (byte)'a', (byte)'n', (byte)'t', (byte)'i', (byte)'t', (byte)'y', (byte)'"', (byte)':', (byte)' ', 0, 0);

        public static int MiddleLength => 14;

        public static Vector128<byte> Joint => Vector128.Create((byte)'}', (byte)',', (byte)' ', (byte)'{', (byte)'"', (byte)'p', (byte)'r', (byte)'i', (byte)'c', (byte)'e', (byte)'"', (byte)':', (byte)' ', 0, 0, 0);

        public static int JointLength => 13;
    }

    private readonly struct CompactQuantityFirst : ILevelLayout
    {
        public static bool IsQuantityFirst => true;

        public static string First => "{\"quantity\":";

        public static Vector128<byte> Middle => Vector128.Create((byte)',', (byte)'"', (byte)'p', (byte)'r', (byte)'i', (byte)'c', (byte)'e', (byte)'"', (byte)':', 0, 0, 0, 0, 0, 0, 0);

        public static int MiddleLength => 9;

        public static Vector128<byte> Joint => Vector128.Create((byte)'}', (byte)',', (byte)'{', (byte)'"', (byte)'q', (byte)'u', (byte)'a', (byte)'n', (byte)'t', (byte)'i', (byte)'t', (byte)'y', (byte)'"', (byte)':', 0, 0);

        public static int JointLength => 14;
    }

    private readonly struct SpacedQuantityFirst : ILevelLayout
    {
        public static bool IsQuantityFirst => true;

        public static string First => "{\"quantity\": ";

        public static Vector128<byte> Middle => Vector128.Create((byte)',', (byte)' ', (byte)'"', (byte)'p', (byte)'r', (byte)'i', (byte)'c', (byte)'e', (byte)'"', (byte)':', (byte)' ', 0, 0, 0, 0, 0);

        public static int MiddleLength => 11;

        public static Vector128<byte> Joint => Vector128.Create((byte)'}', (byte)',', (byte)' ', (byte)'{', (byte)'"', (byte)'q', (byte)'u', (byte)'a', (byte)'n', (byte)'t', (byte)'i', (byte)'t', (byte)'y', (byte)'"', (byte)':', (byte)' ');

        public static int JointLength => 16;
    }
}
