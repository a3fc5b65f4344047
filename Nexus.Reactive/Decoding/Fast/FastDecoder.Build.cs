using System.Text;

namespace Nexus.Reactive;

/// <summary>Builds the message when all required fields are present and valid.</summary>
internal ref partial struct FastDecoder
{
    private const MessageFieldFlags PingFields = MessageFieldFlags.Event | MessageFieldFlags.Timestamp;
    private const MessageFieldFlags BookFields = PingFields | MessageFieldFlags.Symbol | MessageFieldFlags.Data | MessageFieldFlags.Asks | MessageFieldFlags.Bids;
    private const MessageFieldFlags TradeFields = PingFields | MessageFieldFlags.Symbol | MessageFieldFlags.Data | MessageFieldFlags.Price | MessageFieldFlags.Quantity | MessageFieldFlags.Side;
    private const MessageFieldFlags OwnFields = PingFields | MessageFieldFlags.Data | MessageFieldFlags.DataSymbol | MessageFieldFlags.OrderId | MessageFieldFlags.Side;
    private const MessageFieldFlags OrderFields = OwnFields | MessageFieldFlags.OrderType | MessageFieldFlags.Status;
    private const MessageFieldFlags TransactionFields = OwnFields | MessageFieldFlags.Id | MessageFieldFlags.ExecutedPrice | MessageFieldFlags.ExecutedQuantity;

    public const long LastMillisecond = 253_402_300_799_999;

    private readonly NexusMessage? Build()
    {
        if (_timestamp > LastMillisecond)
            return null;
        return _kind switch
        {
            MessageKind.Ping when HasAll(PingFields) => new Ping(Time()),
            MessageKind.Book when HasAll(BookFields) => BuildBook(),
            MessageKind.Trade when HasAll(TradeFields) => BuildTrade(),
            MessageKind.OrderUpdate when HasAll(OrderFields) => BuildOrderUpdate(),
            MessageKind.Transaction when HasAll(TransactionFields) => BuildTransaction(),
            MessageKind.Resumed => BuildResumed(),
            _ => null,
        };
    }

    private readonly Book? BuildBook() =>
        TryGetSymbol(_symbol, out var symbol) &&
        TryArrange(_asks, BookSide.Ask, out var asks) &&
        TryArrange(_bids, BookSide.Bid, out var bids)
            ? Book.FromOrdered(symbol, Time(), asks, bids)
            : null;

    private readonly Trade? BuildTrade() =>
        IsAbove0(_price) && TryGetSymbol(_symbol, out var symbol) ? new Trade(symbol, Time(), _price, _quantity, _side) : null;

    private readonly OrderUpdate? BuildOrderUpdate()
    {
        if (!TryGetSymbol(_dataSymbol, out var symbol))
            return null;
        var type = OrderEnums.OrderType(GetText(_orderType), out var typeText);
        var status = OrderEnums.OrderStatus(GetText(_status), out var statusText);
        return new OrderUpdate
        {
            Timestamp = Time(),
            Symbol = symbol,
            OrderId = _orderId,
            OrderType = type,
            OrderTypeText = typeText,
            Side = _side,
            Status = status,
            StatusText = statusText,
            OrderPrice = IsAbove0(_orderPrice) ? _orderPrice : null,
            OrderQuantity = Has(MessageFieldFlags.OrderQuantity) ? _orderQuantity : null,
            ExecutedPrice = IsAbove0(_executedPrice) ? _executedPrice : null,
            ExecutedQuantity = _executedQuantity,
            AggregatedExecutedQuantity = Has(MessageFieldFlags.AggregatedExecutedQuantity) ? _aggregatedExecutedQuantity : null,
        };
    }

    private readonly Transaction? BuildTransaction()
    {
        if (!IsAbove0(_executedPrice) || !TryGetSymbol(_dataSymbol, out var symbol))
            return null;
        return new Transaction
        {
            Timestamp = Time(),
            Id = _id,
            Symbol = symbol,
            OrderId = _orderId,
            ExecutedPrice = _executedPrice,
            ExecutedQuantity = _executedQuantity,
            Side = _side,
            Fee = Has(MessageFieldFlags.Fee) ? _fee : null,
            FeeAsset = Has(MessageFieldFlags.FeeAsset) ? Encoding.UTF8.GetString(GetText(_feeAsset)) : null,
        };
    }

    private readonly FeedResumed? BuildResumed()
    {
        if (!Has(MessageFieldFlags.Symbol))
            return new FeedResumed();
        return TryGetSymbol(_symbol, out var symbol) ? new FeedResumed(symbol) : null;
    }

    // Faster than a comparison of decimals.
    private static bool IsAbove0(decimal value) => Math.Sign(value) > 0;

    private readonly bool HasAll(MessageFieldFlags fields) => (_presentFields & fields) == fields;

    private readonly bool Has(MessageFieldFlags field) => (_presentFields & field) != MessageFieldFlags.None;

    private readonly DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds(_timestamp);

    private readonly bool TryGetSymbol(Piece piece, out Symbol symbol)
    {
        var isUsual = NumberScanner.TryLook(_text, piece.Start, out var window) && SymbolMatcher.Is(window, piece.Length);
        return SymbolMatcher.TryGet(GetText(piece), isUsual, _symbols, out symbol);
    }
}
