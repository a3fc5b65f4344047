using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>Reads the value of one field: a number, a text or one of the known words.</summary>
internal ref partial struct FastDecoder
{
    /// <summary>Returns false if the field occurred before, because the reference decoder uses the last of repeated names.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryStart(MessageFieldFlags field)
    {
        var isFirst = (_seenFields & field) == MessageFieldFlags.None;
        _seenFields |= field;
        return isFirst;
    }

    private int ScanEvent(int at)
    {
        at = SkipWhite(at);
        (_kind, var length) = Peek(at + 2) switch
        {
            'O' when Is(at, "\"BOOK\""u8) => (MessageKind.Book, 6),
            'R' when Is(at, "\"TRADE\""u8) => (MessageKind.Trade, 7),
            'R' when Is(at, "\"ORDER_UPDATE\""u8) => (MessageKind.OrderUpdate, 14),
            'R' when Is(at, "\"TRANSACTION\""u8) => (MessageKind.Transaction, 13),
            'I' when Is(at, "\"PING\""u8) => (MessageKind.Ping, 6),
            'E' when Is(at, "\"FEED_RESUMED\""u8) => (MessageKind.Resumed, 14),
            _ => (MessageKind.Unknown, 0),
        };
        if (length == 0 || !TryStart(MessageFieldFlags.Event))
            return None;
        _presentFields |= MessageFieldFlags.Event;
        return at + length;
    }

    private int ScanSide(int at)
    {
        at = SkipWhite(at);
        var isBuy = Is(at, "\"BUY\""u8);
        if ((!isBuy && !Is(at, "\"SELL\""u8)) || !TryStart(MessageFieldFlags.Side))
            return None;
        _presentFields |= MessageFieldFlags.Side;
        _side = isBuy ? Side.Buy : Side.Sell;
        return at + (isBuy ? 5 : 6);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanDecimal(MessageFieldFlags field, int at, out decimal value)
    {
        at = ScanNumber(field, at, out var mantissa, out var scale);
        value = NumberScanner.ToDecimal(mantissa, scale);
        return at;
    }

    private int ScanInteger(MessageFieldFlags field, int at, out long value)
    {
        at = ScanNumber(field, at, out var mantissa, out var scale);
        value = (long)mantissa;
        return scale == 0 ? at : None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanNumber(MessageFieldFlags field, int at, out ulong mantissa, out int scale)
    {
        at = SkipWhite(at);
        (mantissa, scale) = (0, 0);
        if (!TryStart(field))
            return None;
        if (NumberScanner.TryLook(_text, at, out var window))
        {
            var length = NumberScanner.ParseWindow(window, out mantissa, out scale);
            if (length != None)
            {
                _presentFields |= field;
                return at + length;
            }
        }

        at = ScanNumberSlow(field, at, out var otherMantissa, out var otherScale);
        (mantissa, scale) = (otherMantissa, otherScale);
        return at;
    }

    // Null, a number in quotes, or a long number.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanNumberSlow(MessageFieldFlags field, int at, out ulong mantissa, out int scale)
    {
        (mantissa, scale) = (0, 0);
        if (Peek(at) == 'n')
            return SkipNull(at);
        at = ScanNumber(at, out mantissa, out scale);
        _presentFields |= at == None ? MessageFieldFlags.None : field;
        return at;
    }

    // The only number that may be negative, for a rebate.
    private int ScanFee(int at)
    {
        at = SkipWhite(at);
        if (Peek(at) != '-')
            return ScanDecimal(MessageFieldFlags.Fee, at, out _fee);
        if (!char.IsAsciiDigit(Peek(at + 1)))
            return None;
        at = ScanDecimal(MessageFieldFlags.Fee, at + 1, out _fee);
        _fee = _fee == 0 ? _fee : -_fee;
        return at;
    }

    private int ScanText(MessageFieldFlags field, int at, out Piece value)
    {
        at = SkipWhite(at);
        value = default;
        if (!TryStart(field))
            return None;
        if (Peek(at) == 'n')
            return SkipNull(at);
        var end = EndOfString(at);
        if (end == None)
            return None;
        _presentFields |= field;
        value = new Piece(at + 1, end - at - 1);
        return end + 1;
    }
}
