using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>
/// One pass over the text of a good message of the five events, its names in any order and with any white space. Everything else
/// (escapes, comments, exponents, names given twice, anything malformed) it gives up at once, for <see cref="ReferenceDecoder"/> to decide.
/// </summary>
internal ref partial struct FastDecoder
{
    private const int None = FastNumber.None;
    private const int Window = 16;

    private readonly ReadOnlySpan<char> _text;
    private readonly SymbolCache? _symbols;
    private FastField _seen;
    private FastField _there;
    private MessageKind _kind;
    private long _timestamp;
    private Range _symbol;
    private Range _dataSymbol;
    private Side _side;
    private long _id;
    private long _orderId;
    private Range _orderType;
    private Range _status;
    private Range _feeAsset;
    private decimal _price;
    private decimal _quantity;
    private decimal _orderPrice;
    private decimal _orderQuantity;
    private decimal _executedPrice;
    private decimal _executedQuantity;
    private decimal _aggregatedExecutedQuantity;
    private decimal _fee;
    private Level[]? _levels;
    private int _levelCount;
    private ScannedSide _asks;
    private ScannedSide _bids;

    private FastDecoder(ReadOnlySpan<char> text, SymbolCache? symbols)
    {
        _text = text;
        _symbols = symbols;
    }

    /// <summary>The message; null when the reference is to decide.</summary>
    public static NexusMessage? Decode(string text, SymbolCache? symbols)
    {
        var decoder = new FastDecoder(text, symbols);
        var message = decoder.ScanMessage() ? decoder.Build() : null;
        decoder.FreeLevels();
        return message;
    }

    private bool ScanMessage()
    {
        var at = SkipWhite(0);
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

    private int ScanTopField(int at)
    {
        switch (Peek(at + 1))
        {
            case 'e' when Is(at, "\"event\""):
                at = ValueOf(FastField.Event, at + 7);
                return at == None ? None : ScanEvent(at);
            case 's' when Is(at, "\"symbol\""):
                at = ValueOf(FastField.Symbol, at + 8);
                return at == None ? None : ScanText(FastField.Symbol, at, out _symbol);
            case 't' when Is(at, "\"timestamp\""):
                at = ValueOf(FastField.Timestamp, at + 11);
                return at == None ? None : ScanInteger(FastField.Timestamp, at, out _timestamp);
            case 'd' when Is(at, "\"data\""):
                at = ValueOf(FastField.Data, at + 6);
                return at == None ? None : ScanData(at);
            default:
                return SkipField(at);
        }
    }

    private int ScanData(int at)
    {
        if (Peek(at) != '{')
            return None;
        _there |= FastField.Data;
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

    private int ScanDataField(int at)
    {
        switch (Peek(at + 1))
        {
            case 'a' when Is(at, "\"asks\""):
                at = ValueOf(FastField.Asks, at + 6);
                return at == None ? None : ScanLevels(FastField.Asks, at, out _asks);
            case 'b' when Is(at, "\"bids\""):
                at = ValueOf(FastField.Bids, at + 6);
                return at == None ? None : ScanLevels(FastField.Bids, at, out _bids);
            case 'p' when Is(at, "\"price\""):
                at = ValueOf(FastField.Price, at + 7);
                return at == None ? None : ScanDecimal(FastField.Price, at, out _price);
            case 'q' when Is(at, "\"quantity\""):
                at = ValueOf(FastField.Quantity, at + 10);
                return at == None ? None : ScanDecimal(FastField.Quantity, at, out _quantity);
            case 's' when Is(at, "\"side\""):
                at = ValueOf(FastField.Side, at + 6);
                return at == None ? None : ScanSide(at);
            case 's' when Is(at, "\"symbol\""):
                at = ValueOf(FastField.DataSymbol, at + 8);
                return at == None ? None : ScanText(FastField.DataSymbol, at, out _dataSymbol);
            case 's' when Is(at, "\"status\""):
                at = ValueOf(FastField.Status, at + 8);
                return at == None ? None : ScanText(FastField.Status, at, out _status);
            case 'i' when Is(at, "\"id\""):
                at = ValueOf(FastField.Id, at + 4);
                return at == None ? None : ScanInteger(FastField.Id, at, out _id);
            case 'o':
                return ScanOrderField(at);
            case 'e' when Is(at, "\"executed_price\""):
                at = ValueOf(FastField.ExecutedPrice, at + 16);
                return at == None ? None : ScanDecimal(FastField.ExecutedPrice, at, out _executedPrice);
            case 'e' when Is(at, "\"executed_quantity\""):
                at = ValueOf(FastField.ExecutedQuantity, at + 19);
                return at == None ? None : ScanDecimal(FastField.ExecutedQuantity, at, out _executedQuantity);
            case 'a' when Is(at, "\"aggregated_executed_quantity\""):
                at = ValueOf(FastField.AggregatedExecutedQuantity, at + 30);
                return at == None ? None : ScanDecimal(FastField.AggregatedExecutedQuantity, at, out _aggregatedExecutedQuantity);
            case 'f' when Is(at, "\"fee\""):
                at = ValueOf(FastField.Fee, at + 5);
                return at == None ? None : ScanFee(at);
            case 'f' when Is(at, "\"fee_asset\""):
                at = ValueOf(FastField.FeeAsset, at + 11);
                return at == None ? None : ScanText(FastField.FeeAsset, at, out _feeAsset);
            default:
                return SkipField(at);
        }
    }

    private int ScanOrderField(int at)
    {
        switch (Peek(at + 7))
        {
            case 't' when Is(at, "\"order_type\""):
                at = ValueOf(FastField.OrderType, at + 12);
                return at == None ? None : ScanText(FastField.OrderType, at, out _orderType);
            case 'p' when Is(at, "\"order_price\""):
                at = ValueOf(FastField.OrderPrice, at + 13);
                return at == None ? None : ScanDecimal(FastField.OrderPrice, at, out _orderPrice);
            case 'q' when Is(at, "\"order_quantity\""):
                at = ValueOf(FastField.OrderQuantity, at + 16);
                return at == None ? None : ScanDecimal(FastField.OrderQuantity, at, out _orderQuantity);
            case 'i' when Is(at, "\"order_id\""):
                at = ValueOf(FastField.OrderId, at + 10);
                return at == None ? None : ScanInteger(FastField.OrderId, at, out _orderId);
            default:
                return SkipField(at);
        }
    }

    /// <summary>From the end of a known name to its value; none when the name came before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ValueOf(FastField field, int at)
    {
        if ((_seen & field) != FastField.None)
            return None;
        _seen |= field;
        return SkipColon(at);
    }

    private int ScanEvent(int at)
    {
        (_kind, var length) = Peek(at + 2) switch
        {
            'O' when Is(at, "\"BOOK\"") => (MessageKind.Book, 6),
            'R' when Is(at, "\"TRADE\"") => (MessageKind.Trade, 7),
            'R' when Is(at, "\"ORDER_UPDATE\"") => (MessageKind.OrderUpdate, 14),
            'R' when Is(at, "\"TRANSACTION\"") => (MessageKind.Transaction, 13),
            'I' when Is(at, "\"PING\"") => (MessageKind.Ping, 6),
            _ => (MessageKind.Unknown, 0),
        };
        if (length == 0)
            return None;
        _there |= FastField.Event;
        return at + length;
    }

    private int ScanSide(int at)
    {
        if (Is(at, "\"BUY\""))
        {
            _there |= FastField.Side;
            _side = Side.Buy;
            return at + 5;
        }

        if (!Is(at, "\"SELL\""))
            return None;
        _there |= FastField.Side;
        _side = Side.Sell;
        return at + 6;
    }

    private int ScanDecimal(FastField field, int at, out decimal value)
    {
        value = 0;
        if (Peek(at) == 'n')
            return SkipNull(at);
        var isText = Peek(at) == '"';
        at = FastNumber.Parse(_text, isText ? at + 1 : at, out var mantissa, out var scale);
        if (at == None)
            return None;
        _there |= field;
        value = ToDecimal(mantissa, scale);
        return isText ? SkipQuote(at) : at;
    }

    private int ScanInteger(FastField field, int at, out long value)
    {
        value = 0;
        if (Peek(at) == 'n')
            return SkipNull(at);
        var isText = Peek(at) == '"';
        at = FastNumber.Parse(_text, isText ? at + 1 : at, out var mantissa, out var scale);
        if (at == None || scale > 0)
            return None;
        _there |= field;
        value = (long)mantissa;
        return isText ? SkipQuote(at) : at;
    }

    // The one number that may be below 0, for a rebate.
    private int ScanFee(int at)
    {
        if (Peek(at) != '-')
            return ScanDecimal(FastField.Fee, at, out _fee);
        if (Peek(at + 1) is '"' or 'n')
            return None;
        at = ScanDecimal(FastField.Fee, at + 1, out _fee);
        _fee = _fee == 0 ? _fee : -_fee;
        return at;
    }

    private int ScanText(FastField field, int at, out Range value)
    {
        value = default;
        if (Peek(at) == 'n')
            return SkipNull(at);
        var end = EndOfString(at);
        if (end == None)
            return None;
        _there |= field;
        value = (at + 1)..end;
        return end + 1;
    }
}
