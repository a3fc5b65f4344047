using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A message stands as text only as long as its turn, and whoever wants it as a string gets one.</summary>
[NonParallelizable]
public sealed class HandOverTests
{
    private const string Trade = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1564710591905,"data":{"price":61837.63,"quantity":0.00315,"side":"BUY"}}""";

    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    [Test]
    public async Task A_message_costs_its_own_bytes_and_its_texts_only_while_somebody_reads_it([Values] bool asText)
    {
        const int Count = 1000;
        await using var it = new ClientHarness(readsTexts: asText);
        _ = it.Client.StartAsync();
        it.Last.Accept();
        var trades = 0;
        it.Client.Feed.Trades.Subscribe(_ => trades++);
        for (var i = 0; i < 100; i++)
            it.Last.BringAmongOthers(Trade.ToCharArray());
        var text = Trade.ToCharArray();
        it.Raw.Capacity = it.Raw.Count + Count;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            it.Last.BringAmongOthers(text);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;

        Assert.That(trades, Is.EqualTo(Count + 100));
        Assert.That(allocated, Is.LessThanOrEqualTo(80 + (asText ? 32 + (2 * Trade.Length) : 0)));
    }

    [Test]
    public async Task The_feed_and_the_texts_get_the_same_in_one_order_gaps_in_their_place_the_feed_first()
    {
        await using var it = Connected();
        var seen = new List<string>();
        it.Client.RawMessages.Subscribe(seen.Add);
        it.Client.Feed.Subscribe(message => seen.Add(message is FeedGap gap ? gap.Reason : message.GetType().Name));

        it.Last.Bring(Trade, "odd", Ping());
        it.Last.Break("cut");

        Assert.That(seen, Is.EqualTo(new[] { "Trade", Trade, "MalformedMessage", "odd", "Ping", Ping(), "cut", Gap("cut") }));
    }

    [Test]
    public async Task Who_subscribes_to_the_texts_while_a_message_is_delivered_sees_the_next_one()
    {
        await using var it = new ClientHarness(readsTexts: false);
        _ = it.Client.StartAsync();
        it.Last.Accept();
        var texts = new List<string>();
        it.Client.Feed.Take(1).Subscribe(_ => it.Client.RawMessages.Subscribe(texts.Add));

        it.Last.Bring("a", "b", "c");

        Assert.That(texts, Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public async Task A_message_that_waits_keeps_its_text_for_whoever_subscribes_before_its_turn()
    {
        await using var it = new ClientHarness(readsTexts: false);
        _ = it.Client.StartAsync();
        it.Last.Accept();
        var texts = new List<string>();
        var types = new List<Type>();
        it.Client.Feed.Subscribe(message => types.Add(message.GetType()));
        it.Client.Feed.Take(1).Subscribe(_ =>
        {
            it.Last.Bring("b", Trade);
            it.Client.RawMessages.Subscribe(texts.Add);
            it.Last.Break("cut");
        });

        it.Last.Bring("a");

        Assert.That(texts, Is.EqualTo(new[] { "b", Trade, Gap("cut") }));
        Assert.That(types, Is.EqualTo(new[] { typeof(MalformedMessage), typeof(MalformedMessage), typeof(Trade), typeof(FeedGap) }));
    }

    [Test]
    public async Task A_disposed_feed_leaves_the_texts_and_connected_again_sees_the_next_message()
    {
        await using var it = Connected();
        var trades = new List<Trade>();
        it.Client.Feed.Trades.Subscribe(trades.Add);

        it.Client.Feed.Connect().Dispose();
        it.Last.Bring(Trade);
        Assert.That((it.Raw.Count, trades.Count), Is.EqualTo((1, 0)));
        it.Client.Feed.Connect();
        it.Last.Bring(Trade);

        Assert.That(it.Raw, Has.Count.EqualTo(2));
        Assert.That(trades, Is.EqualTo(new[] { new Trade(Btc, DateTimeOffset.FromUnixTimeMilliseconds(1564710591905), 61837.63m, 0.00315m, Side.Buy) }));
    }
}
