using System.Text.Json;
using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Wire;

/// <summary>The body of <c>POST /orders</c>. The websocket reports whether the market accepts the order: NEW or REJECTED.</summary>
internal sealed record OrderRequest(string Symbol, OrderSide Side, OrderKind Kind, decimal? Price, decimal Quantity)
{
    /// <exception cref="FormatException">A field is missing or has the wrong type; the message names it.</exception>
    public static OrderRequest Read(JsonElement json)
    {
        var kind = Text(json, "order_type") switch
        {
            "LIMIT" => OrderKind.Limit,
            "MARKET" => OrderKind.Market,
            "IOC" => OrderKind.ImmediateOrCancel,
            var other => throw new FormatException($"order_type: '{other}' is not one of LIMIT, MARKET, IOC"),
        };
        var side = Text(json, "side") switch
        {
            "BUY" => OrderSide.Buy,
            "SELL" => OrderSide.Sell,
            var other => throw new FormatException($"side: '{other}' is neither BUY nor SELL"),
        };
        return new OrderRequest(
            Text(json, "symbol"), side, kind, kind == OrderKind.Market ? null : Number(json, "order_price"), Number(json, "order_quantity"));
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"{name}: a string is required");

    private static decimal Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? number
            : throw new FormatException($"{name}: a number is required");
}
