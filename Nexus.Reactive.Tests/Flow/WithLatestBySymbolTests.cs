using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>Trades with books; <c>a</c> and <c>p q</c> have one symbol, <c>b</c> and <c>r</c> another. A pair is drawn as its book, below its trade.</summary>
public sealed class WithLatestBySymbolTests
{
    private static readonly Dictionary<char, Trade> Trades = new()
    {
        ['a'] = Make.Trade("100x1 buy"),
        ['b'] = Make.Trade("50x1 buy", "SPOT_ETH_USDT"),
    };

    private static readonly Dictionary<char, Book> Books = new()
    {
        ['p'] = Make.Book("99x1 | 100x1"),
        ['q'] = Make.Book("98x1 | 100x1"),
        ['r'] = Make.Book("49x1 | 50x1", "SPOT_ETH_USDT"),
    };

    [TestCase("-a-a-a--a|",
              "--p---q---",
              "---p-p--q|", TestName = "An_item_is_paired_with_the_latest_value")]
    [TestCase("-a-b-a-b-|",
              "--p---r---",
              "-----p-r-|", TestName = "An_item_is_paired_only_with_values_of_its_own_symbol")]
    [TestCase("-a-a-|",
              "p-|",
              "-p-p-|", TestName = "Latest_values_remain_in_use_after_their_stream_completes")]
    [TestCase("-a-|",
              "p-p-p-p-",
              "-p-|", TestName = "The_result_completes_with_the_items")]
    public void Pairing(string items, string latest, string pairs)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(items, Trades).WithLatestBySymbol(m.Hot(latest, Books)).Select(static pair => pair.Latest)).ToBe(pairs, Books);
        m.Run();
    }

    [Test]
    public void The_other_stream_is_subscribed_to_first()
    {
        using var m = new Marbles();
        var latest = m.Cold("p|", Books);
        m.Expect(m.Cold("a|", Trades).WithLatestBySymbol(latest)).ToBe("x|", ('x', (Trades['a'], Books['p'])));
        m.ExpectSubscriptions(latest).ToBe("^!");
        m.Run();
    }

    [Test]
    public void A_result_selector_creates_the_result()
    {
        using var m = new Marbles();
        var away = m.Hot("-a-b-a|", Trades).WithLatestBySymbol(m.Hot("p-r-q-", Books), static (trade, book) => trade.Price - book.Mid);
        m.Expect(away).ToBe("-x-x-y|", ('x', 0.5m), ('y', 1m));
        m.Run();
    }

    [Test]
    public void Calls_can_be_chained_with_key_selectors()
    {
        using var m = new Marbles();
        var books = m.Hot("p-r-q-", Books);
        var chained = m.Hot("-a-b-a|", Trades)
            .WithLatestBySymbol(books)
            .WithLatestBySymbol(books.TopOfBook(), static pair => pair.Item.Symbol, static top => top.Symbol, static (pair, top) => (pair.Item.Price, pair.Latest.BestBid, top.Bid))
            .Where(static it => it.BestBid == it.Bid);
        m.Expect(chained.Select(static it => it.Bid?.Price)).ToBe("-p-r-q|", ('p', 99m), ('r', 49m), ('q', 98m));
        m.Run();
    }

    [Test]
    public void Items_without_a_symbol_are_paired_too()
    {
        using var m = new Marbles();
        var (trade, book) = (Trades['a'] with { Symbol = default }, Books['p'] with { Symbol = default });
        m.Expect(m.Hot("-a|", ('a', trade)).WithLatestBySymbol(m.Hot("p-", ('p', book)))).ToBe("-x|", ('x', (trade, book)));
        m.Run();
    }
}
