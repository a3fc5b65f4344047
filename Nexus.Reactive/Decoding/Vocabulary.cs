namespace Nexus.Reactive;

/// <summary>The exchange's words for what orders are and how they stand.</summary>
internal static class Vocabulary
{
    public static OrderType OrderType(ReadOnlySpan<char> text) => text switch
    {
        "LIMIT" => Reactive.OrderType.Limit,
        "MARKET" => Reactive.OrderType.Market,
        "IOC" => Reactive.OrderType.ImmediateOrCancel,
        "FOK" => Reactive.OrderType.FillOrKill,
        "POST_ONLY" => Reactive.OrderType.PostOnly,
        "ASK" => Reactive.OrderType.Ask,
        "BID" => Reactive.OrderType.Bid,
        "LIQUIDATE" => Reactive.OrderType.Liquidate,
        _ => Reactive.OrderType.Unknown,
    };

    public static OrderStatus OrderStatus(ReadOnlySpan<char> text) => text switch
    {
        "NEW" => Reactive.OrderStatus.New,
        "PARTIAL_FILLED" => Reactive.OrderStatus.PartiallyFilled,
        "FILLED" => Reactive.OrderStatus.Filled,
        "CANCELLED" => Reactive.OrderStatus.Cancelled,
        "REJECTED" => Reactive.OrderStatus.Rejected,
        _ => Reactive.OrderStatus.Unknown,
    };
}
