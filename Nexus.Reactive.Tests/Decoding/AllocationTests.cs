using System.Text;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Verifies that a stream's decoder allocates only the message. Byte counts, unlike times, are reproducible.</summary>
[NonParallelizable]
public sealed class AllocationTests
{
    private static readonly string[] Events = ["PING", "TRADE", "ORDER_UPDATE", "TRANSACTION", "BOOK of 2", "BOOK of 20", "BOOK of 100"];

    [TestCaseSource(nameof(Events))]
    public void Decoding_allocates_only_the_message(string name)
    {
        var (text, bytes) = name switch
        {
            "PING" => (Samples.Ping, 32),
            "TRADE" => (Samples.Trade, 80),
            "ORDER_UPDATE" => (Samples.OrderUpdate, 160),
            "TRANSACTION" => (Samples.Transaction.Replace("\"fee_asset\":\"BTC\",", "", StringComparison.Ordinal), 120),
            "BOOK of 20" => (CreateBook(20), 56 + (2 * (24 + (20 * 32)))),
            "BOOK of 100" => (CreateBook(100), 56 + (2 * (24 + (100 * 32)))),
            _ => (Samples.Book, 56 + (2 * (24 + (2 * 32)))),
        };
        var decoder = new MessageDecoder();
        var utf8 = Encoding.UTF8.GetBytes(text);

        Assert.That(Measure(() => decoder.Decode(text)), Is.LessThanOrEqualTo(bytes));
        Assert.That(Measure(() => decoder.Decode((ReadOnlySpan<byte>)utf8)), Is.LessThanOrEqualTo(bytes), "as UTF-8");
    }

    private static long Measure(Action decode)
    {
        const int Count = 1000;
        for (var i = 0; i < 100; i++)
            decode();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            decode();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
    }

    private static string CreateBook(int depth)
    {
        var asks = string.Join(',', Enumerable.Range(0, depth).Select(i => $$"""{"price":{{62_000 - i}}.5,"quantity":0.{{i + 1}}}"""));
        var bids = string.Join(',', Enumerable.Range(0, depth).Select(i => $$"""{"price":{{61_000 - i}}.25,"quantity":{{i + 1}}}"""));
        return $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1564710591905,"data":{"asks":[{{{asks}}}],"bids":[{{{bids}}}]}}""";
    }
}
