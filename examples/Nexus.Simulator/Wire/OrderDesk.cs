using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Nexus.Simulator.Wire;

/// <summary>
/// Accepts orders over HTTP, with the client key in the header <c>X-Client-Key</c>. <c>POST /orders</c> with <c>symbol</c>, <c>side</c>, <c>order_type</c>,
/// <c>order_price</c> (except for MARKET) and <c>order_quantity</c> responds with 201 and the <c>order_id</c>. <c>DELETE /orders/{order_id}</c> responds with
/// 204, or with 404 if the order does not rest. <c>GET /orders?symbol={symbol}</c> lists the key's open orders, and with <c>done_after={timestamp}</c> those that were done later than that. Updates of the order are sent to the key's websockets.
/// </summary>
internal sealed class OrderDesk(IReadOnlyList<string> keys, IReadOnlyDictionary<string, SymbolStream> streams)
{
    public const string KeyHeader = "X-Client-Key";

    /// <param name="context">The request.</param>
    /// <param name="path">The path after <c>/orders</c>.</param>
    public Task ServeAsync(HttpContext context, ReadOnlyMemory<string> path)
    {
        if (context.Request.Headers[KeyHeader].ToString() is var key && !keys.Contains(key))
            return Refuse(context, StatusCodes.Status401Unauthorized, "unknown key");
        return (context.Request.Method, path.Length) switch
        {
            ("POST", 0) => PlaceAsync(context, key),
            ("GET", 0) => ListAsync(context, key),
            ("DELETE", 1) => CancelAsync(context, key, path.Span[0]),
            (_, 0 or 1) => Refuse(context, StatusCodes.Status405MethodNotAllowed, "POST /orders, GET /orders?symbol=SYMBOL or DELETE /orders/{order_id}"),
            _ => Refuse(context, StatusCodes.Status404NotFound, "no such page"),
        };
    }

    private async Task PlaceAsync(HttpContext context, string key)
    {
        OrderRequest request;
        try
        {
            using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            request = OrderRequest.Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, exception.Message);
            return;
        }

        if (streams.GetValueOrDefault(request.Symbol)?.Place(key, request) is not { } id)
        {
            await Refuse(context, StatusCodes.Status404NotFound, $"symbol: no market for '{request.Symbol}'");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"order_id":{{id}}}"""));
    }

    private async Task ListAsync(HttpContext context, string key)
    {
        var symbol = context.Request.Query["symbol"].ToString();
        var time = context.Request.Query["done_after"].ToString();
        var after = long.MaxValue;
        if (time.Length > 0 && !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "done_after: a time in milliseconds is required");
            return;
        }

        if (streams.GetValueOrDefault(symbol)?.List(key, after) is not var (timestamp, orders))
        {
            await Refuse(context, StatusCodes.Status404NotFound, $"symbol: no market for '{symbol}'");
            return;
        }

        var answer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp", timestamp);
            json.WriteStartArray("orders");
            foreach (var order in orders)
                order.Write(json, symbol);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        await context.Response.Body.WriteAsync(answer.WrittenMemory, context.RequestAborted);
    }

    private Task CancelAsync(HttpContext context, string key, string order)
    {
        if (!long.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return Refuse(context, StatusCodes.Status400BadRequest, "order_id: a whole number is required");
        if (!streams.Values.Any(stream => stream.Cancel(key, id)))
            return Refuse(context, StatusCodes.Status404NotFound, $"order_id: no order {order} rests");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["error"] = error }));
    }
}
