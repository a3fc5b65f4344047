using System.Collections.Immutable;
using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

public sealed class BookDiffChecksTests
{
    private static readonly LevelChange Ask = new(BookSide.Ask, 101, 0, 1);
    private static readonly LevelChange Bid = new(BookSide.Bid, 100, 0, 9);

    private static IEnumerable<TestCaseData> Impossible()
    {
        yield return Case("a change before the first initial diff", Diff(false, Ask));
        yield return Case("an empty diff", Diff(true, Ask), Diff(false));
        yield return Case("Ask 101 2→3: the book contains 1 at this price", Diff(true, Ask), Diff(false, new LevelChange(BookSide.Ask, 101, 2, 3)));
        yield return Case("Bid 101 1→0: the book contains 0 at this price", Diff(true, Ask), Diff(false, new LevelChange(BookSide.Bid, 101, 1, 0)));
        yield return Case("Ask 101 0→1: the book contains 1 at this price", Diff(true, Ask), Diff(false, Ask));
        yield return Case("Ask 101 1→1: no change", Diff(true, Ask), Diff(false, new LevelChange(BookSide.Ask, 101, 1, 1)));
        yield return Case("Ask 101 0→-1: a quantity below 0", Diff(true, new LevelChange(BookSide.Ask, 101, 0, -1)));
        yield return Case("Ask 0 0→1: a price not above 0", Diff(true, new LevelChange(BookSide.Ask, 0, 0, 1)));
        yield return Case("Ask 101 0→1 after Bid 100 0→9: out of order", Diff(true, Bid, Ask));
        yield return Case("Ask 101 0→1 after Ask 102 0→1: out of order", Diff(true, new LevelChange(BookSide.Ask, 102, 0, 1), Ask));
        yield return Case("Bid 101 0→1 after Bid 100 0→9: out of order", Diff(true, Bid, new LevelChange(BookSide.Bid, 101, 0, 1)));
    }

    [TestCaseSource(nameof(Impossible))]
    public void The_first_impossible_change_fails_the_stream(string fault, BookDiff[] diffs)
    {
        var passed = new List<BookDiff>();
        Exception? error = null;
        using var subscription = diffs.ToObservable().CheckAgainstBooks().Subscribe(passed.Add, e => error = e);
        Assert.Multiple(() =>
        {
            Assert.That(error, Is.TypeOf<MarbleException>().With.Message.StartsWith($"Impossible: {fault}\n   in BookDiff SPOT_BTC_USDT"));
            Assert.That(passed, Is.EqualTo(diffs[..^1]));
        });
    }

    [Test]
    public void Diffs_of_any_books_pass_the_book_check() => Books.Array[1, 30].Sample(static books =>
    {
        var diffs = books.ToObservable().Diffs().ToEnumerable().ToArray();
        return books.ToObservable().Diffs().CheckAgainstBooks().ToEnumerable().SequenceEqual(diffs);
    });

    [Test]
    public void A_diff_may_restart_the_book_but_must_not_change_a_price_twice()
    {
        var ask = new LevelChange(BookSide.Ask, 101, 0, 1);
        var bid = new LevelChange(BookSide.Bid, 100, 0, 1);

        Assert.That(Fault(Diff(true, ask, bid), Diff(true, ask, bid)), Is.Null);
        Assert.That(Fault(Diff(true, ask, ask with { OldQuantity = 1, NewQuantity = 2 })), Does.Contain("out of order"));
        Assert.That(Fault(Diff(true, bid, bid with { OldQuantity = 1, NewQuantity = 2 })), Does.Contain("out of order"));

        static BookDiff Diff(bool isInitial, params LevelChange[] changes) => new(Make.Symbol, Marbles.DefaultStart, [.. changes], isInitial);

        static string? Fault(params BookDiff[] diffs)
        {
            Exception? error = null;
            diffs.ToObservable().CheckAgainstBooks().Subscribe(static _ => { }, e => error = e);
            return error?.Message;
        }
    }

    private static Gen<Book> Books { get; } =
        Gen.Select(Side(90, 103), Side(98, 110), Gen.OneOf(Make.Symbol, Symbol.Parse("SPOT_ETH_USDT")), static (bids, asks, symbol) => new Book(symbol, Marbles.DefaultStart, asks, bids));

    private static Gen<ImmutableArray<Level>> Side(int from, int to) =>
        Gen.Select(Gen.Int[from, to], Gen.Int[1, 3], static (price, quantity) => new Level(price, quantity)).Array[0, 6]
            .Select(static levels => levels.DistinctBy(static level => level.Price).ToImmutableArray());

    private static BookDiff Diff(bool isInitial, params LevelChange[] changes) => new(Make.Symbol, Marbles.DefaultStart, [.. changes], isInitial);

    private static TestCaseData Case(string fault, params BookDiff[] diffs) => new TestCaseData(fault, diffs).SetArgDisplayNames(fault);
}
