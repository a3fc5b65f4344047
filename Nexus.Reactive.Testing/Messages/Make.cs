using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive.Testing;

/// <summary>Messages in short: what a test does not say is <see cref="Symbol"/>, <see cref="Marbles.DefaultStart"/> and the plainest value.</summary>
/// <remarks>A level is price × quantity with an <c>x</c> between: <c>100x9</c> is 9 at 100.</remarks>
public static class Make
{
    /// <summary>The symbol where none is said: <c>SPOT_BTC_USDT</c>.</summary>
    public static Symbol Symbol { get; } = Symbol.Parse("SPOT_BTC_USDT");

    /// <summary>A book: bids, a bar, asks, such as <c>100x9 99x2 | 101x1</c>. A side may be empty.</summary>
    /// <param name="levels">The levels.</param>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    /// <param name="timestamp">The exchange's time.</param>
    public static Book Book(string levels, string? symbol = null, DateTimeOffset? timestamp = null)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return levels.Split('|') is [var bids, var asks]
            ? new Book(ParseSymbol(symbol), GetTime(timestamp), Levels(asks), Levels(bids))
            : throw new MarbleException($"A book is bids, a bar and asks, such as \"100x9 99x2 | 101x1\"; this is \"{levels}\".");
    }

    /// <summary>A trade such as <c>99x1 buy</c>; the side is the taker's.</summary>
    /// <param name="trade">Price, quantity and side.</param>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    /// <param name="timestamp">The exchange's time.</param>
    public static Trade Trade(string trade, string? symbol = null, DateTimeOffset? timestamp = null)
    {
        var (level, side) = LevelAndSide(trade);
        return new Trade(ParseSymbol(symbol), GetTime(timestamp), level.Price, level.Quantity, side);
    }

    /// <summary>An update of an order such as <c>100x5 buy</c>.</summary>
    /// <param name="order">Limit price, ordered quantity and side.</param>
    /// <param name="id">The order's id.</param>
    /// <param name="status">Its status.</param>
    /// <param name="executed">What was executed by this event.</param>
    /// <param name="executedPrice">At which price; the limit price when something was executed and none is said.</param>
    /// <param name="total">What was executed in all, where the exchange says so.</param>
    /// <param name="type">Its type; a market order keeps no limit price.</param>
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
        DateTimeOffset? timestamp = null)
    {
        var (level, side) = LevelAndSide(order);
        return new OrderUpdate
        {
            Timestamp = GetTime(timestamp),
            Symbol = ParseSymbol(symbol),
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

    /// <summary>A fill such as <c>100x2 buy</c> of an order.</summary>
    /// <param name="fill">Price, quantity and side.</param>
    /// <param name="id">The transaction's id.</param>
    /// <param name="orderId">The order's id.</param>
    /// <param name="symbol">The symbol, such as <c>SPOT_ETH_USDT</c>.</param>
    /// <param name="timestamp">The exchange's time.</param>
    public static Transaction Transaction(
        string fill, long id = 1, long orderId = 1, string? symbol = null, DateTimeOffset? timestamp = null)
    {
        var (level, side) = LevelAndSide(fill);
        return new Transaction
        {
            Timestamp = GetTime(timestamp),
            Id = id,
            Symbol = ParseSymbol(symbol),
            OrderId = orderId,
            ExecutedPrice = level.Price,
            ExecutedQuantity = level.Quantity,
            Side = side,
        };
    }

    /// <summary>A hole in the stream.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="symbol">The symbol it concerns; all of them when not said.</param>
    public static FeedGap Gap(string reason = "cut", string? symbol = null) =>
        new(reason, symbol is null ? null : Nexus.Reactive.Symbol.Parse(symbol));

    /// <summary>A ping's answer.</summary>
    /// <param name="timestamp">The exchange's time.</param>
    public static Ping Ping(DateTimeOffset? timestamp = null) => new(GetTime(timestamp));

    private static Symbol ParseSymbol(string? symbol) => symbol is null ? Symbol : Nexus.Reactive.Symbol.Parse(symbol);

    private static DateTimeOffset GetTime(DateTimeOffset? timestamp) => timestamp ?? Marbles.DefaultStart;

    private static (Level Level, Side Side) LevelAndSide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var level, var side]
            ? (ParseLevel(level), ParseSide(side))
            : throw new MarbleException($"Price x quantity and a side are due, such as \"99x1 buy\"; this is \"{text}\".");
    }

    private static Side ParseSide(string text) => text switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        _ => throw new MarbleException($"A side is buy or sell; this is \"{text}\"."),
    };

    private static ImmutableArray<Level> Levels(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseLevel)];

    private static Level ParseLevel(string text) =>
        text.Split('x') is [var price, var quantity] && TryRead(price, out var p) && TryRead(quantity, out var q)
            ? new Level(p, q)
            : throw new MarbleException($"A level is price x quantity, such as \"100x9\"; this is \"{text}\".");

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
