using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Merged bars.</summary>
public sealed class VwapBarMergeTests
{
    [Test]
    public void A_merged_bar_spans_the_earliest_start_to_the_latest_end_in_any_order()
    {
        var (a, b, c) = (Bar(0, 1, 100), Bar(1, 3, 102) with { IsComplete = false }, Bar(2, 2.5, 101) with { HasGap = true });

        foreach (var merged in new[] { VwapBar.Merge(a, b, c), VwapBar.Merge(c, a, b), VwapBar.Merge(VwapBar.Merge(b, a), c) })
        {
            Assert.That(
                (merged.Start, merged.End, merged.Open, merged.High, merged.Low, merged.Close, merged.TradeCount, merged.IsComplete, merged.HasGap),
                Is.EqualTo((At(0), At(3), (decimal?)100, (decimal?)102, (decimal?)100, (decimal?)101, 3, false, true)));
        }

        Assert.That((VwapBar.Merge(a, a).IsComplete, VwapBar.Merge(a, a).HasGap), Is.EqualTo((true, false)));
    }

    [Test]
    public void Merging_an_empty_bar_does_not_change_prices() =>
        Assert.That(VwapBar.Merge(Bar(0, 1, 100), new VwapBar { Symbol = Btc, Start = At(1), End = At(2) }).Close, Is.EqualTo(100));

    [Test]
    public void Bars_that_cannot_be_merged_are_rejected()
    {
        var bar = Bar(0, 1, 100);
        Assert.That(() => VwapBar.Merge(bar, bar with { Symbol = Eth }), Throws.ArgumentException.With.Message.EqualTo("A bar of SPOT_BTC_USDT cannot be merged with a bar of SPOT_ETH_USDT."));
        Assert.That(static () => VwapBar.Merge(), Throws.ArgumentException.With.Message.StartsWith("There are no bars to merge."));
        Assert.That(() => VwapBar.Merge(bar, null!), Throws.ArgumentNullException);
        Assert.That(() => VwapBar.Merge(null!, bar), Throws.ArgumentNullException);
        Assert.That(() => VwapBar.Merge(bar with { TradeCount = int.MaxValue }, bar), Throws.TypeOf<OverflowException>());
    }

    private static VwapBar Bar(double start, double end, decimal price) => new()
    {
        Symbol = Btc,
        Start = At(start),
        End = At(end),
        Notional = price,
        BuyVolume = 1,
        TradeCount = 1,
        Open = price,
        High = price,
        Low = price,
        Close = price,
        IsComplete = true,
    };
}
