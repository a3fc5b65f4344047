using System.Diagnostics.Metrics;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Several clients on one feed.</summary>
public sealed class CombineTests
{
    private static ClientHarness Client(string symbol) => ClientHarness.Connected(symbol: symbol);

    private static string Trade(string symbol, long ms) =>
        $$$"""{"event":"TRADE","symbol":"{{{symbol}}}","timestamp":{{{ms}}},"data":{"price":1,"quantity":1,"side":"BUY"}}""";

    private static string Order(string symbol, long id) =>
        $$$"""{"event":"ORDER_UPDATE","timestamp":1,"data":{"symbol":"{{{symbol}}}","order_id":{{{id}}},"order_type":"LIMIT","order_price":1,"order_quantity":1,"side":"BUY","status":"NEW"}}""";

    private static string Fill(string symbol, long id) =>
        $$$"""{"event":"TRANSACTION","timestamp":1,"data":{"id":{{{id}}},"symbol":"{{{symbol}}}","order_id":1,"executed_price":1,"executed_quantity":1,"side":"BUY"}}""";

    [Test]
    public async Task Messages_of_all_clients_come_on_one_clock_with_gaps_in_their_place()
    {
        await using var btc = Client("SPOT_BTC_USDT");
        await using var eth = Client("SPOT_ETH_USDT");
        var feed = NexusFeed.Combine(btc.Client, eth.Client);
        var seen = new List<string>();
        feed.Subscribe(m => seen.Add(m is IHasSymbol s ? $"{s.Symbol}" : m is FeedGap g ? $"gap {g.Symbol} {g.Since.ToUnixTimeMilliseconds()}" : "?"));
        btc.Last.Bring(Trade("SPOT_BTC_USDT", 1));
        Assert.That(seen, Is.Empty, "nothing flows before Connect");

        using var connection = feed.Connect();
        btc.Last.Bring(Trade("SPOT_BTC_USDT", 1000));
        eth.Last.Bring(Trade("SPOT_ETH_USDT", 2000));
        btc.Last.Break();
        eth.Last.Bring(Trade("SPOT_ETH_USDT", 3000));

        Assert.That(seen, Is.EqualTo(new[] { "SPOT_BTC_USDT", "SPOT_ETH_USDT", "gap SPOT_BTC_USDT 2000", "SPOT_ETH_USDT" }));
        Assert.That(feed.Clock.Now.ToUnixTimeMilliseconds(), Is.EqualTo(3000));
    }

    [Test]
    public async Task Order_events_come_once_from_their_symbols_own_client_and_copies_are_counted()
    {
        await using var btc = Client("SPOT_BTC_USDT");
        await using var eth = Client("SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        var orders = new List<long>();
        var fills = new List<long>();
        feed.OrderUpdates.Subscribe(o => orders.Add(o.OrderId));
        feed.Transactions.Subscribe(t => fills.Add(t.Id));
        var copies = 0;
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "nexus.order_copies_dropped")
                listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, n, _, _) => copies += (int)n);
        meter.Start();
        using var connection = feed.Connect();

        foreach (var (number, client) in new[] { (10, eth), (20, btc) })
        {
            client.Last.Bring(Order("SPOT_BTC_USDT", number + 1), Order("SPOT_ETH_USDT", number + 2), Order("SPOT_XRP_USDT", number + 3));
            client.Last.Bring(Fill("SPOT_BTC_USDT", number + 1), Fill("SPOT_ETH_USDT", number + 2), Fill("SPOT_XRP_USDT", number + 3));
        }

        Assert.That((orders, fills), Is.EqualTo((new List<long> { 12, 21, 23 }, new List<long> { 12, 21, 23 })));
        Assert.That(copies, Is.EqualTo(6));
    }

    [Test]
    public async Task While_an_owner_is_down_the_others_deliver_its_order_events_each_once()
    {
        await using var btc = Client("SPOT_BTC_USDT");
        await using var eth = Client("SPOT_ETH_USDT");
        await using var xrp = Client("SPOT_XRP_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client, xrp.Client]);
        var seen = new List<string>();
        feed.Subscribe(message => seen.Add(message is OrderUpdate order ? $"{order.OrderId}" : message is FeedGap ? "gap" : "resumed"));
        using var connection = feed.Connect();

        // The owner's connection is dead before anyone notices: 2 never arrives on it. Both others are ahead of it with 1.
        eth.Last.Bring(Order("SPOT_BTC_USDT", 1), Order("SPOT_BTC_USDT", 2));
        btc.Last.Bring(Order("SPOT_BTC_USDT", 1));
        xrp.Last.Bring(Order("SPOT_BTC_USDT", 1));
        Assert.That(seen, Is.EqualTo(new[] { "1" }));

        btc.Last.Break();
        xrp.Last.Bring(Order("SPOT_BTC_USDT", 2), Order("SPOT_BTC_USDT", 3));
        eth.Last.Bring(Order("SPOT_BTC_USDT", 3), Order("SPOT_BTC_USDT", 4));
        Assert.That(seen, Is.EqualTo(new[] { "1", "gap", "2", "3", "4" }));

        btc.Advance(seconds: 1);
        btc.Last.Accept();
        btc.Last.Bring(Order("SPOT_BTC_USDT", 4), Order("SPOT_BTC_USDT", 5));
        eth.Last.Bring(Order("SPOT_BTC_USDT", 5), Order("SPOT_BTC_USDT", 6));
        Assert.That(seen, Is.EqualTo(new[] { "1", "gap", "2", "3", "4", "resumed", "5" }));

        await btc.DisposeAsync();
        Assert.That(seen[^1], Is.EqualTo("6"));
    }

    [Test]
    public async Task Equal_order_events_are_delivered_as_often_as_one_client_receives_them()
    {
        await using var btc = Client("SPOT_BTC_USDT");
        await using var eth = Client("SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        var fills = 0;
        feed.Transactions.Subscribe(_ => fills++);
        using var connection = feed.Connect();
        var fill = Fill("SPOT_BTC_USDT", 1);

        eth.Last.Bring(fill, fill, fill);
        Assert.That(fills, Is.Zero);
        btc.Last.Bring(fill, fill);
        Assert.That(fills, Is.EqualTo(2));
        btc.Last.Break();
        Assert.That(fills, Is.EqualTo(3));
        eth.Last.Bring(fill);
        Assert.That(fills, Is.EqualTo(4));
    }

    [Test]
    public void Only_the_latest_order_events_are_remembered()
    {
        var orders = new MessageCopies(clients: 2);
        var isOwnerDown = false;
        for (var id = 0; id <= MessageCopies.Capacity; id++)
            Assert.That(orders.TryTake(NexusDecoder.Decode(Order("SPOT_BTC_USDT", id)), client: 1, owner: 0, isOwnerDown: in isOwnerDown), Is.False);

        var missed = orders.TakeMissed(owner: 0);

        Assert.That(missed.Select(static missed => ((OrderUpdate)missed.Message).OrderId), Is.EqualTo(Enumerable.Range(1, MessageCopies.Capacity)));
        Assert.That((orders.TakeMissed(owner: 0).Count, orders.TakeMissed(owner: 1).Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_combined_feed_completes_when_the_last_client_is_disposed()
    {
        await using var btc = Client("SPOT_BTC_USDT");
        await using var eth = Client("SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        var ended = false;
        feed.Subscribe(_ => { }, () => ended = true);
        using var connection = feed.Connect();

        await btc.DisposeAsync();
        Assert.That(ended, Is.False);
        await eth.DisposeAsync();
        Assert.That(ended, Is.True);
    }

    [Test]
    public async Task A_client_that_is_disposed_before_the_others_leaves_a_gap()
    {
        await using var btc = Client("SPOT_BTC_USDT");
        await using var eth = Client("SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        var gaps = new List<string>();
        feed.Gaps.Subscribe(gap => gaps.Add($"{gap.Symbol}: {gap.Reason}"));
        using var connection = feed.Connect();

        await btc.DisposeAsync();
        await eth.DisposeAsync();

        Assert.That(gaps, Is.EqualTo(new[] { "SPOT_BTC_USDT: the client was disposed" }));
    }

    [Test]
    public async Task A_subscriber_of_one_that_waits_for_a_message_of_the_other_does_not_deadlock_the_clients()
    {
        await using var btc = Client("SPOT_BTC_USDT");
        await using var eth = Client("SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        using var inside = new ManualResetEventSlim();
        using var other = new ManualResetEventSlim();
        eth.Client.RawMessages.Subscribe(_ => other.Set());
        var waited = false;
        feed.Trades.Take(1).Subscribe(_ =>
        {
            inside.Set();
            waited = other.Wait(TimeSpan.FromSeconds(10));
        });
        var all = new List<Symbol>();
        feed.Trades.Subscribe(t => all.Add(t.Symbol));
        using var connection = feed.Connect();

        var reading = Task.Run(() => btc.Last.Bring(Trade("SPOT_BTC_USDT", 1)));
        inside.Wait(TimeSpan.FromSeconds(10));
        eth.Last.Bring(Trade("SPOT_ETH_USDT", 2), Trade("SPOT_ETH_USDT", 3));
        await reading;

        Assert.That((waited, all.Count), Is.EqualTo((true, 3)));
    }

    [Test]
    public void Combine_requires_a_client() => Assert.Multiple(() =>
    {
        Assert.That(() => NexusFeed.Combine(null!), Throws.ArgumentNullException);
        Assert.That(() => NexusFeed.Combine([null!]), Throws.ArgumentNullException);
        Assert.That(() => NexusFeed.Combine([]), Throws.TypeOf<ArgumentOutOfRangeException>());
    });
}
