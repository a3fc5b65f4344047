using System.Reactive.Linq;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Recordings opened together: one copy of each order event, and the options of the feed.</summary>
public sealed class SeveralRecordingsTests : FolderTests
{
    private const string Eth = "SPOT_ETH_USDT";

    [Test]
    public async Task An_order_event_sent_on_each_socket_is_delivered_once_from_its_own_recording()
    {
        var btc = Recorded("btc", (0, AtTimeOfOrders(Samples.Book)), (2, Order(1)), (4, Fill(1)), (6, Order(2, Eth)), (9, AtTimeOfOrders(Samples.Trade)));
        var eth = Recorded("eth.gz", (1, AtTimeOfOrders(Samples.Book.With("symbol", $"\"{Eth}\""))), (3, Order(1)), (5, Fill(1)), (7, Order(2, Eth)), (8, Fill(2, Eth)));
        var ledger = await Ledger(btc, eth);

        Assert.That(ledger.Find(1)!.Filled, Is.EqualTo(5));
        Assert.That(ledger.Find(2)!.Filled, Is.EqualTo(5));
        Assert.That((await ReplayAsync(btc, eth)).Count(static message => message is OrderUpdate or Transaction), Is.EqualTo(4));
        Assert.That((await ReplayAsync(eth, btc)).Count(static message => message is OrderUpdate or Transaction), Is.EqualTo(4));
    }

    [Test]
    public async Task Order_events_of_a_symbol_without_a_recording_are_taken_from_the_first()
    {
        var btc = Recorded("btc", (0, Samples.Book), (2, Order(1, "SPOT_SOL_USDT")), (9, Samples.Trade));
        var eth = Recorded("eth", (0, Samples.Book.With("symbol", $"\"{Eth}\"")), (1, Order(1, "SPOT_SOL_USDT")), (9, Samples.Trade.With("symbol", $"\"{Eth}\"")));

        Assert.That((await ReplayAsync(btc, eth)).OfType<OrderUpdate>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task While_the_owner_is_down_another_recording_replaces_it()
    {
        var btc = Recorded("btc", (0, Samples.Book), (2, Samples.Gap), (6, Samples.Trade), (7, Order(2)));
        var eth = Recorded("eth", (0, Samples.Book.With("symbol", $"\"{Eth}\"")), (1, Order(9)), (4, Order(1)), (8, Order(2)), (11_000, Order(3)));

        Assert.That((await ReplayAsync(btc, eth)).OfType<OrderUpdate>().Select(static update => update.OrderId), Is.EqualTo(new[] { 9L, 1, 2, 3 }), "the owner stopped before it delivered the first; a copy of its last event is known");
    }

    [Test]
    public async Task Order_events_in_files_of_one_recording_are_not_treated_as_copies()
    {
        var first = Recorded("one", (0, Samples.Book), (1, Order(1)));
        var second = Recorded("two", (2, Samples.Book), (3, Order(2)));

        Assert.That((await ReplayAsync(first, second)).OfType<OrderUpdate>().Select(static update => update.OrderId), Is.EqualTo(new[] { 1L, 2 }));
        Assert.That((await ReplayAsync(second, first)).OfType<OrderUpdate>().Select(static update => update.OrderId), Is.EqualTo(new[] { 1L, 2 }));
    }

    [Test]
    public async Task The_options_apply_to_the_feed()
    {
        var day = 86_400_000L;
        var path = Recorded("a", (0, Samples.Trade.With("timestamp", $"{day}")), (0, Samples.Ping.With("timestamp", $"{day + 1000}")), (1, Samples.Trade.With("timestamp", $"{day + 7_200_000}")), (2, Samples.Ping.With("timestamp", $"{day + 2000}")));
        string[] expected = ["00:00", "02:00"];

        Assert.That(await Starts(NexusRecording.OpenFeed([path], new NexusFeedOptions { MaxClockJump = TimeSpan.FromDays(1) })), Is.EqualTo(expected));
        Assert.That(await Starts(NexusRecording.OpenFeed([path], options: null)), Is.Not.EqualTo(expected), "by default two hours are wild");

        static async Task<string[]> Starts(NexusFeed feed)
        {
            var bars = feed.VwapTumbling(TimeSpan.FromHours(1)).Where(static bar => bar.TradeCount > 0).Select(static bar => $"{bar.Start:HH:mm}").ToArray().GetAwaiter();
            feed.Connect();
            return await bars;
        }
    }

    [Test]
    public async Task A_message_that_several_recordings_contain_is_delivered_once([Range(1, 10)] int seed)
    {
        var random = new Random(seed);

        // One in three equals its neighbor.
        var texts = Enumerable.Range(0, 100).Select(i => (random.Next(2) == 0 ? Samples.Trade : Samples.Book).With("timestamp", $"{1564710591905 + (random.Next(3) == 0 ? i - 1 : i)}")).ToArray();
        var (end, start) = (random.Next(50, 101), random.Next(0, 50));
        var first = Recorded("first", [.. texts[..end].Select(static (text, i) => (20 * i, text))]);
        var second = Recorded("second.gz", [.. texts[start..].Select((text, i) => ((20 * (start + i)) + random.Next(40) - 20, text))]);

        var replayed = (await ReplayAsync(first, second)).Where(static message => message is not FeedGap).ToList();
        Assert.That(replayed, Is.EquivalentTo(texts.Select(static text => NexusDecoder.Decode(text))));
        Assert.That(replayed, Is.EqualTo((await ReplayAsync(second, first)).Where(static message => message is not FeedGap)));
    }

    [Test]
    public async Task Equal_messages_of_one_recording_and_of_recordings_at_different_times_are_all_delivered()
    {
        var first = Recorded("first", (0, Samples.Book), (1, Samples.Trade), (2, Samples.Trade));
        var second = Recorded("second", (100_000, Samples.Book), (100_001, Samples.Trade));

        Assert.That((await ReplayAsync(first, second)).Count(static message => message is Book or Trade), Is.EqualTo(5));
        Assert.That((await ReplayAsync(first, first)).Count(static message => message is Book or Trade), Is.EqualTo(3));
    }

    // Done orders are forgotten after some time.
    private static string AtTimeOfOrders(string text) => text.With("timestamp", "1564710591905");

    private static string Order(long id, string symbol = "SPOT_BTC_USDT") =>
        Samples.OrderUpdate.With("order_id", $"{id}").With("symbol", $"\"{symbol}\"").With("order_quantity", "5").With("executed_quantity", "0").With("aggregated_executed_quantity", "null").With("status", "\"NEW\"");

    private static string Fill(long id, string symbol = "SPOT_BTC_USDT") =>
        Samples.OrderUpdate.With("order_id", $"{id}").With("symbol", $"\"{symbol}\"").With("order_quantity", "5").With("executed_quantity", "5").With("aggregated_executed_quantity", "null").With("status", "\"FILLED\"");

    private string Recorded(string name, params (int At, string Text)[] lines) =>
        Folder.Write(name, string.Concat(lines.Select(static line => ReplayTests.Line(line.At, line.Text))));

    private static async Task<OrderLedger> Ledger(params string[] paths)
    {
        var feed = NexusRecording.OpenFeed(paths);
        var ledger = new OrderLedger(feed.TrackOrders());
        var end = feed.LastOrDefaultAsync().GetAwaiter();
        feed.Connect();
        await end;
        return ledger;
    }

    private static async Task<IList<NexusMessage>> ReplayAsync(params string[] paths)
    {
        var feed = NexusRecording.OpenFeed(paths);
        var all = feed.ToList().Timeout(TimeSpan.FromSeconds(10)).GetAwaiter();
        feed.Connect();
        return await all;
    }
}
