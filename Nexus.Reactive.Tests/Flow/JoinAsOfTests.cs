using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>Partners by event time: by diagrams, and against a search over all items.</summary>
public sealed class JoinAsOfTests
{
    private static readonly TimeSpan Three = TimeSpan.FromMilliseconds(3);
    private static readonly Symbol[] Symbols = [Make.Symbol, Symbol.Parse("SPOT_ETH_USDT")];

    // A digit of the result is the quantity of the partner, a dot no partner. The clock of a feed passes a time with the next one.
    [TestCase(AsOfDirection.Backward, "-1---t-|", "------.|", TestName = "Backward: too early")]
    [TestCase(AsOfDirection.Backward, "--1--t-|", "------1|", TestName = "Backward: at the tolerance")]
    [TestCase(AsOfDirection.Backward, "-12--t3-|", "------2-|", TestName = "Backward: the latest earlier partner is used")]
    [TestCase(AsOfDirection.Forward, "-1t--2-|", "------2|", TestName = "Forward: at the tolerance")]
    [TestCase(AsOfDirection.Forward, "-1t---2|", "------.|", TestName = "Forward: too late")]
    [TestCase(AsOfDirection.Forward, "-t-12--|", "----1--|", TestName = "Forward: the earliest later partner is used")]
    [TestCase(AsOfDirection.Nearest, "-1-t2--|", "-----2-|", TestName = "Nearest: the later one is nearer")]
    [TestCase(AsOfDirection.Nearest, "-1-t-2-|", "------1|", TestName = "Nearest: the earlier of two equally near partners is used")]
    [TestCase(AsOfDirection.Nearest, "--1t---|", "-----1-|", TestName = "Nearest: the pair is emitted when no later partner can be nearer")]
    [TestCase(AsOfDirection.Nearest, "-t-x-1-|", "---.---|", TestName = "A gap ends the wait for a partner")]
    [TestCase(AsOfDirection.Backward, "-1xt---|", "----.--|", TestName = "A gap discards earlier partners")]
    [TestCase(AsOfDirection.Backward, "-1yt---|", "----1--|", TestName = "A gap of another symbol discards no partners")]
    [TestCase(AsOfDirection.Forward, "-t-|", "---(.|)", TestName = "The end of the feed ends the wait for a partner")]
    public void Partners(AsOfDirection direction, string feed, string partners)
    {
        using var m = new Marbles();
        var source = m.Feed(
            feed,
            ('t', Make.Trade("100x1 buy")),
            ('1', Make.Book("100x1 | 101x1")),
            ('2', Make.Book("100x2 | 101x1")),
            ('3', Make.Book("100x3 | 101x1")),
            ('x', Make.Gap()),
            ('y', Make.Gap(symbol: "SPOT_ETH_USDT")));
        m.Expect(source.Trades.JoinAsOf(source.Books, source.Gaps, Three, direction, source.Clock).Select(static pair => pair.Right is { } book ? (char)('0' + book.BestBid!.Value.Quantity) : '.')).ToBe(partners);
        m.Run();
    }

    [TestCase(AsOfDirection.Backward)]
    [TestCase(AsOfDirection.Forward)]
    [TestCase(AsOfDirection.Nearest)]
    public void Each_item_is_joined_with_the_same_partner_as_in_a_linear_search(AsOfDirection direction)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var session = new List<NexusMessage>();
            var now = Marbles.DefaultStart;
            for (var i = 0; i < 60; i++)
            {
                now = now.AddMilliseconds(random.Next(3));
                var symbol = Symbols[random.Next(2)].ToString();
                session.Add(random.Next(12) == 0 ? Make.Gap(symbol: random.Next(2) == 0 ? null : symbol)
                    : random.Next(2) == 0 ? Make.Trade($"100x{i + 1} buy", symbol, now)
                    : Make.Book($"100x{i + 1} | 101x1", symbol, now));
            }

            var pairs = Run(session, direction);
            Assert.That(pairs.OrderBy(static pair => pair.Left.Quantity), Is.EqualTo(session.OfType<Trade>().Select(trade => (trade, Search(session, trade, direction)))), $"seed {seed}");
            Assert.That(Run(session, direction), Is.EqualTo(pairs), "a replay");
        }
    }

    [Test]
    public void The_tolerance_limits_the_number_of_stored_items()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var count = 0;
        using var joined = feed.Trades.JoinAsOf(feed.Books, feed.Gaps, Three, AsOfDirection.Nearest, feed.Clock).Subscribe(_ => count++);
        using var connection = feed.Connect();
        var first = new WeakReference(null);
        Push(0);
        for (var i = 1; i < 100; i++)
            Push(i);
        GC.Collect();

        Assert.That(count, Is.GreaterThan(90));
        Assert.That(first.IsAlive, Is.False);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Push(int i)
        {
            var book = Make.Book("100x1 | 101x1", timestamp: Marbles.DefaultStart.AddMilliseconds(i));
            first.Target ??= book;
            source.OnNext(book);
            source.OnNext(Make.Trade("100x1 buy", timestamp: Marbles.DefaultStart.AddMilliseconds(i)));
        }
    }

    [Test]
    public void An_item_costs_at_most_400_bytes()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        using var joined = feed.Trades.JoinAsOf(feed.Books, feed.Gaps, Three, AsOfDirection.Nearest, feed.Clock).Subscribe();
        using var connection = feed.Connect();
        NexusMessage[] session =
        [
            .. Enumerable.Range(0, 10_000).Select(static i => i % 2 == 0
                ? (NexusMessage)Make.Trade("100x1 buy", timestamp: Marbles.DefaultStart.AddMilliseconds(i))
                : Make.Book("100x1 | 101x1", timestamp: Marbles.DefaultStart.AddMilliseconds(i))),
        ];
        Push(session[..2_000]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Push(session[2_000..]);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 8_000;

        TestContext.Out.WriteLine($"{bytes} B an item");
        Assert.That(bytes, Is.LessThanOrEqualTo(400));

        void Push(NexusMessage[] messages)
        {
            foreach (var message in messages)
                source.OnNext(message);
        }
    }

    private static List<(Trade Left, Book? Right)> Run(IEnumerable<NexusMessage> session, AsOfDirection direction)
    {
        var feed = new NexusFeed(session.ToObservable(System.Reactive.Concurrency.Scheduler.Immediate));
        var pairs = new List<(Trade, Book?)>();
        using var joined = feed.Trades.JoinAsOf(feed.Books, feed.Gaps, Three, direction, feed.Clock).Subscribe(pairs.Add);
        using var connection = feed.Connect();
        return pairs;
    }

    private static Book? Search(List<NexusMessage> session, Trade trade, AsOfDirection direction)
    {
        var place = session.IndexOf(trade);
        bool IsCut(NexusMessage message) => message is FeedGap gap && (gap.Symbol is not { } symbol || symbol == trade.Symbol);
        var first = session.FindLastIndex(place, IsCut) + 1;
        var last = session.FindIndex(place, IsCut);
        var books = session[first..(last < 0 ? session.Count : last)].OfType<Book>().Where(book => book.Symbol == trade.Symbol && (book.Timestamp - trade.Timestamp).Duration() <= Three).ToArray();
        var before = books.LastOrDefault(book => book.Timestamp <= trade.Timestamp);
        var after = books.FirstOrDefault(book => direction == AsOfDirection.Forward ? book.Timestamp >= trade.Timestamp : book.Timestamp > trade.Timestamp);
        return direction switch
        {
            AsOfDirection.Backward => before,
            AsOfDirection.Forward => after,
            _ => before is null || (after is not null && after.Timestamp - trade.Timestamp < trade.Timestamp - before.Timestamp) ? after : before,
        };
    }
}
