using System.IO.Compression;
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
    public void The_other_overloads_are_for_traits_two_sources_and_functions()
    {
        OperatorContract.Of("Take", (IObservable<int> items, IScheduler scheduler) => items.Take(TimeSpan.FromSeconds(1), scheduler), [1, 2, 3], OperatorTraits.EndsByItself).Check();
        OperatorContract.Of("Join", (IObservable<Trade> trades, IObservable<Book> books, IScheduler _) => trades.WithLatestBySymbol(books),
            [Make.Trade("100x1 buy"), Make.Trade("101x2 sell"), Make.Trade("102x3 buy")],
            [Make.Book("99x1 | 101x1"), Make.Book("98x1 | 101x1"), Make.Book("97x1 | 101x1")]).Check();
        OperatorContract.Of("Doubled", (IObservable<int> items) => items.Select(item => 2 * item), 1, 2, 3)
            .WithThrowingFunction((IObservable<int> items, IScheduler _, Exception error) => items.Select<int, int>(item => throw error), 1, 2, 3).Check();
    }

    [Test]
    public void Faults_are_injected_into_a_replay_in_its_own_time()
    {
        const int recorded = 2000;
        using (var lines = new StreamWriter(new GZipStream(File.Create("session.tsv.gz"), CompressionLevel.Fastest)))
        {
            for (var i = 0; i < recorded; i++)
                lines.Write($"{1_723_161_255_408_000_000 + (i * 1_000_000L)}\ttext {i}\n");
        }

        var faults = new FaultProfile(Seed: 42) { Drop = 0.01, Duplicate = 0.01, Reorder = 0.01, Corrupt = 0.001, Delay = 0.01, Cut = 0.001 };
        var scheduler = new HistoricalScheduler();
        var feed = NexusRecording.Replay(["session.tsv.gz"], speed: 1, scheduler).InjectFaults(faults, scheduler).ToNexusFeed();
        var (texts, gaps) = (new HashSet<string>(), 0);
        using var malformed = feed.Malformed.Subscribe(message => texts.Add(message.Text));
        using var cuts = feed.Gaps.Subscribe(_ => gaps++);
        using var connection = feed.Connect();
        scheduler.Start();

        // About one in a hundred is dropped.
        Assert.That(texts, Has.Count.InRange(recorded - 60, recorded - 1));
        Assert.That(gaps, Is.Positive);
    }

    [Test]
    public void A_cut_is_a_gap_and_trades_continue_after_it()
    {
        using var m = new Marbles(frame: TimeSpan.FromSeconds(1));
        var client = m.Client("-t-x--+---t-", ('t', Make.Trade("100x1 buy")));
        m.Expect(client.Feed.Gaps.Select(_ => "gap")).ToBe("---g--------|", ('g', "gap"));
        m.Expect(client.Feed.Resumed.Select(_ => "resumed")).ToBe("------r-----|", ('r', "resumed"));
        m.Expect(client.Feed.Trades.Select(t => t.Price)).ToBe("-t--------t-|", ('t', 100m));
        m.Run();
    }
}
