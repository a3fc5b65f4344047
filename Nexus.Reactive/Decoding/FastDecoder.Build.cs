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

    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

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
        _price > 0 && TryGetSymbol(_symbol, out var symbol) ? new Trade(symbol, Time(), _price, _quantity, _side) : null;

    private readonly OrderUpdate? BuildOrderUpdate()
    {
        if (!TryGetSymbol(_dataSymbol, out var symbol))
            return null;
        var type = Vocabulary.OrderType(_text[_orderType], out var typeText);
        var status = Vocabulary.OrderStatus(_text[_status], out var statusText);
        return new OrderUpdate(
            Time(),
            symbol,
            _orderId,
            type,
            typeText,
            _orderPrice > 0 ? _orderPrice : null,
            Has(FastField.OrderQuantity) ? _orderQuantity : null,
            _executedPrice > 0 ? _executedPrice : null,
            _executedQuantity,
            Has(FastField.AggregatedExecutedQuantity) ? _aggregatedExecutedQuantity : null,
            _side,
            status,
            statusText);
    }

    private readonly Transaction? BuildTransaction()
    {
        if (_executedPrice == 0 || !TryGetSymbol(_dataSymbol, out var symbol))
            return null;
        return new Transaction(
            Time(),
            _id,
            symbol,
            _orderId,
            _executedPrice,
            _executedQuantity,
            Has(FastField.Fee) ? _fee : null,
            Has(FastField.FeeAsset) ? _text[_feeAsset].ToString() : null,
            _side);
    }

    private readonly bool HasAll(FastField fields) => (_there & fields) == fields;

    private readonly bool Has(FastField field) => (_there & field) != FastField.None;

    private readonly DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds(_timestamp);

    private readonly bool TryGetSymbol(Range range, out Symbol symbol) =>
        _symbols is null ? Symbol.TryParse(_text[range].ToString(), out symbol) : _symbols.TryGet(_text[range], out symbol);
}
