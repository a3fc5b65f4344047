namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Verifies that a stream's decoder allocates only the message. Byte counts, unlike times, are reproducible.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private static readonly string[] Events = ["PING", "TRADE", "ORDER_UPDATE", "TRANSACTION", "BOOK of 2", "BOOK of 20", "BOOK of 100"];

    [TestCaseSource(nameof(Events))]
    public void Decoding_allocates_only_the_message(string name)
    {
        const int Count = 1000;
        var (text, bytes) = name switch
        {
            "PING" => (Samples.Ping, 32),
            "TRADE" => (Samples.Trade, 80),
            "ORDER_UPDATE" => (Samples.OrderUpdate, 192),
            "TRANSACTION" => (Samples.Transaction.Replace("\"fee_asset\":\"BTC\",", "", StringComparison.Ordinal), 128),
            "BOOK of 20" => (CreateBook(20), 56 + (2 * (24 + (20 * 32)))),
            "BOOK of 100" => (CreateBook(100), 56 + (2 * (24 + (100 * 32)))),
            _ => (Samples.Book, 56 + (2 * (24 + (2 * 32)))),
        };
        var decoder = new MessageDecoder();
        for (var i = 0; i < 100; i++)
            decoder.Decode(text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            decoder.Decode(text);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;

        Assert.That(allocated, Is.LessThanOrEqualTo(bytes));
    }

    private static string CreateBook(int depth)
    {
        var asks = string.Join(',', Enumerable.Range(0, depth).Select(i => $$"""{"price":{{62_000 - i}}.5,"quantity":0.{{i + 1}}}"""));
        var bids = string.Join(',', Enumerable.Range(0, depth).Select(i => $$"""{"price":{{61_000 - i}}.25,"quantity":{{i + 1}}}"""));
        return $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1564710591905,"data":{"asks":[{{{asks}}}],"bids":[{{{bids}}}]}}""";
    }
}
