using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nexus.Reactive.Benchmarks;

/// <summary>The usual ways to read the exchange's JSON.</summary>
internal static class Peers
{
    private static readonly JsonSerializerSettings Settings = new() { DateParseHandling = DateParseHandling.None };

    public static object? JObjectThenToObject(string text)
    {
        var message = JObject.Parse(text);
        var data = message["data"]!;
        return (string?)message["event"] switch
        {
            "BOOK" => data.ToObject<BookData>(),
            "TRADE" => data.ToObject<TradeData>(),
            "ORDER_UPDATE" => data.ToObject<OrderUpdateData>(),
            _ => data.ToObject<TransactionData>(),
        };
    }

    public static Envelope<T>? Newtonsoft<T>(string text) => JsonConvert.DeserializeObject<Envelope<T>>(text, Settings);

    /// <summary>Transcodes, then reads the tokens and creates this library's messages; for BOOK and TRADE.</summary>
    public static NexusMessage Utf8ByHand(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var reader = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
            return Utf8Walk.Read(ref reader);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Performs the minimum work: allocates the message and copies its levels.</summary>
    public static NexusMessage Floor(NexusMessage message) => message switch
    {
        Book book => Book.FromOrdered(book.Symbol, book.Timestamp, Copy(book.Asks), Copy(book.Bids)),
        Trade t => new Trade(t.Symbol, t.Timestamp, t.Price, t.Quantity, t.Side),
        OrderUpdate u => u with { },
        Transaction t => t with { },
        _ => message,
    };

    private static ImmutableArray<Level> Copy(ImmutableArray<Level> levels) => ImmutableCollectionsMarshal.AsImmutableArray(levels.AsSpan().ToArray());
}

public sealed class Envelope<T>
{
    [JsonPropertyName("event"), JsonProperty("event")]
    public string? Event { get; set; }

    [JsonPropertyName("symbol"), JsonProperty("symbol")]
    public string? Symbol { get; set; }

    [JsonPropertyName("timestamp"), JsonProperty("timestamp")]
    public long Timestamp { get; set; }

    [JsonPropertyName("data"), JsonProperty("data")]
    public T? Data { get; set; }
}

public sealed class LevelData
{
    [JsonPropertyName("price"), JsonProperty("price")]
    public decimal Price { get; set; }

    [JsonPropertyName("quantity"), JsonProperty("quantity")]
    public decimal Quantity { get; set; }
}

public sealed class BookData
{
    [JsonPropertyName("asks"), JsonProperty("asks")]
    public List<LevelData>? Asks { get; set; }

    [JsonPropertyName("bids"), JsonProperty("bids")]
    public List<LevelData>? Bids { get; set; }
}

public sealed class TradeData
{
    [JsonPropertyName("price"), JsonProperty("price")]
    public decimal Price { get; set; }

    [JsonPropertyName("quantity"), JsonProperty("quantity")]
    public decimal Quantity { get; set; }

    [JsonPropertyName("side"), JsonProperty("side")]
    public string? Side { get; set; }
}

public sealed class OrderUpdateData
{
    [JsonPropertyName("symbol"), JsonProperty("symbol")]
    public string? Symbol { get; set; }

    [JsonPropertyName("order_type"), JsonProperty("order_type")]
    public string? OrderType { get; set; }

    [JsonPropertyName("order_price"), JsonProperty("order_price")]
    public decimal? OrderPrice { get; set; }

    [JsonPropertyName("order_quantity"), JsonProperty("order_quantity")]
    public decimal? OrderQuantity { get; set; }

    [JsonPropertyName("order_id"), JsonProperty("order_id")]
    public long OrderId { get; set; }

    [JsonPropertyName("executed_price"), JsonProperty("executed_price")]
    public decimal? ExecutedPrice { get; set; }

    [JsonPropertyName("executed_quantity"), JsonProperty("executed_quantity")]
    public decimal? ExecutedQuantity { get; set; }

    [JsonPropertyName("side"), JsonProperty("side")]
    public string? Side { get; set; }

    [JsonPropertyName("status"), JsonProperty("status")]
    public string? Status { get; set; }
}

public sealed class TransactionData
{
    [JsonPropertyName("id"), JsonProperty("id")]
    public long Id { get; set; }

    [JsonPropertyName("symbol"), JsonProperty("symbol")]
    public string? Symbol { get; set; }

    [JsonPropertyName("order_id"), JsonProperty("order_id")]
    public long OrderId { get; set; }

    [JsonPropertyName("executed_price"), JsonProperty("executed_price")]
    public decimal ExecutedPrice { get; set; }

    [JsonPropertyName("executed_quantity"), JsonProperty("executed_quantity")]
    public decimal ExecutedQuantity { get; set; }

    [JsonPropertyName("side"), JsonProperty("side")]
    public string? Side { get; set; }
}

/// <summary>The same messages as immutable records, like this library's messages.</summary>
public sealed record RecordEnvelope<T>(
    [property: JsonPropertyName("event")] string Event,
    [property: JsonPropertyName("symbol")] string? Symbol,
    [property: JsonPropertyName("timestamp")] long Timestamp,
    [property: JsonPropertyName("data")] T Data);

public readonly record struct LevelRecord([property: JsonPropertyName("price")] decimal Price, [property: JsonPropertyName("quantity")] decimal Quantity);

public sealed record BookRecord(
    [property: JsonPropertyName("asks")] ImmutableArray<LevelRecord> Asks,
    [property: JsonPropertyName("bids")] ImmutableArray<LevelRecord> Bids);

public sealed record TradeRecord(
    [property: JsonPropertyName("price")] decimal Price,
    [property: JsonPropertyName("quantity")] decimal Quantity,
    [property: JsonPropertyName("side")] string Side);

public sealed record OrderUpdateRecord(
    [property: JsonPropertyName("symbol")] string Symbol,
    [property: JsonPropertyName("order_type")] string OrderType,
    [property: JsonPropertyName("order_price")] decimal? OrderPrice,
    [property: JsonPropertyName("order_quantity")] decimal? OrderQuantity,
    [property: JsonPropertyName("order_id")] long OrderId,
    [property: JsonPropertyName("executed_price")] decimal? ExecutedPrice,
    [property: JsonPropertyName("executed_quantity")] decimal? ExecutedQuantity,
    [property: JsonPropertyName("side")] string Side,
    [property: JsonPropertyName("status")] string Status);

public sealed record TransactionRecord(
    [property: JsonPropertyName("id")] long Id,
    [property: JsonPropertyName("symbol")] string Symbol,
    [property: JsonPropertyName("order_id")] long OrderId,
    [property: JsonPropertyName("executed_price")] decimal ExecutedPrice,
    [property: JsonPropertyName("executed_quantity")] decimal ExecutedQuantity,
    [property: JsonPropertyName("side")] string Side);

[JsonSerializable(typeof(RecordEnvelope<BookRecord>))]
[JsonSerializable(typeof(RecordEnvelope<TradeRecord>))]
[JsonSerializable(typeof(RecordEnvelope<OrderUpdateRecord>))]
[JsonSerializable(typeof(RecordEnvelope<TransactionRecord>))]
[JsonSerializable(typeof(Envelope<BookData>))]
[JsonSerializable(typeof(Envelope<TradeData>))]
[JsonSerializable(typeof(Envelope<OrderUpdateData>))]
[JsonSerializable(typeof(Envelope<TransactionData>))]
internal sealed partial class PeerJson : JsonSerializerContext;
