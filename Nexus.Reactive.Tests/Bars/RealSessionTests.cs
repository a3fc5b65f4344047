using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Compares the recorded session exactly with results that were computed from it independently.</summary>
public sealed class RealSessionTests
{
    [Test]
    public void Every_window_with_trades_equals_an_independent_computation()
    {
        List<VwapBar> ofOneSecond = [], ofFive = [];
        Run(feed =>
        {
            feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(ofOneSecond.Add);
            feed.VwapTumbling(TimeSpan.FromSeconds(5)).Subscribe(ofFive.Add);
        });

        AssertExpected(1000, ofOneSecond);
        AssertExpected(5000, ofFive);
    }

    [Test]
    public void The_number_of_diffs_agrees_with_an_independent_count_and_they_rebuild_the_books()
    {
        List<BookDiff> diffs = [];
        List<Book> rebuilt = [], changed = [];
        Run(feed =>
        {
            feed.Books.Diffs().Subscribe(diffs.Add);
            feed.Books.Diffs().Rebuild().Subscribe(rebuilt.Add);
            feed.Books.DistinctUntilChanged(book => book with { Timestamp = default }).Subscribe(changed.Add);
        });

        var expected = SharedData.Expected().GetProperty("diff_from_empty");
        int Count(LevelChangeKind kind) => diffs.Sum(diff => diff.Changes.Count(change => change.Kind == kind));
        Assert.That(
            (Count(LevelChangeKind.Added), Count(LevelChangeKind.Changed), Count(LevelChangeKind.Removed), diffs.Count),
            Is.EqualTo((expected.GetProperty("added").GetInt32(), expected.GetProperty("changed").GetInt32(), expected.GetProperty("removed").GetInt32(), expected.GetProperty("books_with_change").GetInt32())));
        Assert.That(rebuilt, Is.EqualTo(changed));
    }

    private static void AssertExpected(int milliseconds, List<VwapBar> bars)
    {
        var expected = SharedData.Expected().GetProperty($"tumbling_{milliseconds}ms").EnumerateObject()
            .Select(window => (long.Parse(window.Name, CultureInfo.InvariantCulture), window.Value[0].GetInt32(), Number(window.Value[1]), Number(window.Value[2]), Number(window.Value[3])));
        var withTrades = bars.Where(bar => bar.TradeCount > 0).ToList();
        Assert.That(
            withTrades.Select(bar => (bar.Start.ToUnixTimeMilliseconds(), bar.TradeCount, bar.Notional, bar.Volume, bar.BuyVolume)),
            Is.EqualTo(expected));
        Assert.That(withTrades.All(bar => bar.Vwap == bar.Notional / bar.Volume), Is.True);
        Assert.That(bars.Zip(bars.Skip(1)).All(pair => pair.First.End == pair.Second.Start), Is.True, "no window is missing");
    }

    private static void Run(Action<NexusFeed> subscribe)
    {
        var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        subscribe(feed);
        feed.Connect();
        foreach (var line in SharedData.Messages())
            source.OnNext(line);
        source.OnCompleted();
    }

    private static decimal Number(System.Text.Json.JsonElement text) => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
