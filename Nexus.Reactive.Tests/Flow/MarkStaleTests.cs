using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>Which items are stale, from when to when.</summary>
public sealed class MarkStaleTests
{
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('a', Make.Book("100x1 | 102x1")),
        ('b', Make.Book("50x1 | 52x1", "SPOT_ETH_USDT")),
        ('t', Make.Trade("101x1 buy")),
        ('u', Make.Trade("51x1 buy", "SPOT_ETH_USDT")),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_BTC_USDT")),
    ];

    [TestCase("-x-a-|", "---a-|", TestName = "A gap before the first item marks nothing")]
    [TestCase("-a-x-x-a-x-|", "-a-A---a-A-|", TestName = "Two gaps in a row mark an item once")]
    [TestCase("-b-a-x----|", "-b-a-(AB)-|", TestName = "A gap of all symbols marks the items in symbol order")]
    [TestCase("-b-a-y-x-|", "-b-a-A-B-|", TestName = "A gap of one symbol marks that symbol")]
    public void Items(string feed, string items)
    {
        using var m = new Marbles();
        var source = m.Feed(feed, Messages);
        m.Expect(source.Books.MarkStale(source.Gaps).Select(static item => Letter(item.Value!.Symbol, item.IsStale))).ToBe(items);
        m.Run();
    }

    [TestCase("-a-t-x-t-a-t-|", "---t---T---t-|", TestName = "A joined value is stale from the gap to the next one")]
    [TestCase("-a-b-y-t-u-|", "-------T-u-|", TestName = "A gap of one symbol leaves the other joined values current")]
    public void Joined(string feed, string pairs)
    {
        using var m = new Marbles();
        var source = m.Feed(feed, Messages);
        m.Expect(source.Trades.WithLatestBySymbol(source.Books, source.Gaps).Select(static pair => char.ToLowerInvariant(Letter(pair.Item.Symbol, false)) == 'a' ? pair.IsStale ? 'T' : 't' : pair.IsStale ? 'U' : 'u')).ToBe(pairs);
        m.Run();
    }

    [Test]
    public void The_end_of_the_gaps_is_not_the_end_of_the_items()
    {
        using var items = new Subject<Book>();
        using var gaps = new Subject<FeedGap>();
        var received = new List<Stale<Book>>();
        using var subscription = items.MarkStale(gaps).Subscribe(received.Add);
        gaps.OnCompleted();
        items.OnNext((Book)Messages[0].Item2);

        Assert.That(received, Has.Count.EqualTo(1));
    }

    private static char Letter(Symbol symbol, bool isStale)
    {
        var letter = symbol == Make.Symbol ? 'a' : 'b';
        return isStale ? char.ToUpperInvariant(letter) : letter;
    }
}
