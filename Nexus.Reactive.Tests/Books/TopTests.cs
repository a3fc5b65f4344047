using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Books;

public sealed class TopTests
{
    private static readonly Dictionary<char, Book> Books = new()
    {
        ['a'] = Make.Book("100x1 99x1 | 101x1 102x1"),
        ['d'] = Make.Book("100x1 99x1 | 101x1 102x7"),
        ['q'] = Make.Book("100x1 99x1 | 101x2 102x7"),
        ['p'] = Make.Book("100x1 99x1 | 101.5x2 102x7"),
        ['1'] = Make.Book("| 101.5x2"),
        ['b'] = Make.Book("100x1 99x1 98x1 | 101x1"),
        ['c'] = Make.Book("100x1 | 101x1 102x1 103x1"),
        ['0'] = Make.Book("|"),
        ['x'] = Make.Book("50x1 | 51x1", "SPOT_ETH_USDT"),
        ['y'] = Make.Book("50x2 | 51x1", "SPOT_ETH_USDT"),
    };

    [TestCase("a-d-a-d|", "a------|", TestName = "A_change_below_the_best_level_is_not_emitted")]
    [TestCase("a-q-a--|", "a-q-a--|", TestName = "A_change_of_the_best_quantity_is_emitted")]
    [TestCase("a-q-p--|", "a-q-p--|", TestName = "A_change_of_the_best_price_is_emitted")]
    [TestCase("p-1-0-0|", "p-1-0--|", TestName = "The_loss_of_one_or_both_sides_is_emitted")]
    [TestCase("axaxayay|", "ax---y--|", TestName = "Each_symbol_is_compared_separately")]
    public void Tops(string books, string tops)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(books, Books).TopOfBook()).ToBe(tops, Books.ToDictionary(
            static pair => pair.Key,
            static pair => new TopOfBook(pair.Value.Symbol, pair.Value.Timestamp, pair.Value.BestBid, pair.Value.BestAsk)));
        m.Run();
    }

    [TestCase("100x1 99x5 | 101.5x2", 100.75, 1.5)]
    [TestCase("102x1 | 101x1", 101.5, -1)]
    [TestCase("100x1 |", null, null)]
    public void A_top_has_the_books_mid_and_spread(string text, double? mid, double? spread)
    {
        var book = Make.Book(text);
        var top = new TopOfBook(book.Symbol, book.Timestamp, book.BestBid, book.BestAsk);
        Assert.That((top.Mid, top.Spread), Is.EqualTo(((decimal?)mid, (decimal?)spread)));
        Assert.That((top.Mid, top.Spread), Is.EqualTo((book.Mid, book.Spread)));
    }

    [TestCase(1, "a-d-a-q|", "a-----q|", TestName = "A_change_below_the_depth_is_not_emitted")]
    [TestCase(2, "a-d-a-q|", "a-d-a-q|", TestName = "A_change_within_the_depth_is_emitted")]
    [TestCase(2, "1-p-0-a|", "1-p-0-a|", TestName = "Added_and_removed_levels_within_the_depth_are_emitted")]
    [TestCase(2, "b-c-----|", "b-c-----|", TestName = "One_side_can_have_more_levels_than_the_other")]
    [TestCase(2, "axaxayay|", "ax---y--|", TestName = "Levels_of_each_symbol_are_compared_separately")]
    public void Levels(int depth, string books, string levels)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(books, Books).TopLevels(depth)).ToBe(levels, Books.ToDictionary(
            static pair => pair.Key,
            pair => pair.Value with { Asks = [.. pair.Value.Asks.Take(depth)], Bids = [.. pair.Value.Bids.Take(depth)] }));
        m.Run();
    }

    [Test]
    public void A_book_without_deeper_levels_is_passed_on_unchanged() =>
        Assert.That(Observable.Return(Books['a']).TopLevels(2).Wait(), Is.SameAs(Books['a']));

    [Test]
    public void A_depth_must_be_one_or_more() =>
        Assert.That(() => Observable.Never<Book>().TopLevels(0), Throws.TypeOf<ArgumentOutOfRangeException>());
}
