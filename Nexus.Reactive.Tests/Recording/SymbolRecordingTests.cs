using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>The recording of one symbol's part of a feed: the other symbols move the clock of its replay as they did live.</summary>
public sealed class SymbolRecordingTests : FolderTests
{
    private const long T0 = 1_723_075_200_000;
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT", CultureInfo.InvariantCulture);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_trade_that_another_symbol_has_overtaken_is_in_the_same_bar()
    {
        var live = await LiveAsync([Trade(0), Trade(1500, "ETH"), Trade(900), Trade(2500, "ETH")]);

        Assert.That(live.OfType<VwapBar>().Where(static bar => bar.End - bar.Start == TimeSpan.FromSeconds(1)).Select(static bar => bar.Start.ToUnixTimeMilliseconds() - T0), Is.EqualTo(new[] { 0L, 1000 }));
        Assert.That(await ReplayAsync(Folder["a.gz"]), Is.EqualTo(live));
    }

    [Test]
    public async Task A_clock_fault_of_another_symbol_contains_its_message()
    {
        var live = await LiveAsync([Trade(0), Trade(99_000_000, "ETH"), Samples.Book.With("symbol", "\"SPOT_ETH_USDT\"").With("timestamp", $"{T0 - 99_000_000}"), Trade(900)]);

        Assert.That(live.OfType<ClockFault>().Select(static fault => fault.Message.GetType()), Is.EqualTo(new[] { typeof(Trade), typeof(Book) }));
        Assert.That(await ReplayAsync(Folder["a.gz"]), Is.EqualTo(live));
    }

    [Test]
    public async Task A_gap_ended_by_another_symbol_does_not_mark_bars_that_start_later()
    {
        var live = await LiveAsync([Trade(0), """{"event":"FEED_GAP","data":{"reason":"all"}}""", """{"event":"FEED_RESUMED"}""", Trade(1000, "ETH"), Trade(1600, "ETH"), Trade(2500), Trade(3500)]);

        Assert.That(live.OfType<(string, VwapBar Bar)>().Select(static late => late.Bar.HasGap), Is.Not.Empty.And.All.False);
        Assert.That(await ReplayAsync(Folder["a.gz"]), Is.EqualTo(live));
    }

    [Test]
    public async Task Random_sessions_give_the_same_messages_bars_and_order_events([Range(1, 30)] int seed)
    {
        var live = await LiveAsync([.. Session(new Random(seed))]);

        Assert.That(await ReplayAsync(Folder["a.gz"]), Is.EqualTo(live));
        var feed = NexusRecording.OpenFeed(Folder["a.gz"]);
        await using (feed.RecordTo(Folder["b"]))
            await feed.RunAsync().WaitAsync(Limit);
        Assert.That(await ReplayAsync(Folder["b"]), Is.EqualTo(live), "a recording of the replay");
    }

    [Test]
    public async Task Hidden_messages_reach_no_subscriber_and_are_not_counted_as_damage()
    {
        var live = await LiveAsync([Trade(0), Trade(1500, "ETH"), Samples.Ping, """{"event":"FEED_GAP","symbol":"SPOT_ETH_USDT","data":{"reason":"eth"}}"""]);

        Assert.That(live.OfType<NexusMessage>().Select(static message => message.GetType()), Is.EqualTo(new[] { typeof(Trade) }));
        Assert.That(Folder.Read("a.gz").Split('\n').Count(static line => line.Contains("\t{\"feed_hidden\":{\"event\":", StringComparison.Ordinal)), Is.EqualTo(4), "the start, and three that move the clock");
    }

    // What an exchange sends is a message, whatever it looks like.
    [TestCase("{\"feed_hidden\":{\"event\":\"PING\",\"timestamp\":1723075200000}}")]
    [TestCase("{\"feed_ticks\":12,\"event\":\"PING\",\"timestamp\":1723075200000}")]
    [TestCase("{\"feed_")]
    public async Task A_received_text_that_looks_like_a_mark_is_replayed_unchanged(string text)
    {
        var live = await LiveAsync([Samples.Ping, text], whole: true);

        Assert.That(live.OfType<NexusMessage>().Count(), Is.EqualTo(2));
        Assert.That(await ReplayAsync(Folder["a.gz"]), Is.EqualTo(live));
    }

    private static IEnumerable<string> Session(Random random)
    {
        var time = 0;
        for (var i = 0; i < 300; i++)
        {
            var symbol = random.Next(3) == 0 ? "BTC" : random.Next(2) == 0 ? "ETH" : "SOL";
            time += random.Next(40) == 0 ? random.Next(4_000_000) : random.Next(300);
            var at = random.Next(30) == 0 ? time + random.Next(-20_000_000, 20_000_000) : time - random.Next(500);
            yield return random.Next(20) switch
            {
                0 => $$$"""{"event":"FEED_GAP","symbol":"SPOT_{{{symbol}}}_USDT","data":{"reason":"cut"}}""",
                1 => $$$"""{"event":"FEED_RESUMED","symbol":"SPOT_{{{symbol}}}_USDT"}""",
                2 => """{"event":"FEED_GAP","data":{"reason":"all"}}""",
                3 => """{"event":"FEED_RESUMED"}""",
                4 or 5 => Samples.OrderUpdate.With("timestamp", $"{T0 + at}").Replace("SPOT_BTC_USDT", $"SPOT_{symbol}_USDT", StringComparison.Ordinal),
                6 => $$$"""{"event":"PING","timestamp":{{{T0 + at}}}}""",
                _ => Trade(at, symbol),
            };
        }
    }

    private static string Trade(int milliseconds, string symbol = "BTC") =>
        Samples.Trade.With("symbol", $"\"SPOT_{symbol}_USDT\"").With("timestamp", $"{T0 + milliseconds}");

    private async Task<List<object>> LiveAsync(string[] texts, bool whole = false)
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var part = whole ? feed : feed.ForSymbol(Btc);
        var live = Watch(part);
        await using (part.RecordTo(Folder["a.gz"]))
        {
            using var connection = feed.Connect();
            foreach (var text in texts)
                source.OnNext(text);
            source.OnCompleted();
        }

        return live;
    }

    private static async Task<List<object>> ReplayAsync(string path)
    {
        var feed = NexusRecording.OpenFeed(path);
        var seen = Watch(feed);
        await feed.RunAsync().WaitAsync(Limit);
        return seen;
    }

    private static List<object> Watch(NexusFeed feed)
    {
        List<object> seen = [];
        feed.Subscribe(seen.Add);
        feed.ClockFaults.Subscribe(seen.Add);
        feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(seen.Add);
        feed.VwapSliding(TimeSpan.FromSeconds(3)).Subscribe(seen.Add);
        feed.TrackOrders().Subscribe(seen.Add);
        Observable.Timer(TimeSpan.FromMilliseconds(1500), feed.Clock)
            .SelectMany(_ => feed.VwapTumbling(TimeSpan.FromSeconds(1)))
            .Subscribe(bar => seen.Add(("late", bar)));
        feed.Trades.Delay(TimeSpan.FromMilliseconds(700), feed.Clock).Subscribe(trade => seen.Add((feed.Clock.Now, trade)));
        return seen;
    }
}
