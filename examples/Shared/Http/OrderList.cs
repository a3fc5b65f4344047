using System.Text.Json;
using Nexus.Reactive;

namespace Nexus.Examples;

/// <summary>Reads the simulator's answer to <c>GET /orders</c>.</summary>
internal static class OrderList
{
    /// <exception cref="KeyNotFoundException">A field is missing.</exception>
    public static OrderSnapshot Read(JsonElement json, Symbol symbol) => new()
    {
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("timestamp").GetInt64()),
        Symbol = symbol,
        Orders = [.. json.GetProperty("orders").EnumerateArray().Select(order => ReadOrder(order, symbol))],
    };

    private static OrderSnapshotEntry ReadOrder(JsonElement json, Symbol symbol) => new()
    {
        OrderId = json.GetProperty("order_id").GetInt64(),
        Symbol = symbol,
        Side = json.GetProperty("side").GetString() == "BUY" ? Side.Buy : Side.Sell,
        Type = json.GetProperty("order_type").GetString() switch
        {
            "LIMIT" => OrderType.Limit,
            "MARKET" => OrderType.Market,
            "IOC" => OrderType.ImmediateOrCancel,
            _ => OrderType.Unknown,
        },
        Price = json.GetProperty("order_price").GetDecimal(),
        Quantity = json.GetProperty("order_quantity").GetDecimal(),
        Filled = json.GetProperty("executed_quantity").GetDecimal(),
        AveragePrice = json.GetProperty("average_price").GetDecimal(),
        Status = json.GetProperty("status").GetString() switch
        {
            "NEW" => OrderStatus.New,
            "PARTIAL_FILLED" => OrderStatus.PartiallyFilled,
            "FILLED" => OrderStatus.Filled,
            "CANCELLED" => OrderStatus.Cancelled,
            "REJECTED" => OrderStatus.Rejected,
            _ => OrderStatus.Unknown,
        },
    };
}
