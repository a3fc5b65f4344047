using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.OrderFlow;

/// <summary>Imbalance, microprice and order flow from book to book.</summary>
public sealed class BookSignalTests
{
    // a, b: equal at the best level; c: more bids; o: one side; e: another symbol; x, y: gaps of all and of that symbol.
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('a', Make.Book("100x1 99x1 | 101x1")),
        ('b', Make.Book("100x1 99x5 | 101x1")),
        ('c', Make.Book("100x3 | 101x1")),
        ('o', Make.Book("100x1 |")),
        ('e', Make.Book("9x1 | 11x1", "SPOT_ETH_USDT")),
        ('t', Make.Trade("100x1 buy")),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_ETH_USDT")),
    ];

    [Test]
    public void A_microprice_is_published_when_it_changes_and_ends_with_a_gap()
    {
        using var m = new Marbles();
        m.Expect(m.Feed("abc-x-t-c-o-e-y-|", Messages).Microprice().Select(static signal => signal.Value))
                  .ToBe("a-c-n---c-n-e-n-|", ('a', 100.5m), ('c', 100.75m), ('e', 10m), ('n', null));
        m.Run();
    }

    [Test]
    public void A_gap_ends_the_values_of_its_symbols_only()
    {
        using var m = new Marbles();
        m.Expect(m.Feed("ae-y-x-x", Messages).BookImbalance(1).Select(static signal => (signal.Symbol.Base, signal.Value)))
                  .ToBe("ae-f-b--", ('a', ("BTC", 0m)), ('e', ("ETH", 0m)), ('f', ("ETH", null)), ('b', ("BTC", null)));
        m.Run();
    }

    [Test]
    public void An_imbalance_counts_levels_by_their_weights()
    {
        var book = Make.Book("100x1 99x5 98x100 | 101x2 102x1");
        Assert.That(Values(static books => books.BookImbalance(2), book), Is.EqualTo([3 / 9m]));
        Assert.That(Values(static books => books.BookImbalance([1, 0.5m]), book), Is.EqualTo([1 / 6m]));
        Assert.That(Values(static books => books.BookImbalance([1, 0, 0.1m]), book), Is.EqualTo([9 / 13m]));
        Assert.That(Values(static books => books.BookImbalance([1]), Make.Book("|")), Is.EqualTo([(decimal?)null]));
        Assert.That(Values(static books => books.BookImbalance([1, 1]), book), Is.EqualTo(Values(static books => books.BookImbalance(2), book)));
    }

    [TestCase]
    [TestCase(0)]
    [TestCase(1, -1)]
    public void Invalid_weights_are_rejected(params int[] weights) => Assert.That(
        () => Observable.Never<Book>().BookImbalance(weights.Select(static weight => (decimal)weight)), Throws.ArgumentException.With.Property("ParamName").EqualTo("weights"));

    // The cases of Cont, Kukanov and Stoikov: an order is added to or removed from the best level, or improves or depletes it.
    [TestCase("100x1 | 101x1", "100x3 | 101x1", 2)]
    [TestCase("100x3 | 101x1", "100x1 | 101x1", -2)]
    [TestCase("100x1 | 101x1", "100x1 | 101x4", -3)]
    [TestCase("100x1 | 101x4", "100x1 | 101x1", 3)]
    [TestCase("100x1 | 102x1", "101x7 | 102x1", 7)]
    [TestCase("101x7 | 102x1", "100x1 | 102x1", -7)]
    [TestCase("100x1 | 102x1", "100x1 | 101x5", -5)]
    [TestCase("100x1 | 101x5", "100x1 | 102x1", 5)]
    [TestCase("100x1 | 101x5", "100x2 | 102x1", 6)]
    [TestCase("| 101x5", "100x2 | 101x5", 2)]
    [TestCase("100x2 | 101x5", "100x2 |", 5)]
    [TestCase("|", "|", 0)]
    public void Order_flow_follows_the_definition(string before, string after, int imbalance) => Assert.That(
        new[] { Make.Book(before), Make.Book(after) }.ToObservable().OrderFlowImbalance().Select(static change => change.Imbalance).ToEnumerable(), Is.EqualTo([(decimal)imbalance]));

    [Test]
    public void The_change_across_a_gap_is_no_order_flow()
    {
        using var m = new Marbles();
        m.Expect(m.Feed("a-c-x-a-c-e-y-e-c", Messages).OrderFlowImbalance().Select(static change => change.Imbalance))
                  .ToBe("--2-----2-------0", ('2', 2m), ('0', 0m));
        m.Run();
    }

    [Test]
    public void Order_flow_of_the_real_session_agrees_with_the_definition_and_its_windows_add_up()
    {
        var feed = SharedData.Messages().ToObservable().ToNexusFeed();
        List<OrderFlowChange> changes = [];
        List<OrderFlowBar> bars = [];
        List<Book> books = [];
        List<decimal?> imbalances = [], microprices = [];
        feed.Books.Subscribe(books.Add);
        feed.OrderFlowImbalance().Subscribe(changes.Add);
        feed.OrderFlowImbalance(Windowing.Tumbling(Seconds(10))).Subscribe(bars.Add);
        feed.BookImbalance(5).Subscribe(signal => imbalances.Add(signal.Value));
        feed.Microprice().Subscribe(signal => microprices.Add(signal.Value));
        feed.Connect();

        Assert.That(changes.Select(static change => change.Imbalance), Is.EqualTo(books.Zip(books.Skip(1), static (before, after) => Flow(before, after))));
        Assert.That(bars.Sum(static bar => bar.Imbalance), Is.EqualTo(changes.Sum(static change => change.Imbalance)));
        Assert.That(bars.Sum(static bar => bar.ChangeCount), Is.EqualTo(changes.Count));
        Assert.That(imbalances, Is.EqualTo(books.Select(static book => book.Imbalance(5)).ToObservable().DistinctUntilChanged().ToEnumerable()));
        Assert.That(microprices, Is.EqualTo(books.Select(static book => book.Microprice).ToObservable().DistinctUntilChanged().ToEnumerable()));
    }

    private static decimal Flow(Book before, Book after)
    {
        var (bid, bid0, ask, ask0) = (after.BestBid!.Value, before.BestBid!.Value, after.BestAsk!.Value, before.BestAsk!.Value);
        return (bid.Price >= bid0.Price ? bid.Quantity : 0) - (bid.Price <= bid0.Price ? bid0.Quantity : 0)
            - (ask.Price <= ask0.Price ? ask.Quantity : 0) + (ask.Price >= ask0.Price ? ask0.Quantity : 0);
    }

    private static IEnumerable<decimal?> Values(Func<IObservable<Book>, IObservable<BookSignal>> create, Book book) =>
        create(Observable.Return(book)).Select(static signal => signal.Value).ToEnumerable();
}
