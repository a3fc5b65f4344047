namespace Nexus.Reactive.Tests.Decoding;

/// <summary>One valid message of each kind, and ways to make it invalid.</summary>
internal static class Samples
{
    public const string Ping = """{"event":"PING","timestamp":1564710591905}""";

    public const string Book = """
        {"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1564710591905,"data":{"asks":[{"price":102,"quantity":2},{"price":101.5,"quantity":1}],"bids":[{"price":100,"quantity":0.1},{"price":99,"quantity":3}]}}
        """;

    public const string Trade = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1566455535271,"data":{"price":10005.67,"quantity":0.002099,"side":"SELL"}}""";

    public const string OrderUpdate = """
        {"event":"ORDER_UPDATE","timestamp":1564710591905,"data":{"symbol":"SPOT_BTC_USDT","order_type":"LIMIT","order_price":123,"order_quantity":0.1,"order_id":254558,"executed_price":124,"executed_quantity":0.05,"aggregated_executed_quantity":0.07,"side":"SELL","status":"PARTIAL_FILLED"}}
        """;

    public const string Transaction = """
        {"event":"TRANSACTION","timestamp":1564710591905,"data":{"id":5,"symbol":"SPOT_BTC_USDT","order_id":254558,"executed_price":124,"executed_quantity":0.05,"fee":-0.001,"fee_asset":"BTC","side":"BUY"}}
        """;

    public const string Gap = """{"event":"FEED_GAP","symbol":"SPOT_BTC_USDT","data":{"reason":"reconnected"}}""";

    public const string Resumed = """{"event":"FEED_RESUMED","symbol":"SPOT_BTC_USDT"}""";

    public const string Unknown = """{"event":"POSITIONS","data":[{"holding":1.5},{"holding":null,"x":[true,"\u00e9"]}]}""";

    public static readonly string[] Typed = [Ping, Book, Trade, OrderUpdate, Transaction, Gap, Resumed];

    public static readonly string[] All = [.. Typed, Unknown];

    /// <summary>A TRADE with another text as its price.</summary>
    public static string TradeAt(string price) => Trade.Replace("10005.67", price, StringComparison.Ordinal);

    public static T Decode<T>(string text)
        where T : NexusMessage => NexusDecoder.Decode(text) as T ?? throw new AssertionException($"{text} gave {NexusDecoder.Decode(text)}");

    public static string With(this string json, string field, string value) =>
        System.Text.RegularExpressions.Regex.Replace(
            json, $"\"{field}\":(\"[^\"]*\"|\\[.*?\\]|[^,}}]*)", _ => $"\"{field}\":{value}", default, TimeSpan.FromSeconds(1));

    public static string GetReason(string? text) => NexusDecoder.Decode(text!) is MalformedMessage malformed ? malformed.Reason : "not malformed";
}
