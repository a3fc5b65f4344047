using System.Reactive.Linq;
using Nexus.Reactive.Tests.Client;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Each order event of several recordings is delivered exactly once, also where recordings replace each other.</summary>
public sealed class OrderOwnershipTests : FolderTests
{
    private const string Eth = "SPOT_ETH_USDT";
    private static readonly string EthBook = Samples.Book.With("symbol", $"\"{Eth}\"");

    [Test]
    public async Task An_order_event_that_starts_its_owners_recording_is_delivered_once() => Assert.That(
        await OrdersAsync([(0, Samples.Book), (10, Order(1)), (30, Samples.Trade)], [(11, Order(1)), (20, EthBook)]), Is.EqualTo(new[] { 1L }));

    [Test]
    public async Task Copies_before_and_after_the_end_of_the_owners_gap_are_delivered_once() => Assert.That(
        await OrdersAsync([(0, Samples.Book), (10, Order(1)), (30, Samples.Trade)], [(1, EthBook), (5, Gap), (10, Resumed), (11, Order(1)), (20, EthBook)]), Is.EqualTo(new[] { 1L }));

    [Test]
    public async Task A_combined_recording_and_one_of_its_symbols_deliver_once() => Assert.That(
        await OrdersAsync([(0, Samples.Book), (10, Order(1)), (12, EthBook), (20, Order(2))], [(0, EthBook), (11, Order(1)), (21, Order(2))]), Is.EqualTo(new[] { 1L, 2 }));

    [Test]
    public async Task An_event_that_the_owner_lost_just_before_its_gap_is_taken_from_the_other() => Assert.That(
        await OrdersAsync([(0, Samples.Book), (10, Order(1)), (30, Samples.Trade)], [(1, EthBook), (11, Gap), (20, Resumed), (21, EthBook)]), Is.EqualTo(new[] { 1L }));

    [Test]
    public async Task An_event_missing_in_the_owners_recording_is_delivered_at_the_owners_gap_however_late() => Assert.That(
        await OrdersAsync([(0, Samples.Book), (10, Order(1)), (7_300_000, Samples.Trade)], [(1, EthBook), (7_200_000, Gap), (7_200_001, Resumed), (7_200_002, EthBook), (7_200_003, Order(2))]), Is.EqualTo(new[] { 1L, 2 }));

    [Test]
    public async Task The_recordings_of_clients_give_the_order_events_of_their_combined_feed([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        await using var btc = ClientHarness.Connected(Reconnecting);
        await using var eth = ClientHarness.Connected(Reconnecting, Eth);
        HashSet<ClientHarness> open = [btc, eth];
        ClientHarness[] clients = [btc, eth];
        var feed = NexusFeed.Combine([btc.Client, eth.Client]);
        List<NexusMessage> live = [];
        feed.Subscribe(live.Add);
        using var connection = feed.Connect();
        IAsyncDisposable[] recordings = [btc.Client.Feed.RecordTo(Folder["btc"]), eth.Client.Feed.RecordTo(Folder["eth"])];
        BringTrades();
        for (var i = 0; i < 200; i++)
        {
            var client = clients[random.Next(2)];
            if (random.Next(12) == 0 && open.Remove(client))
                client.Last.Break();
            else if (random.Next(4) == 0 && open.Add(client))
                client.Last.Accept();
            else if (random.Next(6) == 0)
                Bring(client, client == btc ? Samples.Trade : Samples.Trade.With("symbol", $"\"{Eth}\""));
            else
                Bring(client, Samples.OrderUpdate.With("order_id", $"{(i / 4) + random.Next(3)}").With("symbol", $"\"SPOT_{(random.Next(2) == 0 ? "BTC" : random.Next(3) == 0 ? "SOL" : "ETH")}_USDT\""));
            Advance();
        }

        foreach (var client in clients.Where(open.Add))
            client.Last.Accept();
        BringTrades();
        foreach (var client in clients)
            await client.DisposeAsync();
        foreach (var recording in recordings)
            await recording.DisposeAsync();

        Assert.That((await RecordedFeed.ReplayAsync(Folder["btc"], Folder["eth"])).OfType<OrderUpdate>(), Is.EqualTo(live.OfType<OrderUpdate>()));

        static NexusClientOptions Reconnecting(NexusClientOptions options) => options with { ReconnectDelay = TimeSpan.FromMilliseconds(1), MaxReconnectDelay = TimeSpan.FromMilliseconds(2) };

        void Bring(ClientHarness client, string text)
        {
            if (open.Contains(client))
                client.Last.Bring(text);
        }

        void BringTrades()
        {
            Bring(btc, Samples.Trade);
            Advance();
            Bring(eth, Samples.Trade.With("symbol", $"\"{Eth}\""));
            Advance();
        }

        void Advance()
        {
            foreach (var client in clients)
                client.Advance(0.01);
        }
    }

    [Test]
    public async Task Equal_events_of_one_recording_are_different_events() => Assert.That(
        await OrdersAsync([(0, Samples.Book), (9, Order(1)), (10, Order(1)), (30, Samples.Trade)], [(1, EthBook), (2, Order(1)), (3, Order(1))]), Is.EqualTo(new[] { 1L, 1 }));

    [Test]
    public async Task Random_interruptions_lose_and_repeat_no_event()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            List<(int At, string Text)>[] files = [[(0, Samples.Book)], [(0, EthBook)]];
            int[] downUntil = [0, 0];
            List<long> expected = [];
            for (var at = 100; at < 20_000; at += 100)
            {
                // At most one of the two is interrupted at a time, as long as an event takes to arrive.
                var one = random.Next(2);
                if (random.Next(8) == 0 && at > downUntil[0] && at > downUntil[1])
                {
                    files[one].Add((at, one == 0 ? Samples.Gap : Gap));
                    downUntil[one] = at + random.Next(100, 900);
                    files[one].Add((downUntil[one], one == 0 ? Samples.Book : EthBook));
                }

                expected.Add(at);
                foreach (var (file, until) in files.Zip(downUntil))
                {
                    var arrival = at + random.Next(1, 90);
                    if (arrival > until)
                        file.Add((arrival, Order(at)));
                }
            }

            var orders = await OrdersAsync([.. files[0].OrderBy(static line => line.At)], [.. files[1].OrderBy(static line => line.At)]);
            Assert.That(orders.Order(), Is.EqualTo(expected), $"seed {seed}");
        }
    }

    private static string Gap => $$$"""{"event":"FEED_GAP","symbol":"{{{Eth}}}","data":{"reason":"cut"}}""";

    private static string Resumed => $$"""{"event":"FEED_RESUMED","symbol":"{{Eth}}"}""";

    private static string Order(long id) => Samples.OrderUpdate.With("order_id", $"{id}").With("symbol", $"\"{Eth}\"");

    private async Task<long[]> OrdersAsync((int At, string Text)[] btc, (int At, string Text)[] eth)
    {
        var feed = NexusRecording.OpenFeed(Recorded("btc", btc), Recorded("eth", eth));
        var orders = feed.OrderUpdates.Select(static update => update.OrderId).ToArray().Timeout(TimeSpan.FromSeconds(10)).GetAwaiter();
        feed.Connect();
        return await orders;
    }

    private string Recorded(string name, (int At, string Text)[] lines) =>
        Folder.Write(name, string.Concat(lines.Select(static line => ReplayTests.Line(line.At, line.Text))));
}
