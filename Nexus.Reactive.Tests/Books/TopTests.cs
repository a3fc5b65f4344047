using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Trades.Deals;

namespace Nexus.Reactive.Tests.Books;

public sealed class TopTests
{
    private static readonly Book First = new(Btc, At(0), [new(101, 1), new(102, 1)], [new(100, 1), new(99, 1)]);

    [Test]
    public void The_top_is_given_when_a_price_or_quantity_of_it_changes()
    {
        var tops = Tops(
            First,
            First with { Timestamp = At(1), Asks = [new(101, 1), new(102, 7)] },
            First with { Timestamp = At(2), Asks = [new(101, 2)] },
            First with { Timestamp = At(3), Asks = [new(101, 2)], Bids = [] });

        Assert.That(tops, Is.EqualTo(new TopOfBook[]
        {
            new(Btc, At(0), new Level(100, 1), new Level(101, 1)),
            new(Btc, At(2), new Level(100, 1), new Level(101, 2)),
            new(Btc, At(3), null, new Level(101, 2)),
        }));
    }

    [Test]
    public void Tops_of_symbols_are_kept_apart_and_an_empty_book_has_an_empty_one()
    {
        var tops = Tops(First, new Book(Eth, At(0), [], []), First with { Timestamp = At(1) }, new Book(Eth, At(1), [], []));

        Assert.That(tops, Is.EqualTo(new TopOfBook[] { new(Btc, At(0), new Level(100, 1), new Level(101, 1)), new(Eth, At(0), null, null) }));
    }

    [Test]
    public void Top_levels_are_given_when_one_of_them_changes()
    {
        var deeper = First with { Timestamp = At(1), Asks = [new(101, 1), new(102, 9)] };
        var changed = First with { Timestamp = At(2), Bids = [new(100, 3)] };
        var books = new[] { First, deeper, changed }.ToObservable().TopLevels(1).ToList().Wait();

        Assert.That(books, Is.EqualTo(new[]
        {
            new Book(Btc, At(0), [new(101, 1)], [new(100, 1)]),
            new Book(Btc, At(2), [new(101, 1)], [new(100, 3)]),
        }));
    }

    [Test]
    public void A_level_that_appears_within_the_depth_is_a_change()
    {
        var books = new[] { First with { Asks = [new(101, 1)] }, First }.ToObservable().TopLevels(2).ToList().Wait();

        Assert.That(books, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_book_that_is_no_deeper_is_given_itself()
    {
        Assert.That(Observable.Return(First).TopLevels(2).Wait(), Is.SameAs(First));
    }

    [Test]
    public void Arguments_are_checked_at_the_call()
    {
        Assert.That(() => Observable.Never<Book>().TopLevels(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ((IObservable<Book>)null!).TopLevels(1), Throws.ArgumentNullException);
        Assert.That(() => ((IObservable<Book>)null!).TopOfBook(), Throws.ArgumentNullException);
        Assert.That(() => ((IObservable<Book>)null!).Diffs(), Throws.ArgumentNullException);
        Assert.That(() => ((IObservable<BookDiff>)null!).Rebuild(), Throws.ArgumentNullException);
    }

    private static IList<TopOfBook> Tops(params Book[] books) => books.ToObservable().TopOfBook().ToList().Wait();
}
