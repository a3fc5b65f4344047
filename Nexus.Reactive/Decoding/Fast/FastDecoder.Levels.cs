using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Nexus.Reactive.LevelLayouts;

namespace Nexus.Reactive;

/// <summary>Scans the sides of a book into one rented array, then copies each to its own array of the right size, best first.</summary>
internal ref partial struct FastDecoder
{
    // The buffer of a longer text would exceed the maximum length of an array.
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

        // A program prints all levels in the same layout; the loop is compiled for each layout.
        var first = _text[at..];
        return
            first.StartsWith(Spaced.First) ? ScanLevels<Spaced>(at, out side) :
            first.StartsWith(SpacedQuantityFirst.First) ? ScanLevels<SpacedQuantityFirst>(at, out side) :
            first.StartsWith(CompactQuantityFirst.First) ? ScanLevels<CompactQuantityFirst>(at, out side) :
            ScanLevels<Compact>(at, out side);
    }

    // Contains the map and the maximum number of levels that the text can have.
    private void GrowBuffer()
    {
        var forMap = DigitMap.RoomFor(_text.Length);
        _buffer = ArrayPool<byte>.Shared.Rent(forMap + (((_text.Length / ShortestLevel) + 1) * Unsafe.SizeOf<Level>()));
        _map = new DigitMap(_text, _buffer);
        _levels = MemoryMarshal.Cast<byte, Level>(_buffer.AsSpan(forMap));
    }

    private int ScanLevels<TLayout>(int at, out Piece side)
        where TLayout : struct, ILevelLayout
    {
        var start = _levelCount;
        var levels = _levels;
        var count = start;
        side = default;
        while (true)
        {
            if (Is(at, TLayout.First))
            {
                at += TLayout.First.Length;
                count += LevelScanner.Scan<TLayout>(_map, ref at, MemoryMarshal.Cast<Level, ulong>(levels[count..]), out var end) / LevelScanner.Words;
                at = end == None ? at - TLayout.First.Length : end;
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
            if (Is(at, "\"price\":"u8) && !hasPrice)
            {
                hasPrice = true;
                at = ScanNumber(SkipWhite(at + 8), out price, out priceScale);
            }
            else if (Is(at, "\"quantity\":"u8) && !hasQuantity)
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

    // Unknown names, names with white space before their colon, and repeated names.
    private readonly int ScanLevelFieldSlow(
        int at, ref bool hasPrice, ref ulong price, ref int priceScale, ref bool hasQuantity, ref ulong quantity, ref int quantityScale)
    {
        at = ScanName(at, out var name);
        if (at == None)
            return None;
        if (name.SequenceEqual("price"u8))
        {
            (var isFirst, hasPrice) = (!hasPrice, true);
            return isFirst ? ScanNumber(at, out price, out priceScale) : None;
        }

        if (name.SequenceEqual("quantity"u8))
        {
            (var isFirst, hasQuantity) = (!hasQuantity, true);
            return isFirst ? ScanNumber(at, out quantity, out quantityScale) : None;
        }

        return SkipValue(at, depth: 0);
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

    /// <summary>Returns false if two levels have the same price, or a price is 0.</summary>
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
}
