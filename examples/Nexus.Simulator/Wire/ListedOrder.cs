using System.Text.Json;
using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Wire;

/// <summary>An order in the answer to <c>GET /orders</c>.</summary>
internal sealed record ListedOrder(Order Order, string Status)
{
    /// <summary>Writes the order with the names of the websocket.</summary>
    public void Write(Utf8JsonWriter json, string symbol)
    {
        var executed = Order.Quantity - Order.Remaining;
        json.WriteStartObject();
        json.WriteNumber("order_id", Order.Id);
        json.WriteString("symbol", symbol);
        json.WriteString("side", MessageWriter.Text(Order.Side));
        json.WriteString("order_type", MessageWriter.Text(Order.Kind));
        json.WriteNumber("order_price", Order.Price ?? 0);
        json.WriteNumber("order_quantity", Order.Quantity);
        json.WriteNumber("executed_quantity", executed);
        json.WriteNumber("average_price", executed == 0 ? 0 : Order.Notional / executed);
        json.WriteString("status", Status);
        json.WriteEndObject();
    }
}
