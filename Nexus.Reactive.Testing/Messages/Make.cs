using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive.Testing;

/// <summary>Creates messages for tests. Omitted values are <see cref="Symbol"/>, <see cref="Marbles.DefaultStart"/> and simple defaults.</summary>
/// <remarks>A level is written as price, <c>x</c> and quantity: <c>100x9</c> is a quantity of 9 at a price of 100.</remarks>
public static class Make
{
    /// <summary>The default symbol: <c>SPOT_BTC_USDT</c>.</summary>
    public static Symbol Symbol { get; } = Symbol.Parse("SPOT_BTC_USDT");

    /// <summary>Creates a book from bids, a vertical bar and asks, such as <c>100x9 99x2 | 101x1</c>. A side may be empty.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    /// <param name="timestamp">The exchange's time.</param>
    public static Book Book(string levels, string? symbol = null, DateTimeOffset? timestamp = null) => Book(levels, ParseSymbol(symbol), timestamp);

    /// <inheritdoc cref="Book(string, string?, DateTimeOffset?)"/>
    public static Book Book(string levels, Symbol symbol, DateTimeOffset? timestamp = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return levels.Split('|') is [var bids, var asks]
            ? new Book(symbol, GetTime(timestamp), Levels(asks), Levels(bids))
            : throw new MarbleException($"A book must consist of bids, a vertical bar and asks, such as \"100x9 99x2 | 101x1\"; this is \"{levels}\".");
    }

    /// <summary>Creates a trade such as <c>99x1 buy</c>; the side is the taker's.</summary>
    /// <param name="trade">Price, quantity and side.</param>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    /// <param name="timestamp">The exchange's time.</param>
    public static Trade Trade(string trade, string? symbol = null, DateTimeOffset? timestamp = null) => Trade(trade, ParseSymbol(symbol), timestamp);

    /// <inheritdoc cref="Trade(string, string?, DateTimeOffset?)"/>
    public static Trade Trade(string trade, Symbol symbol, DateTimeOffset? timestamp = null)
    {
        var (level, side) = LevelAndSide(trade);
        return new Trade(symbol, GetTime(timestamp), level.Price, level.Quantity, side);
    }

    /// <summary>Creates an update of an order such as <c>100x5 buy</c>.</summary>
    /// <param name="order">Limit price, ordered quantity and side.</param>
    /// <param name="id">The order's id.</param>
    /// <param name="status">The order's status.</param>
    /// <param name="executed">The quantity that was executed by this event.</param>
    /// <param name="executedPrice">The price of the execution. If it is omitted and a quantity was executed, the limit price is used.</param>
    /// <param name="total">The total executed quantity, if the exchange reports it.</param>
    /// <param name="type">The order's type; a market order has no limit price.</param>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    /// <param name="timestamp">The exchange's time.</param>
    public static OrderUpdate Order(
        string order,
        long id = 1,
        OrderStatus status = OrderStatus.New,
        decimal executed = 0,
        decimal? executedPrice = null,
        decimal? total = null,
        OrderType type = OrderType.Limit,
        string? symbol = null,
        DateTimeOffset? timestamp = null) => Order(order, ParseSymbol(symbol), id, status, executed, executedPrice, total, type, timestamp);

    /// <inheritdoc cref="Order(string, long, OrderStatus, decimal, decimal?, decimal?, OrderType, string?, DateTimeOffset?)"/>
    public static OrderUpdate Order(
        string order,
        Symbol symbol,
        long id = 1,
        OrderStatus status = OrderStatus.New,
        decimal executed = 0,
        decimal? executedPrice = null,
        decimal? total = null,
        OrderType type = OrderType.Limit,
        DateTimeOffset? timestamp = null)
    {
        var (level, side) = LevelAndSide(order);
        return new OrderUpdate
        {
            Timestamp = GetTime(timestamp),
            Symbol = symbol,
            OrderId = id,
            OrderType = type,
            OrderTypeText = GetText(type),
            Side = side,
            Status = status,
            StatusText = GetText(status),
            OrderPrice = type == OrderType.Market ? null : level.Price,
            OrderQuantity = level.Quantity,
            ExecutedPrice = executedPrice ?? (executed == 0 ? null : level.Price),
            ExecutedQuantity = executed,
            AggregatedExecutedQuantity = total,
        };
    }

    /// <summary>Creates a fill of an order, such as <c>100x2 buy</c>.</summary>
    /// <param name="fill">Price, quantity and side.</param>
    /// <param name="id">The transaction's id.</param>
    /// <param name="orderId">The order's id.</param>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    /// <param name="timestamp">The exchange's time.</param>
    public static Transaction Transaction(
        string fill, long id = 1, long orderId = 1, string? symbol = null, DateTimeOffset? timestamp = null) =>
        Transaction(fill, ParseSymbol(symbol), id, orderId, timestamp);

    /// <inheritdoc cref="Transaction(string, long, long, string?, DateTimeOffset?)"/>
    public static Transaction Transaction(string fill, Symbol symbol, long id = 1, long orderId = 1, DateTimeOffset? timestamp = null)
    {
        var (level, side) = LevelAndSide(fill);
        return new Transaction
        {
            Timestamp = GetTime(timestamp),
            Id = id,
            Symbol = symbol,
            OrderId = orderId,
            ExecutedPrice = level.Price,
            ExecutedQuantity = level.Quantity,
            Side = side,
        };
    }

    /// <summary>Creates a gap in the stream.</summary>
    /// <param name="reason">The reason for the gap.</param>
    /// <param name="symbol">The affected symbol; all symbols if it is omitted.</param>
    public static FeedGap Gap(string reason = "cut", string? symbol = null) =>
        new(reason, symbol is null ? null : Nexus.Reactive.Symbol.Parse(symbol));

    /// <inheritdoc cref="Gap(string, string?)"/>
    public static FeedGap Gap(Symbol symbol, string reason = "cut") => new(reason, symbol);

    /// <summary>Creates the end of the gaps of all symbols.</summary>
    public static FeedResumed Resumed() => new();

    /// <summary>Creates the end of the gap of one symbol.</summary>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    public static FeedResumed Resumed(string symbol) => new(Nexus.Reactive.Symbol.Parse(symbol));

    /// <inheritdoc cref="Resumed(string)"/>
    public static FeedResumed Resumed(Symbol symbol) => new(symbol);

    /// <summary>Creates an answer to a ping.</summary>
    /// <param name="timestamp">The exchange's time.</param>
    public static Ping Ping(DateTimeOffset? timestamp = null) => new(GetTime(timestamp));

    private static Symbol ParseSymbol(string? symbol) => symbol is null ? Symbol : Nexus.Reactive.Symbol.Parse(symbol);

    private static DateTimeOffset GetTime(DateTimeOffset? timestamp) => timestamp ?? Marbles.DefaultStart;

    private static (Level Level, Side Side) LevelAndSide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var level, var side]
            ? (ParseLevel(level), ParseSide(side))
            : throw new MarbleException($"Price x quantity and a side are required, such as \"99x1 buy\"; this is \"{text}\".");
    }

    private static Side ParseSide(string text) => text switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => throw new MarbleException($"A side must be buy or sell; this is \"{text}\"."),
    };

    private static ImmutableArray<Level> Levels(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseLevel)];

    private static Level ParseLevel(string text) =>
        text.Split('x') is [var price, var quantity] && TryRead(price, out var p) && TryRead(quantity, out var q)
            ? new Level(p, q)
            : throw new MarbleException($"A level must be price x quantity, such as \"100x9\"; this is \"{text}\".");

    private static bool TryRead(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static string GetText(OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT",
        OrderType.Market => "MARKET",
        OrderType.ImmediateOrCancel => "IOC",
        OrderType.FillOrKill => "FOK",
        OrderType.PostOnly => "POST_ONLY",
        OrderType.Ask => "ASK",
        OrderType.Bid => "BID",
        OrderType.Liquidate => "LIQUIDATE",
        _ => "UNKNOWN",
    };

    private static string GetText(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIAL_FILLED",
        OrderStatus.Filled => "FILLED",
        OrderStatus.Cancelled => "CANCELLED",
        OrderStatus.Rejected => "REJECTED",
        _ => "UNKNOWN",
    };
}
