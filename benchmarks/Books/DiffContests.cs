using System.Reactive.Subjects;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Computes the changes between two books with 20 levels per side, of which one in twenty changes.</summary>
internal sealed class DiffContests : IContests
{
    // Few enough to fit the processor's cache, because in a feed a book is compared right after it is decoded.
    private const int Count = 250;
    private const int Passes = 20;
    private const int Depth = 20;
    private static readonly Symbol Symbol = Symbol.Parse("SPOT_BTC_USDT");

    public int Order => 3;

    public IEnumerable<Contest> All()
    {
        var changing = Changing();
        var same = Enumerable.Range(0, 2 * Count).Select(i => Copy(changing[0], i)).ToArray();
        var scratch = new LevelChange[4 * Depth];
        yield return new Contest(
            "diff BOOK, 20 a side, 5 % of levels changed",
            Passes * 2 * Count,
            Operator("Diffs()", changing),
            Pairs("bare merge loop on arrays, no result", changing, (before, after) => Merge(before, after, scratch)),
            Pairs("dictionary of the previous book, a list of changes", changing, ByDictionary),
            Operator("Diffs(), no level changed", same));
    }

    private static Candidate Operator(string name, Book[] books)
    {
        var source = new Subject<Book>();
        var changes = 0L;
        source.Diffs().Subscribe(diff => changes += diff.Changes.Length);
        return new Candidate(name, () =>
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                foreach (var book in books)
                    source.OnNext(book);
            }

            return changes;
        });
    }

    private static Candidate Pairs(string name, Book[] books, Func<Book, Book, int> diff) => new(name, () =>
    {
        var changes = 0L;
        var before = books[^1];
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var book in books)
            {
                changes += diff(before, book);
                before = book;
            }
        }

        return changes;
    });

    private static int Merge(Book before, Book after, LevelChange[] changes)
    {
        var count = Merge(before.Asks.AsSpan(), after.Asks.AsSpan(), BookSide.Ask, changes, 0);
        return Merge(before.Bids.AsSpan(), after.Bids.AsSpan(), BookSide.Bid, changes, count);
    }

    // Two sorted arrays; each step compares two decimals.
    private static int Merge(ReadOnlySpan<Level> before, ReadOnlySpan<Level> after, BookSide side, LevelChange[] changes, int count)
    {
        int i = 0, j = 0;
        while (i < before.Length || j < after.Length)
        {
            var order = i == before.Length ? 1 : j == after.Length ? -1 : before[i].Price.CompareTo(after[j].Price);
            if (side == BookSide.Bid && i < before.Length && j < after.Length)
                order = -order;
            if (order < 0)
                changes[count++] = new LevelChange(side, before[i].Price, before[i++].Quantity, 0);
            else if (order > 0)
                changes[count++] = new LevelChange(side, after[j].Price, 0, after[j++].Quantity);
            else
            {
                if (before[i].Quantity != after[j].Quantity)
                    changes[count++] = new LevelChange(side, after[j].Price, before[i].Quantity, after[j].Quantity);
                i++;
                j++;
            }
        }

        return count;
    }

    private static int ByDictionary(Book before, Book after)
    {
        var changes = new List<LevelChange>();
        foreach (var (side, old, @new) in new[] { (BookSide.Ask, before.Asks, after.Asks), (BookSide.Bid, before.Bids, after.Bids) })
        {
            var left = old.ToDictionary(level => level.Price, level => level.Quantity);
            foreach (var level in @new)
            {
                left.Remove(level.Price, out var quantity);
                if (quantity != level.Quantity)
                    changes.Add(new LevelChange(side, level.Price, quantity, level.Quantity));
            }

            foreach (var (price, quantity) in left)
                changes.Add(new LevelChange(side, price, quantity, 0));
        }

        return changes.Count;
    }

    private static Book[] Changing()
    {
        var random = new Random(7);
        var asks = Enumerable.Range(1, Depth).Select(i => new Level(61_837 + i, i)).ToArray();
        var bids = Enumerable.Range(1, Depth).Select(i => new Level(61_837 - i, i)).ToArray();
        var there = Enumerable.Range(0, Count).Select(i =>
        {
            for (var change = 0; change < 2 * Depth / 20; change++)
            {
                var side = random.Next(2) == 0 ? asks : bids;
                var at = random.Next(Depth);
                side[at] = side[at] with { Quantity = new ExactSum(random.Next(1, 1_000_000) / 100_000m).ToDecimal() };
            }

            return new Book(Symbol, DateTimeOffset.UnixEpoch.AddMilliseconds(i), [.. asks], [.. bids]);
        }).ToArray();

        // The reverse order, so that the next pass starts where this one ended.
        return [.. there, .. there.Reverse()];
    }

    private static Book Copy(Book book, int i) => new(book.Symbol, book.Timestamp.AddMilliseconds(i), [.. book.Asks], [.. book.Bids]);
}
