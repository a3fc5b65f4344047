using System.Reactive.Subjects;
using Microsoft.Extensions.Time.Testing;
using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Bus;

/// <summary>Tests of the transition from past to live messages without losses or duplicates, and of typed feeds on the bus.</summary>
public sealed class HandOverTests
{
    private const int Messages = 300;

    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    private FakeTimeProvider _time = null!;
    private NexusBus _bus = null!;
    private Subject<string> _source = null!;

    [SetUp]
    public void SetUp()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        _bus = new NexusBus(new NexusBusOptions { Url = NexusBusOptions.Memory, TimeProvider = _time });
        _source = new Subject<string>();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _bus.DisposeAsync();
        _source.Dispose();
    }

    [Test]
    public void A_reader_that_starts_in_the_past_continues_live([Values(0, 1, 99, 150, 299, 300)] int joinsAfter, [Values(0, 40, 100)] int from)
    {
        _ = _bus.PublishAsync(Btc, _source);
        var begin = _time.GetUtcNow();
        List<decimal> prices = [];
        NexusFeed? feed = null;
        for (var i = 0; i <= Messages; i++)
        {
            if (i == joinsAfter)
            {
                feed = _bus.Feed(Btc, new BusStart.At(begin.AddSeconds(Math.Min(from, joinsAfter))));
                feed.Trades.Subscribe(trade => prices.Add(trade.Price));
                feed.Connect();
            }

            if (i < Messages)
                _source.OnNext(Trade(i));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = Math.Min(from, joinsAfter);
        Assert.That(prices, Is.EqualTo(Enumerable.Range(first, Messages - first).Select(static i => (decimal)(i + 1))));
    }

    [Test]
    public void A_replay_and_a_feed_from_its_end_read_each_message_once([Values(0, 1, 100, 299)] int cut)
    {
        _ = _bus.PublishAsync(Btc, _source);
        var begin = _time.GetUtcNow();
        for (var i = 0; i < Messages; i++)
        {
            _source.OnNext(Trade(i));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        List<decimal> prices = [];
        var at = begin.AddSeconds(cut);
        foreach (var feed in new[] { _bus.Replay(Btc, begin, at), _bus.Feed(Btc, new BusStart.At(at)) })
        {
            feed.Trades.Subscribe(trade => prices.Add(trade.Price));
            feed.Connect();
        }

        Assert.That(prices, Is.EqualTo(Enumerable.Range(1, Messages).Select(static i => (decimal)i)));
    }

    [Test]
    public void Bars_across_the_transition_are_equal_to_those_of_a_direct_run()
    {
        _ = _bus.PublishAsync(Btc, _source);
        List<VwapBar> direct = [], shared = [];
        var exchange = _source.ToNexusFeed();
        exchange.VwapTumbling(TimeSpan.FromSeconds(7)).Subscribe(direct.Add);
        exchange.Connect();
        for (var i = 0; i < Messages; i++)
        {
            _source.OnNext(Trade(i));
            if (i != Messages / 2)
                continue;
            var feed = _bus.Feed(Btc, new BusStart.Beginning());
            feed.VwapTumbling(TimeSpan.FromSeconds(7)).Subscribe(shared.Add);
            feed.Connect();
        }

        // Only the gap at the beginning of the epoch, which the direct run does not have, marks the first bar.
        Assert.That(shared[1..], Is.EqualTo(direct[1..]));
        Assert.That(shared, Has.Count.GreaterThan(40));
    }

    [Test]
    public void Every_message_of_a_typed_feed_is_published()
    {
        var other = new Trade(Symbol.Parse("SPOT_ETH_USDT"), DateTimeOffset.UnixEpoch.AddSeconds(2), 1, 1, Side.Buy);
        NexusMessage[] messages =
        [
            new Trade(Btc, DateTimeOffset.UnixEpoch.AddSeconds(1), 100.5m, 2, Side.Sell), other, new Ping(DateTimeOffset.UnixEpoch.AddSeconds(3)), new FeedGap("lost", Btc),
            new FeedResumed(Btc), new Book(Btc, DateTimeOffset.UnixEpoch.AddSeconds(4), [new Level(2, 1)], [new Level(1, 1)]), new MalformedMessage("x", NexusReason("x")),
        ];
        var source = new Subject<NexusMessage>();
        _ = _bus.PublishAsync(Btc, new NexusFeed(source));
        List<NexusMessage> received = [];
        var feed = _bus.Feed(Btc, scope: BusScope.All);
        feed.Subscribe(received.Add);
        feed.Connect();
        foreach (var message in messages)
            source.OnNext(message);
        Assert.That(received.Select(Comparable), Is.EqualTo(messages.Where(message => message != other).Select(Comparable)));
    }

    [Test]
    public async Task A_recording_of_a_bus_feed_keeps_the_gateways_arrival_times()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "bus.tsv");
        _ = _bus.PublishAsync(Btc, _source);
        var feed = _bus.Feed(Btc);
        var recording = feed.RecordTo(file);
        feed.Connect();
        _source.OnNext(Trade(0));
        await recording.DisposeAsync();
        var nanoseconds = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(FormattableString.Invariant($"{nanoseconds}\t{Trade(0)}\n")));
        folder.Delete(recursive: true);
    }

    // The start of a gap is measured on the reader's clock.
    private static NexusMessage Comparable(NexusMessage message) => message is FeedGap gap ? new FeedGap(gap.Reason, gap.Symbol) : message;

    private static string NexusReason(string text) => ((MalformedMessage)NexusDecoder.Decode(text)).Reason;

    private static string Trade(int i) =>
        $$$"""{"event":"TRADE","timestamp":{{{1_700_000_000_000 + i * 1_000}}},"symbol":"SPOT_BTC_USDT","data":{"symbol":"SPOT_BTC_USDT","price":{{{i + 1}}},"quantity":1,"side":"BUY"}}""";
}
