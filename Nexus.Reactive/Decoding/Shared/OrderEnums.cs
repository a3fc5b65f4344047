namespace Nexus.Reactive;

/// <summary>The exchange's names of order types and statuses. Messages share the strings of known names.</summary>
internal static class OrderEnums
{
    public static OrderType OrderType(ReadOnlySpan<char> word, out string text)
    {
        (var type, text) = word switch
        {
            "LIMIT" => (Reactive.OrderType.Limit, "LIMIT"),
            "MARKET" => (Reactive.OrderType.Market, "MARKET"),
            "IOC" => (Reactive.OrderType.ImmediateOrCancel, "IOC"),
            "FOK" => (Reactive.OrderType.FillOrKill, "FOK"),
            "POST_ONLY" => (Reactive.OrderType.PostOnly, "POST_ONLY"),
            "ASK" => (Reactive.OrderType.Ask, "ASK"),
            "BID" => (Reactive.OrderType.Bid, "BID"),
            "LIQUIDATE" => (Reactive.OrderType.Liquidate, "LIQUIDATE"),
            _ => (Reactive.OrderType.Unknown, word.ToString()),
        };
        return type;
    }

    public static OrderStatus OrderStatus(ReadOnlySpan<char> word, out string text)
    {
        (var status, text) = word switch
        {
            "NEW" => (Reactive.OrderStatus.New, "NEW"),
            "PARTIAL_FILLED" => (Reactive.OrderStatus.PartiallyFilled, "PARTIAL_FILLED"),
            "FILLED" => (Reactive.OrderStatus.Filled, "FILLED"),
            "CANCELLED" => (Reactive.OrderStatus.Cancelled, "CANCELLED"),
            "REJECTED" => (Reactive.OrderStatus.Rejected, "REJECTED"),
            _ => (Reactive.OrderStatus.Unknown, word.ToString()),
        };
        return status;
    }
}
