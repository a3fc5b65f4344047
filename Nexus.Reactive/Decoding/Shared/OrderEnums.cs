namespace Nexus.Reactive;

/// <summary>The exchange's words for what orders are and how they stand. The known words' texts are shared.</summary>
internal static class OrderEnums
{
    private static readonly WordTable<OrderType> Types = new(
        ("LIMIT", Reactive.OrderType.Limit),
        ("MARKET", Reactive.OrderType.Market),
        ("IOC", Reactive.OrderType.ImmediateOrCancel),
        ("FOK", Reactive.OrderType.FillOrKill),
        ("POST_ONLY", Reactive.OrderType.PostOnly),
        ("ASK", Reactive.OrderType.Ask),
        ("BID", Reactive.OrderType.Bid),
        ("LIQUIDATE", Reactive.OrderType.Liquidate));

    private static readonly WordTable<OrderStatus> Statuses = new(
        ("NEW", Reactive.OrderStatus.New),
        ("PARTIAL_FILLED", Reactive.OrderStatus.PartiallyFilled),
        ("FILLED", Reactive.OrderStatus.Filled),
        ("CANCELLED", Reactive.OrderStatus.Cancelled),
        ("REJECTED", Reactive.OrderStatus.Rejected));

    public static OrderType OrderType(ReadOnlySpan<char> word, out string text) => Types.Find(word, out text);

    public static OrderStatus OrderStatus(ReadOnlySpan<char> word, out string text) => Statuses.Find(word, out text);
}
