using System.Collections.Immutable;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using CsCheck;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Books;

public sealed class DiffTests
{
    // Few prices and quantities, so that books share levels; a side may be empty, and sides may cross.
    private static readonly Gen<ImmutableArray<Level>> Side =
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 3]).List[0, 25].Select(pairs => pairs.DistinctBy(pair => pair.Item1).Select(pair => new Level(pair.Item1 * 0.1m, pair.Item2 * 0.01m)).ToImmutableArray());

    private static readonly Gen<Book[]> Books =
        Gen.Select(Side, Side, Gen.Bool).Array[0, 20].Select(all => all.Select((it, i) => new Book(it.Item3 ? Btc : Eth, At(i), it.Item1, it.Item2)).ToArray());

    private static readonly Dictionary<char, Book> Drawn = new()
    {
        ['a'] = Make.Book("100x4 | 101x1"),
        ['b'] = Make.Book("100x4 | 101x2"),
        ['0'] = Make.Book("|"),
        ['z'] = Make.Book("100.0x4.000 | 101.00x1.0"),
        ['x'] = Make.Book("50x1 | 51x1", "SPOT_ETH_USDT"),
    };

    [TestCase("a-b-a|", "A-b-a|", TestName = "The_first_diff_adds_all_levels_and_the_next_diffs_change_them")]
    [TestCase("a-a-b|", "A---b|", TestName = "An_equal_book_gives_no_diff")]
    [TestCase("a-z-b|", "A---b|", TestName = "A_book_that_differs_only_in_trailing_zeros_gives_no_diff")]
    [TestCase("axaxb|", "AX--b|", TestName = "Each_symbol_is_compared_separately")]
    [TestCase("0-0-a|", "0---a|", TestName = "An_empty_first_book_gives_an_initial_diff_without_changes")]
    public void Differing(string books, string diffs)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(books, Drawn).Diffs().Select(Letter)).ToBe(diffs);
        m.Run();

        // The first book of a symbol is a capital letter.
        static char Letter(BookDiff diff) => diff switch
        {
            { IsInitial: true, Changes: [] } => '0',
            { IsInitial: true } => diff.Symbol == Btc ? 'A' : 'X',
            { Changes: [{ Side: BookSide.Ask, OldQuantity: 1, NewQuantity: 2 }] } => 'b',
            { Changes: [{ Side: BookSide.Ask, OldQuantity: 2, NewQuantity: 1 }] } => 'a',
            { Changes: [{ Kind: LevelChangeKind.Added }, { Kind: LevelChangeKind.Added }] } => 'a',
            _ => throw new InvalidOperationException(diff.ToString()),
        };
    }

    [TestCase("100x4 | 101x1.0", 0)]
    [TestCase("100x4.00 | 101x1", 0)]
    [TestCase("100x4 | 101x1.5", 1)]
    [TestCase("100x4.5 | 101x1.50", 2)]
    public void Quantities_are_compared_as_numbers_regardless_of_scale(string next, int changes) =>
        Assert.That(Diffs(Make.Book("100x4 | 101x1"), Make.Book(next)).Skip(1).Sum(static diff => diff.Changes.Length), Is.EqualTo(changes));

    [Test]
    public void If_the_sides_have_no_level_in_common_every_level_changes([Values(1, 15, 16, 17, 40)] int count)
    {
        ImmutableArray<Level> Asks(decimal price, decimal quantity) => [.. Enumerable.Range(0, count).Select(i => new Level(price + i, quantity))];
        Book before = new(Btc, T0, Asks(1, 1), []), after = new(Btc, T0, Asks(1.5m, 2.5m), []);

        var diff = Diffs(before, after).Last();
        Assert.That(diff.Changes, Has.Length.EqualTo(2 * count));
        Assert.That(diff.Apply(before), Is.EqualTo(after));
    }

    [TestCase("A-b-a|", "a-b-a|", "", TestName = "Diffs_rebuild_their_books")]
    [TestCase("A-a", "a-#", "The diff does not fit the book: Ask 101 2→1, but the book contains 1 at this price.", TestName = "A_diff_that_does_not_fit_is_an_error")]
    [TestCase("A-b-y", "a-b-#", "The first diff of SPOT_ETH_USDT is not initial, so the previous book is unknown.", TestName = "A_symbol_without_an_initial_diff_is_an_error")]
    public void Rebuilding(string diffs, string books, string fault)
    {
        BookDiff Of(char before, char after) => new[] { Drawn[before], Drawn[after] }.ToObservable().Diffs().LastAsync().Wait();
        using var m = new Marbles();
        var source = m.Hot(diffs, ('A', Of('a', 'a')), ('b', Of('a', 'b')), ('a', Of('b', 'a')), ('y', Of('a', 'b') with { Symbol = Eth }));
        m.Expect(source.Rebuild()).ToBe(books, Drawn, new ArgumentException(fault));
        m.Run();
    }

    [Test]
    public void The_first_book_of_a_symbol_adds_all_levels_asks_before_bids_and_best_first()
    {
        var diff = Diffs(new Book(Btc, T0, [new(102, 2), new(101, 1)], [new(99, 3), new(100, 4)])).Single();

        Assert.That(diff, Is.EqualTo(new BookDiff(
            Btc,
            T0,
            [new(BookSide.Ask, 101, 0, 1), new(BookSide.Ask, 102, 0, 2), new(BookSide.Bid, 100, 0, 4), new(BookSide.Bid, 99, 0, 3)],
            isInitial: true)));
        Assert.That(diff.Changes, Has.All.Matches<LevelChange>(change => change.Kind == LevelChangeKind.Added));
    }

    [Test]
    public void A_later_book_produces_the_added_changed_and_removed_levels()
    {
        var diff = Diffs(
            new Book(Btc, T0, [new(101, 1), new(102, 2)], [new(100, 4), new(99, 3)]),
            new Book(Btc, At(1), [new(102, 5), new(103, 1)], [new(100, 4), new(98, 1)]))[1];

        Assert.That(diff, Is.EqualTo(new BookDiff(
            Btc,
            At(1),
            [new(BookSide.Ask, 101, 1, 0), new(BookSide.Ask, 102, 2, 5), new(BookSide.Ask, 103, 0, 1), new(BookSide.Bid, 99, 3, 0), new(BookSide.Bid, 98, 0, 1)],
            isInitial: false)
        { PreviousTimestamp = T0 }));
        Assert.That(diff.Changes.Select(change => change.Kind), Is.EqualTo(new[] { LevelChangeKind.Removed, LevelChangeKind.Changed, LevelChangeKind.Added, LevelChangeKind.Removed, LevelChangeKind.Added }));
    }

    [Test]
    public void Applying_a_diff_to_a_book_returns_the_next_book() => Gen.Select(Side, Side, Side, Side).Sample((asks, bids, nextAsks, nextBids) =>
    {
        var previous = new Book(Btc, At(0), asks, bids);
        var next = new Book(Btc, At(1), nextAsks, nextBids);
        var diff = Diffs(previous, next).Skip(1).FirstOrDefault();
        return diff is null
            ? next.Asks.SequenceEqual(previous.Asks) && next.Bids.SequenceEqual(previous.Bids)
            : diff.Apply(previous) == next && diff.Invert().Apply(next) == previous && diff.Invert().Invert() == diff;
    });

    [Test]
    public void The_inverse_of_an_initial_diff_empties_the_book_at_the_same_time() => Gen.Select(Side, Side).Sample((asks, bids) =>
    {
        var book = new Book(Btc, T0, asks, bids);
        var inverse = Diffs(book).Single().Invert();
        return !inverse.IsInitial && inverse.Apply(book) == new Book(Btc, T0, [], []) && inverse.Invert().Apply(new Book(Btc, T0, [], [])) == book;
    });

    [Test]
    public void Rebuilt_books_are_the_input_without_books_whose_levels_did_not_change() => Books.Sample(books =>
    {
        var expected = new List<Book>();
        foreach (var book in books)
        {
            if (books.TakeWhile(other => other != book).LastOrDefault(other => other.Symbol == book.Symbol) is not { } previous
                || !previous.Asks.SequenceEqual(book.Asks)
                || !previous.Bids.SequenceEqual(book.Bids))
            {
                expected.Add(book);
            }
        }

        return books.ToObservable().Diffs().Rebuild().ToList().Wait().SequenceEqual(expected);
    });

    [Test]
    public void A_diff_contains_each_change_once_and_no_unchanged_level() => Gen.Select(Side, Side).Sample((before, after) =>
    {
        var changes = Diffs(new Book(Btc, At(0), before, []), new Book(Btc, At(1), after, [])).Skip(1).SelectMany(diff => diff.Changes).ToList();
        var old = before.Where(level => level.Quantity != 0).ToDictionary(level => level.Price, level => level.Quantity);
        var @new = after.Where(level => level.Quantity != 0).ToDictionary(level => level.Price, level => level.Quantity);
        var model = old.Keys.Union(@new.Keys).Order()
            .Select(price => new LevelChange(BookSide.Ask, price, old.GetValueOrDefault(price), @new.GetValueOrDefault(price)))
            .Where(change => change.OldQuantity != change.NewQuantity);
        return changes.SequenceEqual(model);
    });

    [Test]
    public void Books_with_5000_levels_and_distant_prices_are_diffed_and_rebuilt()
    {
        var deep = Enumerable.Range(1, 5000).Select(i => new Level(i, 1)).ToImmutableArray();
        var books = new[]
        {
            new Book(Btc, At(0), deep, deep),
            new Book(Btc, At(1), deep.SetItem(2500, new Level(2501, 9)), deep),
            new Book(Btc, At(2), [new(1e-9m, 1e9m), new(1e9m, 1e-9m)], []),
            new Book(Btc, At(3), [], []),
        };

        Assert.That(Diffs(books).Select(diff => diff.Changes.Length), Is.EqualTo(new[] { 10_000, 1, 10_002, 2 }));
        Assert.That(books.ToObservable().Diffs().Rebuild().ToList().Wait(), Is.EqualTo(books));
    }

    [Test]
    public void A_diff_that_does_not_fit_is_rejected_in_one_line()
    {
        var book = new Book(Btc, T0, [new(101, 1)], [new(100, 4)]);
        BookDiff Diff(params ImmutableArray<LevelChange> changes) => new(Btc, At(1), changes, isInitial: false);
        Assert.Multiple(() =>
        {
            Assert.That(() => Diff(new LevelChange(BookSide.Ask, 101, 2, 0)).Apply(book), Throws.ArgumentException.With.Message.EqualTo("The diff does not fit the book: Ask 101 2→0, but the book contains 1 at this price."));
            Assert.That(() => Diff(new LevelChange(BookSide.Ask, 102, 1, 0)).Apply(book), Throws.ArgumentException);
            Assert.That(() => Diff(new LevelChange(BookSide.Ask, 101, 0, 1)).Apply(book), Throws.ArgumentException);
            Assert.That(() => Diff(new(BookSide.Bid, 100, 4, 0), new(BookSide.Ask, 101, 1, 0)).Apply(book), Throws.ArgumentException);
            Assert.That(() => (Diff() with { Symbol = Eth }).Apply(book), Throws.ArgumentException.With.Message.Contains("SPOT_ETH_USDT"));
        });
    }

    [Test]
    public void An_unchanged_book_allocates_nothing()
    {
        var books = new Subject<Book>();
        var results = 0;
        books.Diffs().Subscribe(_ => results++);
        books.TopOfBook().Subscribe(_ => results++);
        books.TopLevels(5).Subscribe(_ => results++);
        var levels = Enumerable.Range(1, 20).Select(i => new Level(i, 1)).ToArray();
        Book[] same = [new(Btc, At(0), [.. levels], [.. levels]), new(Btc, At(1), [.. levels], [.. levels])];
        for (var i = 0; i < 100; i++)
            books.OnNext(same[i % 2]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            books.OnNext(same[i % 2]);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(results, Is.EqualTo(3));
    }

    [Test]
    public void A_changed_book_allocates_only_its_diff()
    {
        var books = new Subject<Book>();
        books.Diffs().Subscribe();
        var levels = Enumerable.Range(1, 20).Select(i => new Level(i, 1)).ToImmutableArray();
        Book[] turns = [new(Btc, At(0), levels, levels), new(Btc, At(1), levels.SetItem(3, new Level(4, 2)), levels)];
        for (var i = 0; i < 100; i++)
            books.OnNext(turns[i % 2]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            books.OnNext(turns[i % 2]);

        // The record of 72 bytes and an array with one change.
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, Is.LessThanOrEqualTo(168));
    }

    private static IList<BookDiff> Diffs(params Book[] books) => books.ToObservable().Diffs().ToList().Wait();
}
