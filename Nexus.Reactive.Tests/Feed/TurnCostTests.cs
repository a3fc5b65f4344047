using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>What a turn costs in bytes; its time is a row of the benchmarks.</summary>
public sealed class TurnCostTests
{
    private const int Count = 10_000;

    [Test]
    public void A_typed_message_costs_nothing([Values(0, 1, 10)] int subscribers)
    {
        NexusMessage[] messages = [TradeAt(1), BookAt(2), PingAt(3), UpdateAt(4), TransactionAt(5)];
        var source = new BareSource<NexusMessage>();
        var feed = Connect(new NexusFeed(source), subscribers);

        Assert.That(Allocated(i => source.Observer!.OnNext(messages[i % messages.Length])), Is.Zero);
        Assert.That(feed.Clock.Now, Is.EqualTo(At(5)));
    }

    [Test]
    public void A_text_allocates_only_its_message([Values(0, 1, 10)] int subscribers)
    {
        const string text = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1723161255408,"data":{"price":61837.63,"quantity":4.25,"side":"BUY"}}""";
        var source = new BareSource<string>();
        Connect(new NexusFeed(source), subscribers);
        var decoder = new MessageDecoder();

        Assert.That(Allocated(_ => source.Observer!.OnNext(text)), Is.EqualTo(Allocated(_ => decoder.Decode(text))));
    }

    [Test]
    public void Each_kind_with_a_timestamp_moves_the_clock()
    {
        NexusMessage[] messages = [TradeAt(1), BookAt(2), PingAt(3), UpdateAt(4), TransactionAt(5)];
        var kinds = typeof(NexusMessage).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(NexusMessage)) && type.IsAssignableTo(typeof(IHasTimestamp)));
        Assert.That(messages.Select(static message => message.GetType()), Is.EquivalentTo(kinds));

        foreach (var message in messages)
        {
            var h = new FeedHarness();
            h.Source.OnNext(message);
            Assert.That(h.Feed.Clock.Now, Is.EqualTo(((IHasTimestamp)message).Timestamp), message.ToString());
        }
    }

    private static NexusFeed Connect(NexusFeed feed, int subscribers)
    {
        for (var i = 0; i < subscribers; i++)
        {
            feed.Subscribe(static _ => { });
            feed.Trades.Subscribe(static _ => { });
        }

        feed.Connect();
        return feed;
    }

    private static long Allocated(Action<int> act)
    {
        act(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Count; i++)
            act(i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
