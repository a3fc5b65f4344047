using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A recording of a combined feed holds what each socket brought, and when.</summary>
public sealed class CombinedRecordingTests
{
    [Test]
    public async Task Each_line_has_its_own_arrival_time_and_original_text_whether_the_message_waited_or_not()
    {
        using var folder = new TemporaryFolder();
        await using var btc = Connected();
        await using var eth = Connected(symbol: "SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        var isFirst = true;
        feed.Trades.Subscribe(_ =>
        {
            if (!isFirst)
                return;
            isFirst = false;
            eth.Advance(2);
            eth.Last.Bring(Trade("SPOT_ETH_USDT"));
            btc.Advance(3);
            btc.Last.Break();
        });
        await using (feed.RecordTo(folder["a.tsv"]))
        {
            using var connection = feed.Connect();
            btc.Advance(1);
            btc.Last.Bring(Trade("SPOT_BTC_USDT"));
        }

        Assert.That(folder.Read("a.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[]
        {
            Line(1, Trade("SPOT_BTC_USDT")),
            Line(2, Trade("SPOT_ETH_USDT")),
            Line(4, Gap("broken")),
        }));
    }

    [Test]
    public async Task A_copy_of_an_order_event_is_not_recorded()
    {
        using var folder = new TemporaryFolder();
        await using var btc = Connected();
        await using var eth = Connected(symbol: "SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        const string order = """{"event":"ORDER_UPDATE","timestamp":1,"data":{"symbol":"SPOT_BTC_USDT","order_id":1,"order_type":"LIMIT","order_price":1,"order_quantity":1,"side":"BUY","status":"NEW"}}""";
        await using (feed.RecordTo(folder["a.tsv"]))
        {
            using var connection = feed.Connect();
            eth.Last.Bring(order);
            btc.Last.Bring(order);
        }

        Assert.That(folder.Read("a.tsv"), Is.EqualTo(Line(0, order) + "\n"));
    }

    [Test]
    public async Task Clients_that_have_ended_end_a_combined_feed_at_once()
    {
        var btc = Connected();
        await btc.DisposeAsync();
        var feed = NexusFeed.Combine([btc.Client]);
        var ended = false;
        feed.Subscribe(static _ => { }, () => ended = true);

        feed.Connect();

        Assert.That(ended);
    }

    [Test]
    public async Task A_recording_of_a_feed_that_has_ended_ends_at_once()
    {
        using var folder = new TemporaryFolder();
        var source = new System.Reactive.Subjects.Subject<string>();
        var feed = new NexusFeed(source);
        feed.Connect();
        source.OnCompleted();
        var observer = new EndObserver();

        feed.ObserveDeliveries(observer);
        await feed.RecordTo(folder["a.tsv"]).DisposeAsync();

        Assert.That(observer.Ends, Is.EqualTo(1));
        Assert.That(folder.Read("a.tsv"), Is.Empty);
    }

    // A space that no writer of this library makes.
    private static string Trade(string symbol) =>
        $$$"""{ "event":"TRADE","symbol":"{{{symbol}}}","timestamp":1723075200000,"data":{"price":1.50,"quantity":1,"side":"BUY"},"more":1}""";

    private static string Line(int second, string text) => $"{Start.AddSeconds(second).ToUnixTimeSeconds()}000000000\t{text}";

    private sealed class EndObserver : IDeliveryObserver
    {
        public int Ends { get; private set; }

        public void OnDelivery(in Delivery delivery)
        {
        }

        public void OnEnd(Exception? error) => Ends++;
    }
}
