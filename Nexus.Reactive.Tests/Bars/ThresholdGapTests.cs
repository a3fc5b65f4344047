using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Gaps in windows by size.</summary>
public sealed class ThresholdGapTests
{
    [Test]
    public void A_gap_cuts_the_window_of_its_symbol_alone()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<VwapBar>();
        feed.VwapByCount(2).Subscribe(bars.Add);
        feed.Connect();

        source.OnNext(Deal(0, 100, 1));
        source.OnNext(Deal(0, 10, 1, symbol: Eth));
        source.OnNext(new FeedGap("cut", Eth));
        source.OnNext(Deal(1, 100, 1));
        source.OnNext(Deal(1, 10, 1, symbol: Eth));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "BTC 0-1 x2", "ETH 0-1 x2~!" }));
    }
}
