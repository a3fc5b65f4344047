using System.Collections.Immutable;

namespace Nexus.Reactive.Tests.Books;

/// <summary>Equality, text and argument checks of diffs and fills.</summary>
public sealed class BookRecordTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly DateTimeOffset At = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);
    private static readonly LevelChange Ask = new(BookSide.Ask, 101, 0, 1);

    private static readonly BookDiff Diff = new(Btc, At, [Ask], isInitial: true);

    [Test]
    public void Diffs_are_equal_if_all_their_values_are_equal()
    {
        var same = new BookDiff(Btc, At, [Ask], isInitial: true);
        Assert.That(same, Is.EqualTo(Diff));
        Assert.That(same.GetHashCode(), Is.EqualTo(Diff.GetHashCode()));
        BookDiff?[] others =
        [
            Diff with { Symbol = Symbol.Parse("SPOT_ETH_USDT") },
            Diff with { Timestamp = At.AddTicks(1) },
            Diff with { IsInitial = false },
            Diff with { PreviousTimestamp = At },
            Diff with { Changes = [Ask with { NewQuantity = 2 }] },
            Diff with { Changes = [] },
            null,
        ];
        Assert.That(others, Has.None.EqualTo(Diff));
        Assert.That(others.Select(static other => other?.GetHashCode()), Has.None.EqualTo(Diff.GetHashCode()));
    }

    [Test]
    public void The_changes_of_a_diff_are_never_a_default_array() => Assert.That((Diff with { Changes = default }).Changes.IsDefault, Is.False);

    [Test]
    public void An_initial_diff_contains_the_whole_book_regardless_of_the_previous_book() => Assert.That(
        Diff.Apply(new Book(Btc, At, [new Level(99, 7)], [new Level(98, 7)])), Is.EqualTo(new Book(Btc, At, [new Level(101, 1)], [])));

    [Test]
    public void Null_books_and_diffs_are_rejected()
    {
        Assert.That(static () => Diff.Apply(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Diffs_and_fills_print_as_one_line()
    {
        Assert.That(Diff.ToString(), Is.EqualTo("BookDiff SPOT_BTC_USDT 2024-08-08T23:54:15.000Z initial, 1 changes"));
        Assert.That((Diff with { IsInitial = false }).ToString(), Is.EqualTo("BookDiff SPOT_BTC_USDT 2024-08-08T23:54:15.000Z 1 changes"));

        var book = new Book(Btc, At, [new Level(101, 1), new Level(103, 1)], ImmutableArray<Level>.Empty);
        Assert.That(book.Sweep(Side.Buy, 2).ToString(), Is.EqualTo("2 @ 102, worst 103"));
        Assert.That(book.Sweep(Side.Buy, 3).ToString(), Is.EqualTo("2 @ 102, worst 103, partial"));
        Assert.That(book.Sweep(Side.Sell, 3).ToString(), Is.EqualTo("0 @ -, worst -, partial"));
    }
    [Test]
    public void A_top_of_book_prints_as_one_line()
    {
        var (bid, ask) = (new Level(100, 2), new Level(101, 1));
        Assert.That(new TopOfBook(Btc, At, bid, ask).ToString(), Is.EqualTo($"TopOfBook SPOT_BTC_USDT 2024-08-08T23:54:15.000Z bid {bid} ask {ask}"));
        Assert.That(new TopOfBook(Btc, At, null, null).ToString(), Is.EqualTo("TopOfBook SPOT_BTC_USDT 2024-08-08T23:54:15.000Z bid - ask -"));
    }
}
