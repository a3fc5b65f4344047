using System.Reactive.Linq;
using System.Text;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A message stands as text only as long as its turn, and whoever wants it as a string gets one.</summary>
[NonParallelizable]
public sealed class HandOverTests
{
    private const string Trade = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1564710591905,"data":{"price":61837.63,"quantity":0.00315,"side":"BUY"}}""";

    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    [Test]
    public async Task A_message_allocates_its_text_only_while_texts_have_subscribers([Values] bool asText)
    {
        const int Count = 1000;
        await using var it = new ClientHarness(readsTexts: asText);
        _ = it.Client.StartAsync();
        it.Last.Accept();
        var trades = 0;
        it.Client.Feed.Trades.Subscribe(_ => trades++);
        var text = Encoding.UTF8.GetBytes(Trade);
        for (var i = 0; i < 100; i++)
            it.Last.BringAmongOthers(text);
        it.Raw.Capacity = it.Raw.Count + Count;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            it.Last.BringAmongOthers(text);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;

        Assert.That(trades, Is.EqualTo(Count + 100));
        Assert.That(allocated, Is.LessThanOrEqualTo(80 + (asText ? 32 + (2 * Trade.Length) : 0)));
    }

    [Test]
    public async Task Feed_and_texts_receive_the_same_messages_and_gaps_in_the_same_order()
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
    public async Task A_subscriber_that_joins_the_texts_during_a_message_receives_the_next_one()
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
    public async Task A_waiting_message_keeps_its_text_for_subscribers_that_join_before_its_turn()
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
    public async Task Disposing_the_feeds_connection_keeps_the_texts_and_connecting_again_continues()
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
