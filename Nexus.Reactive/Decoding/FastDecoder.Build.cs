namespace Nexus.Reactive;

/// <summary>The message of the fields, if all that it needs are there and hold what they may.</summary>
internal ref partial struct FastDecoder
{
    private const FastField PingFields = FastField.Event | FastField.Timestamp;
    private const FastField BookFields = PingFields | FastField.Symbol | FastField.Data | FastField.Asks | FastField.Bids;
    private const FastField TradeFields = PingFields | FastField.Symbol | FastField.Data | FastField.Price | FastField.Quantity | FastField.Side;
    private const FastField OwnFields = PingFields | FastField.Data | FastField.DataSymbol | FastField.OrderId | FastField.Side;
    private const FastField OrderFields = OwnFields | FastField.OrderType | FastField.Status;
    private const FastField TransactionFields = OwnFields | FastField.Id | FastField.ExecutedPrice | FastField.ExecutedQuantity;

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
            _ => null,
        };
    }

    private readonly Book? BuildBook() =>
        TryGetSymbol(_symbol, out var symbol) &&
        TryArrange(_asks, BookSide.Ask, out var asks) &&
        TryArrange(_bids, BookSide.Bid, out var bids)
            ? Book.OfArranged(symbol, Time(), asks, bids)
            : null;

    private readonly Trade? BuildTrade() =>
        IsAbove0(_price) && TryGetSymbol(_symbol, out var symbol) ? new Trade(symbol, Time(), _price, _quantity, _side) : null;

    private readonly OrderUpdate? BuildOrderUpdate()
    {
        if (!TryGetSymbol(_dataSymbol, out var symbol))
            return null;
        var type = Vocabulary.OrderType(TextOf(_orderType), out var typeText);
        var status = Vocabulary.OrderStatus(TextOf(_status), out var statusText);
        return new OrderUpdate(
            Time(),
            symbol,
            _orderId,
            type,
            typeText,
            IsAbove0(_orderPrice) ? _orderPrice : null,
            Has(FastField.OrderQuantity) ? _orderQuantity : null,
            IsAbove0(_executedPrice) ? _executedPrice : null,
            _executedQuantity,
            Has(FastField.AggregatedExecutedQuantity) ? _aggregatedExecutedQuantity : null,
            _side,
            status,
            statusText);
    }

    private readonly Transaction? BuildTransaction()
    {
        if (!IsAbove0(_executedPrice) || !TryGetSymbol(_dataSymbol, out var symbol))
            return null;
        return new Transaction(
            Time(),
            _id,
            symbol,
            _orderId,
            _executedPrice,
            _executedQuantity,
            Has(FastField.Fee) ? _fee : null,
            Has(FastField.FeeAsset) ? TextOf(_feeAsset).ToString() : null,
            _side);
    }

    // Cheaper than a comparison of decimals.
    private static bool IsAbove0(decimal value) => Math.Sign(value) > 0;

    private readonly bool HasAll(FastField fields) => (_there & fields) == fields;

    private readonly bool Has(FastField field) => (_there & field) != FastField.None;

    private readonly DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds(_timestamp);

    private readonly bool TryGetSymbol(Piece piece, out Symbol symbol)
    {
        var isUsual = FastNumber.TryLook(_text, piece.Start, out var window) && UsualSymbol.Is(window, piece.Length);
        return UsualSymbol.TryGet(TextOf(piece), isUsual, _symbols, out symbol);
    }
}
