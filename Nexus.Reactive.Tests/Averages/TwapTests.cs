using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Orders.Model;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Averages;

/// <summary>Time-weighted averages, drawn: each character is a second, a window five seconds.</summary>
public sealed class TwapTests
{
    // a: a mid price of 100; c: 104; o: one side only; x: a gap of all; p: a ping.
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('a', Make.Book("99x1 | 101x1")),
        ('c', Make.Book("103x1 | 105x1")),
        ('o', Make.Book("99x1 |")),
        ('e', Make.Book("9x1 | 11x1", "SPOT_ETH_USDT")),
        ('t', Make.Trade("100x1 buy")),
        ('x', Make.Gap()),
        ('p', Make.Ping()),
    ];

    [TestCase("a-c--p", "-----x", "102.4", 5, true, false, TestName = "A_mid_price_is_weighted_by_the_time_its_book_is_current")]
    [TestCase("-ac--p", "-----x", "103.0", 4, false, false, TestName = "The_time_before_the_first_book_does_not_count")]
    [TestCase("a-o--p", "-----x", "100.0", 2, false, false, TestName = "A_book_with_an_empty_side_has_no_mid_price")]
    [TestCase("a-x-cp", "-----x", "101.33", 3, false, true, TestName = "The_time_from_a_gap_to_the_next_book_does_not_count")]
    [TestCase("a-xt-p", "-----x", "100.0", 2, false, true, TestName = "A_trade_ends_the_gap_but_has_no_mid_price")]
    public void Windows(string feed, string result, string twap, int seconds, bool isComplete, bool hasGap)
    {
        using var m = EachSecond();
        m.Expect(m.Feed(feed, Messages).Twap(Windowing.Tumbling(Seconds(5))).Select(static bar => (decimal.Round(bar.Twap!.Value, 2), bar.Known, bar.IsComplete, bar.HasGap)))
            .ToBe(result, ('x', (decimal.Parse(twap, CultureInfo.InvariantCulture), Seconds(seconds), isComplete, hasGap)));
        m.Run();
    }

    [Test]
    public void A_mid_price_is_carried_into_later_windows_until_a_gap()
    {
        using var m = EachSecond();
        m.Expect(m.Feed("a----p----xp---p", Messages).Twap(Windowing.Tumbling(Seconds(5))).Select(static bar => (bar.Twap, bar.IsComplete)))
                  .ToBe("-----a----a----n", ('a', (100m, true)), ('n', (null, false)));
        m.Run();
    }

    [Test]
    public void Symbols_have_their_own_averages()
    {
        using var m = EachSecond();
        m.Expect(m.Feed("a-e--p", Messages).Twap(Windowing.Tumbling(Seconds(5))).Select(static bar => (bar.Symbol, bar.Twap, bar.Known)))
                  .ToBe("-----(ab)", ('a', (Btc, 100m, Seconds(5))), ('b', (Eth, 10m, Seconds(3))));
        m.Run();
    }

    [Test]
    public void Symbols_without_books_for_too_many_windows_are_forgotten_until_their_next_book()
    {
        var windows = new List<TwapBar>();
        using var books = new Subject<Book>();
        var scheduler = new System.Reactive.Concurrency.HistoricalScheduler(T0);
        var source = WindowSource.From(books, scheduler);
        var grid = Windowing.Tumbling(Seconds(1)).Grid!;
        using var subscription = source.Run<TwapBar>(observer => new BookWindows<TwapMeasure, TwapBar>(observer, source, grid, false) { MaxEmptyWindows = 3 }).Subscribe(windows.Add);
        books.OnNext(Make.Book("99x1 | 101x1"));
        scheduler.AdvanceBy(Seconds(100));
        Assert.That(windows, Has.Count.EqualTo(3));

        books.OnNext(Make.Book("103x1 | 105x1"));
        scheduler.AdvanceBy(Seconds(2));
        Assert.That(windows.Select(static bar => bar.Twap), Is.EqualTo([100m, 100m, 100m, 104m, 104m]));
    }

    [Test]
    public void A_session_is_published_at_each_book()
    {
        using var m = EachSecond();
        m.Expect(m.Feed("a-c--p", Messages).Twap(Windowing.Session(TimeSpan.Zero)).Select(static bar => (bar.Twap, bar.Known)))
                  .ToBe("n-a---", ('n', (null, TimeSpan.Zero)), ('a', (100m, Seconds(2))));
        m.Run();
    }

    [Test]
    public void Windows_that_do_not_lie_on_a_grid_are_refused()
    {
        var feed = new NexusFeed(Observable.Never<NexusMessage>());
        Assert.That(() => feed.Twap(Windowing.Sliding(Seconds(1))), Throws.ArgumentException.With.Property("ParamName").EqualTo("windowing"));
        Assert.That(() => feed.OrderFlowImbalance(Windowing.ByCount(1)), Throws.ArgumentException);
    }

    [Test]
    public void The_average_of_the_real_session_is_exact()
    {
        var feed = SharedData.Messages().ToObservable().ToNexusFeed();
        List<TwapBar> bars = [];
        List<(long Time, decimal Mid)> mids = [];
        feed.Twap(Windowing.Tumbling(Seconds(30))).Subscribe(bars.Add);
        feed.Books.Subscribe(book => mids.Add((feed.Clock.Now.UtcTicks, book.Mid!.Value)));
        feed.Connect();

        var full = bars.Where(static bar => bar.IsComplete).ToArray();
        Assert.That(full, Has.Length.GreaterThan(8));
        foreach (var bar in full)
        {
            var (start, end) = (bar.Start.UtcTicks, bar.End.UtcTicks);
            Fraction integral = 0;
            foreach (var (mid, next) in mids.Zip(mids.Skip(1).Append((long.MaxValue, 0))))
                integral += (Fraction)mid.Mid * Math.Max(0, Math.Min(next.Item1, end) - Math.Max(mid.Time, start));
            Assert.That((integral / (end - start)).IsAbout(bar.Twap!.Value), Is.True);
        }
    }
}
