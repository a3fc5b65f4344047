using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The code of the kit's readme; <see cref="ReadmeTests"/> sees to it that the two are the same.</summary>
public sealed class ReadmeExample
{
    public static IObservable<string> Signals(NexusFeed feed) =>
        from pair in feed.VwapTumbling(TimeSpan.FromSeconds(1)).WithLatestBySymbol(feed.Books.TopOfBook())
        let bid = pair.Latest.Bid?.Price
        where bid > pair.Item.Vwap
        select FormattableString.Invariant($"sell at {bid}");

    [Test]
    public void Sells_when_the_best_bid_is_above_the_last_seconds_average()
    {
        using var m = new Marbles(frame: TimeSpan.FromMilliseconds(100));
        var feed = m.Feed("-b-t---u--------",
            ('b', Make.Book("101x5 | 102x5")),
            ('t', Make.Trade("100x1 buy")),
            ('u', Make.Trade("100.5x3 sell")));
        m.Expect(Signals(feed)).ToBe("----------s-----", ('s', "sell at 101"));
        m.Run();
    }

    [Test]
    public void A_wrong_expectation_explains_itself()
    {
        using var m = new Marbles(frame: TimeSpan.FromMilliseconds(100));
        var feed = m.Feed("-b-t---u--------",
            ('b', Make.Book("101x5 | 102x5")),
            ('t', Make.Trade("100x1 buy")),
            ('u', Make.Trade("100.5x3 sell")));
        m.Expect(Signals(feed)).ToBe("------------s---", ('s', "sell at 102"));
        var fault = Assert.Throws<MarbleException>(() => m.Run());
        ReadmeTests.ShowsMessage(fault!.Message);
    }

    [Test]
    public void Custom_operators_can_be_checked()
    {
        OperatorContract.Of("Bars", (IObservable<Trade> trades, IScheduler scheduler) => trades.VwapTumbling(TimeSpan.FromSeconds(1), scheduler),
            Make.Trade("100x1 buy"), Make.Trade("101x2 sell"), Make.Trade("102x3 buy")).Check();
    }

    [Test]
    public void A_bad_line_can_be_had()
    {
        var source = new[] { "one", "two", "three" }.ToObservable();
        var faults = new FaultProfile(Seed: 42) { Drop = 0.01, Duplicate = 0.01, Reorder = 0.01, Corrupt = 0.001, Delay = 0.01, Cut = 0.001 };
        var feed = source.InjectFaults(faults, Scheduler.Default).ToNexusFeed();
        Assert.That(feed, Is.Not.Null);
    }

    [Test]
    public void A_cut_is_a_gap_and_trades_go_on_after_it()
    {
        using var m = new Marbles(frame: TimeSpan.FromSeconds(1));
        var client = m.Client("-t-x--+---t-", ('t', Make.Trade("100x1 buy")));
        m.Expect(client.Feed.Gaps.Select(_ => "gap")).ToBe("---g--------|", ('g', "gap"));
        m.Expect(client.Feed.Trades.Select(t => t.Price)).ToBe("-t--------t-|", ('t', 100m));
        m.Run();
    }
}
