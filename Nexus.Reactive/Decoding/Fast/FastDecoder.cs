using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>
/// Decodes valid messages of the common events in one pass, with names in any order and any white space. It does not decode other texts
/// (escapes, comments, exponents, repeated names, malformed texts), and <see cref="ReferenceDecoder"/> decides.
/// </summary>
internal ref partial struct FastDecoder
{
    private const int None = NumberScanner.None;
    private const int Window = NumberScanner.Window;

    private readonly ReadOnlySpan<byte> _text;
    private readonly SymbolCache? _symbols;
    private MessageFieldFlags _seenFields;
    private MessageFieldFlags _presentFields;
    private MessageKind _kind;
    private long _timestamp;
    private Piece _symbol;
    private Piece _dataSymbol;
    private Side _side;
    private long _id;
    private long _orderId;
    private Piece _orderType;
    private Piece _status;
    private Piece _feeAsset;
    private decimal _price;
    private decimal _quantity;
    private decimal _orderPrice;
    private decimal _orderQuantity;
    private decimal _executedPrice;
    private decimal _executedQuantity;
    private decimal _aggregatedExecutedQuantity;
    private decimal _fee;
    private byte[]? _buffer;
    private DigitMap _map;
    private Span<Level> _levels;
    private int _levelCount;
    private Piece _asks;
    private Piece _bids;

    private FastDecoder(ReadOnlySpan<byte> text, SymbolCache? symbols)
    {
        _text = text;
        _symbols = symbols;
    }

    /// <summary>Returns the message of a UTF-8 text, or null if the reference decoder must decide.</summary>
    public static NexusMessage? Decode(ReadOnlySpan<byte> text, SymbolCache? symbols)
    {
        if (ExactLayoutDecoder.Decode(text, symbols) is { } usual)
            return usual;
        var decoder = new FastDecoder(text, symbols);
        var message = decoder.ScanMessage() ? decoder.Build() : null;
        decoder.ReturnBuffer();
        return message;
    }

    // A book in the exchange's exact layout, with levels in any layout.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ScanBookExact()
    {
        if (!_text.StartsWith("{\"event\":\"BOOK\",\"symbol\":\""u8))
            return false;
        var at = ScanText(MessageFieldFlags.Symbol, 25, out _symbol);
        if (at == None || !Is(at, ",\"timestamp\":"u8))
            return false;
        at = ScanInteger(MessageFieldFlags.Timestamp, at + 13, out _timestamp);
        if (at == None || !Is(at, ",\"data\":{\"asks\":"u8))
            return false;
        at = ScanLevels(MessageFieldFlags.Asks, at + 16, out _asks);
        if (at == None || !Is(at, ",\"bids\":"u8))
            return false;
        at = ScanLevels(MessageFieldFlags.Bids, at + 8, out _bids);
        _presentFields |= MessageFieldFlags.Event | MessageFieldFlags.Data;
        _kind = MessageKind.Book;
        return at != None && at == _text.Length - 2 && Is(at, "}}"u8);
    }

    private bool ScanMessage()
    {
        if (ScanBookExact())
            return true;
        (_seenFields, _presentFields, _levelCount) = (MessageFieldFlags.None, MessageFieldFlags.None, 0);
        var at = SkipWhite(_text.StartsWith("\uFEFF"u8) ? 3 : 0);
        if (Peek(at) != '{')
            return false;
        do
        {
            at = ScanTopField(SkipWhite(at + 1));
            if (at == None)
                return false;
            at = SkipWhite(at);
        }
        while (Peek(at) == ',');
        return Peek(at) == '}' && SkipWhite(at + 1) == _text.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanTopField(int at) => Peek(at + 1) switch
    {
        'e' when Is(at, "\"event\":"u8) => ScanEvent(at + 8),
        's' when Is(at, "\"symbol\":"u8) => ScanText(MessageFieldFlags.Symbol, at + 9, out _symbol),
        't' when Is(at, "\"timestamp\":"u8) => ScanInteger(MessageFieldFlags.Timestamp, at + 12, out _timestamp),
        'd' when Is(at, "\"data\":"u8) => ScanData(at + 7),
        _ => ScanTopFieldSlow(at),
    };

    // Unknown names, and names with white space before their colon.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanTopFieldSlow(int at)
    {
        at = ScanName(at, out var name);
        return name.Length switch
        {
            _ when at == None => None,
            5 when name.SequenceEqual("event"u8) => ScanEvent(at),
            6 when name.SequenceEqual("symbol"u8) => ScanText(MessageFieldFlags.Symbol, at, out _symbol),
            9 when name.SequenceEqual("timestamp"u8) => ScanInteger(MessageFieldFlags.Timestamp, at, out _timestamp),
            4 when name.SequenceEqual("data"u8) => ScanData(at),
            _ => SkipValue(at, depth: 0),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanData(int at)
    {
        at = SkipWhite(at);
        if (Peek(at) != '{' || !TryStart(MessageFieldFlags.Data))
            return None;
        _presentFields |= MessageFieldFlags.Data;
        do
        {
            at = ScanDataField(SkipWhite(at + 1));
            if (at == None)
                return None;
            at = SkipWhite(at);
        }
        while (Peek(at) == ',');
        return Peek(at) == '}' ? at + 1 : None;
    }

    // Switches on the letter in which names differ, so that usually one comparison suffices. Each method is small enough to be compiled without calls.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ScanDataField(int at) => Peek(at + 1) switch
    {
        'o' => ScanOrderField(at),
        'e' => ScanExecutedField(at),
        's' => ScanTextField(at),
        'p' when Is(at, "\"price\":"u8) => ScanDecimal(MessageFieldFlags.Price, at + 8, out _price),
        'q' when Is(at, "\"quantity\":"u8) => ScanDecimal(MessageFieldFlags.Quantity, at + 11, out _quantity),
        'i' when Is(at, "\"id\":"u8) => ScanInteger(MessageFieldFlags.Id, at + 5, out _id),
        'a' when Is(at, "\"asks\":"u8) => ScanLevels(MessageFieldFlags.Asks, at + 7, out _asks),
        'b' when Is(at, "\"bids\":"u8) => ScanLevels(MessageFieldFlags.Bids, at + 7, out _bids),
        _ => ScanDataFieldSlow(at),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanOrderField(int at) => Peek(at + 7) switch
    {
        'i' when Is(at, "\"order_id\":"u8) => ScanInteger(MessageFieldFlags.OrderId, at + 11, out _orderId),
        't' when Is(at, "\"order_type\":"u8) => ScanText(MessageFieldFlags.OrderType, at + 13, out _orderType),
        'p' when Is(at, "\"order_price\":"u8) => ScanDecimal(MessageFieldFlags.OrderPrice, at + 14, out _orderPrice),
        'q' when Is(at, "\"order_quantity\":"u8) => ScanDecimal(MessageFieldFlags.OrderQuantity, at + 17, out _orderQuantity),
        _ => ScanDataFieldSlow(at),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanExecutedField(int at) => Peek(at + 10) switch
    {
        'p' when Is(at, "\"executed_price\":"u8) => ScanDecimal(MessageFieldFlags.ExecutedPrice, at + 17, out _executedPrice),
        'q' when Is(at, "\"executed_quantity\":"u8) => ScanDecimal(MessageFieldFlags.ExecutedQuantity, at + 20, out _executedQuantity),
        _ => ScanDataFieldSlow(at),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanTextField(int at) => Peek(at + 2) switch
    {
        'i' when Is(at, "\"side\":"u8) => ScanSide(at + 7),
        'y' when Is(at, "\"symbol\":"u8) => ScanText(MessageFieldFlags.DataSymbol, at + 9, out _dataSymbol),
        't' when Is(at, "\"status\":"u8) => ScanText(MessageFieldFlags.Status, at + 9, out _status),
        _ => ScanDataFieldSlow(at),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ScanDataFieldSlow(int at)
    {
        at = ScanName(at, out var name);
        return name.Length switch
        {
            _ when at == None => None,
            4 when name.SequenceEqual("asks"u8) => ScanLevels(MessageFieldFlags.Asks, at, out _asks),
            4 when name.SequenceEqual("bids"u8) => ScanLevels(MessageFieldFlags.Bids, at, out _bids),
            5 when name.SequenceEqual("price"u8) => ScanDecimal(MessageFieldFlags.Price, at, out _price),
            8 when name.SequenceEqual("quantity"u8) => ScanDecimal(MessageFieldFlags.Quantity, at, out _quantity),
            4 when name.SequenceEqual("side"u8) => ScanSide(at),
            6 when name.SequenceEqual("symbol"u8) => ScanText(MessageFieldFlags.DataSymbol, at, out _dataSymbol),
            6 when name.SequenceEqual("status"u8) => ScanText(MessageFieldFlags.Status, at, out _status),
            2 when name.SequenceEqual("id"u8) => ScanInteger(MessageFieldFlags.Id, at, out _id),
            8 when name.SequenceEqual("order_id"u8) => ScanInteger(MessageFieldFlags.OrderId, at, out _orderId),
            10 when name.SequenceEqual("order_type"u8) => ScanText(MessageFieldFlags.OrderType, at, out _orderType),
            11 when name.SequenceEqual("order_price"u8) => ScanDecimal(MessageFieldFlags.OrderPrice, at, out _orderPrice),
            14 when name.SequenceEqual("order_quantity"u8) => ScanDecimal(MessageFieldFlags.OrderQuantity, at, out _orderQuantity),
            14 when name.SequenceEqual("executed_price"u8) => ScanDecimal(MessageFieldFlags.ExecutedPrice, at, out _executedPrice),
            17 when name.SequenceEqual("executed_quantity"u8) => ScanDecimal(MessageFieldFlags.ExecutedQuantity, at, out _executedQuantity),
            28 when name.SequenceEqual("aggregated_executed_quantity"u8) => ScanDecimal(MessageFieldFlags.AggregatedExecutedQuantity, at, out _aggregatedExecutedQuantity),
            3 when name.SequenceEqual("fee"u8) => ScanFee(at),
            9 when name.SequenceEqual("fee_asset"u8) => ScanText(MessageFieldFlags.FeeAsset, at, out _feeAsset),
            _ => SkipValue(at, depth: 0),
        };
    }

    private readonly ReadOnlySpan<byte> GetText(Piece piece) => _text.Slice(piece.Start, piece.Length);

    private readonly record struct Piece(int Start, int Length);
}
