using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Feed;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>
/// Gaps of a feed, drawn as in <see cref="VwapTumblingTests"/>. A bar with a gap is <c>/</c>. The feed has only the drawn messages, so a bar is published at the
/// first message after its end.
/// </summary>
public sealed class WindowGapTests
{
    // t, e, o: trades of three symbols; k: a book of the second; p: a ping. x: a gap of all, y: of the first, z: of the second. X, Y, Z: their ends.
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('t', Drawn['t']),
        ('e', Drawn['e']),
        ('k', Make.Book("50x1 | 51x1", "SPOT_ETH_USDT")),
        ('p', Make.Ping()),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_BTC_USDT")),
        ('z', Make.Gap(symbol: "SPOT_ETH_USDT")),
        ('X', new FeedResumed()),
        ('Y', new FeedResumed(Btc)),
        ('Z', new FeedResumed(Eth)),
        ('o', Make.Trade("1x1 buy", "SPOT_XRP_USDT")),
        ('u', Make.Order("100x5 buy", symbol: "SPOT_BTC_USDT")),
    ];

    [TestCase("t-----tx-t---t-t|",
              "------1------2-1(1|)",
              "------=------/-=(~|)", TestName = "A_gap_marks_only_the_window_that_it_interrupts")]
    [TestCase("tx----------t----t--p",
              "------------(10)-1--1",
              "------------(//)-/--=", TestName = "A_gap_extends_to_the_next_message")]
    [TestCase("eez---e----k---p",
              "------2----1---0",
              "------/----/---=", TestName = "A_market_message_of_the_symbol_ends_its_gap")]
    [TestCase("exk---p----p---p",
              "------1----0---0",
              "------/----=---=", TestName = "A_book_ends_a_gap_of_all_symbols_for_its_symbol")]
    [TestCase("ty-p-p----p----p",
              "-----1----0----0",
              "-----/----/----/", TestName = "A_ping_does_not_end_a_gap")]
    [TestCase("tx-X-p----p",
              "-----1----0",
              "-----/----=", TestName = "FeedResumed_without_a_symbol_ends_a_gap_of_all_symbols")]
    [TestCase("ty-Y-p----p",
              "-----1----0",
              "-----/----=", TestName = "FeedResumed_of_the_symbol_ends_its_gap")]
    [TestCase("tx-Y-p----p",
              "-----1----0",
              "-----/----=", TestName = "FeedResumed_of_a_symbol_ends_a_gap_of_all_symbols_for_that_symbol")]
    [TestCase("tx-Z-p----p",
              "-----1----0",
              "-----/----/", TestName = "FeedResumed_of_another_symbol_does_not_end_a_gap_of_all_symbols")]
    [TestCase("ty-X-p----p",
              "-----1----0",
              "-----/----/", TestName = "FeedResumed_without_a_symbol_does_not_end_the_gap_of_one_symbol")]
    [TestCase("txX--p----p",
              "-----1----0",
              "-----/----=", TestName = "A_second_end_of_a_gap_changes_nothing")]
    [TestCase("pxpt-p",
              "-----1",
              "-----/", TestName = "A_gap_before_the_first_trade_of_a_symbol_marks_the_window_of_that_trade")]
    [TestCase("x-t----t--p",
              "-------1--1",
              "-------/--=", TestName = "A_gap_before_the_first_timestamp_marks_the_window_of_that_timestamp")]
    [TestCase("t----(txp)p",
              "-----1----1",
              "-----=----/", TestName = "A_gap_at_the_start_of_a_window_marks_that_window")]
    [TestCase("ty-Y------p----p",
              "----------(10)-0",
              "----------(//)-=", TestName = "A_gap_extends_to_the_first_timestamp_after_its_end")]
    [TestCase("tx-X------p----p",
              "----------(10)-0",
              "----------(//)-=", TestName = "A_gap_of_all_symbols_extends_to_the_first_timestamp_after_its_end")]
    [TestCase("tyY-y-Y---p----p",
              "----------(10)-0",
              "----------(//)-=", TestName = "A_second_gap_before_a_timestamp_continues_the_first")]
    [TestCase("yY-t---p----p",
              "-------1----0",
              "-------/----=", TestName = "A_gap_that_ends_before_the_first_timestamp_marks_the_window_of_that_timestamp")]
    [TestCase("Y--t-p----p",
              "-----1----0",
              "-----~----=", TestName = "After_an_initial_FeedResumed_the_stream_begins_with_the_first_timestamp")]
    [TestCase("ty-u-p----p",
              "-----1----0",
              "-----/----/", TestName = "An_order_event_of_the_symbol_does_not_end_its_gap")]
    public void Gaps(string feed, string counts, string marks) => Check(feed, static feed => feed.VwapTumbling(Seconds(5)), counts, marks);

    [Test]
    public void A_gap_of_one_symbol_does_not_affect_other_symbols()
    {
        Check("tez-t--e---e---p", static feed => feed.VwapTumbling(Seconds(5)).Where(static bar => bar.Symbol == Btc),
              "-------2---0---0",
              "-------=---=---=");
        Check("tez-t--e---e---p", static feed => feed.VwapTumbling(Seconds(5)).Where(static bar => bar.Symbol == Eth),
              "-------1---1---1",
              "-------/---/---=");
    }

    [Test]
    public void Gaps_of_two_symbols_end_even_if_a_third_symbol_resumes_first() =>
        Check("tyzopt----p", static feed => feed.VwapTumbling(Seconds(5)).Where(static bar => bar.Symbol == Btc),
              "-----1----1",
              "-----/----=");

    [TestCase("z--t-----t---p",
              "---------1---1",
              "---------~---=", TestName = "The_stream_of_a_symbol_begins_with_its_first_message_after_a_gap_of_another_symbol")]
    [TestCase("pe-t-----t---p",
              "---------1---1",
              "---------~---=", TestName = "The_stream_of_a_second_symbol_begins_with_its_first_message")]
    [TestCase("peYt-p----p---",
              "-----1----0---",
              "-----~----=---", TestName = "The_stream_of_a_second_symbol_begins_with_its_FeedResumed")]
    [TestCase("txko--------t---p",
              "------------(10)1",
              "------------(//)/", TestName = "A_message_of_another_symbol_does_not_end_a_gap_of_all_symbols")]
    public void OneOfSeveralSymbols(string feed, string counts, string marks) =>
        Check(feed, static feed => feed.VwapTumbling(Seconds(5)).Where(static bar => bar.Symbol == Btc), counts, marks);

    [Test]
    public void The_stream_of_a_single_symbol_feed_begins_with_its_first_message() =>
        Check("t-e--p----e----p", static feed => feed.ForSymbol(Eth).VwapTumbling(Seconds(5)),
              "-----1----0----1",
              "-----~----=----=");

    [Test]
    public void A_gap_ends_at_the_same_time_for_a_single_symbol_feed_and_the_whole_feed() =>
        Check("e-z-Z-t---t----e", static feed => feed.ForSymbol(Eth).VwapTumbling(Seconds(5)),
              "------1---0----0",
              "------/---/----=");

    [Test]
    public void A_gap_marks_the_open_threshold_bar_if_there_is_one()
    {
        Check("t-xt-t-x--t", static feed => feed.VwapByCount(2),
              "---2------2",
              "---/------/");
        Check("t-(xt)-t-x--t", static feed => feed.VwapByCount(1),
              "1-1----1----1",
              "=-=----=----=");
    }

    [Test]
    public void A_gap_marks_only_the_threshold_bar_of_its_symbol() =>
        Assert.That(
            RunFeed(Windowing.ByCount(2), Deal(0, 100, 1), Deal(0, 10, 1, symbol: Eth), new FeedGap("cut", Eth), Deal(1, 100, 1), Deal(1, 10, 1, symbol: Eth)),
            Is.EqualTo(["BTC 0-1 x2", "ETH 0-1 x2~!"]));

    [Test]
    public void A_gap_marks_a_sliding_window_while_it_is_inside() =>
        Check("p-t-x-t----p--t--p", static feed => feed.VwapSliding(Seconds(2)),
              "--1---(01)-0--1--0",
              "--=---(//)-=--=--=");

    [Test]
    public void While_one_symbol_is_cut_its_empty_bars_are_incomplete_even_if_another_symbol_continues()
    {
        List<NexusMessage> messages = [new Ping(At(0)), Deal(0, 100, 1), Deal(0, 10, 1, symbol: Eth), Deal(0.5, 100, 1), new FeedGap("the socket closed", Btc)];
        for (var second = 1; second <= 5; second++)
            messages.AddRange([new Ping(At(second)), Deal(second + 0.1, 10, 1, symbol: Eth)]);
        messages.AddRange([new FeedResumed(Btc), Deal(5.5, 100, 1), new Ping(At(7))]);

        var bars = RunFeed(Windowing.Tumbling(Seconds(1)), [.. messages]);

        Assert.That(
            bars.Where(static bar => bar.StartsWith("BTC", StringComparison.Ordinal)),
            Is.EqualTo(["BTC 0-1 x2~!", "BTC 1-2 x0~!", "BTC 2-3 x0~!", "BTC 3-4 x0~!", "BTC 4-5 x0~!", "BTC 5-6 x1~!", "BTC 6-7 x0"]));
        Assert.That(bars.Where(static bar => bar.StartsWith("ETH", StringComparison.Ordinal)), Has.None.Contain("!"));
    }

    [Test]
    public void A_session_that_is_cut_at_its_start_is_incomplete()
    {
        var midnight = new DateTimeOffset(2024, 8, 9, 0, 0, 0, TimeSpan.Zero);
        var cut = new NexusMessage[] { Trade(-5), new FeedGap("cut"), Trade(20) };
        var bars = RunFeed(Windowing.Session(TimeSpan.Zero), [.. cut, .. Enumerable.Range(1, 24).Select(hour => new Ping(midnight.AddHours(hour)))]);

        Assert.That(bars[^1], Does.EndWith("x1~!"));

        Trade Trade(int minute) => Deal(0, 100, 1) with { Timestamp = midnight.AddMinutes(minute) };
    }

    [Test]
    public void Trades_missed_while_the_feed_was_disconnected_leave_their_bar_incomplete()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<string>();
        feed.VwapTumbling(Seconds(5)).Subscribe(bar => bars.Add(Deals.Sketch(bar)));
        Push(new Ping(T0), Deal(1, 100, 1), new Ping(At(6)));
        source.OnNext(Deal(7, 100, 1));
        Push(Deal(8, 100, 1), new Ping(At(10)), new Ping(At(15)));

        Assert.That(bars, Is.EqualTo(["BTC 0-5 x1", "BTC 5-10 x1~!", "BTC 10-15 x0"]));

        void Push(params NexusMessage[] messages)
        {
            using var connection = feed.Connect();
            foreach (var message in messages)
                source.OnNext(message);
        }
    }

    private static void Check(string messages, Func<NexusFeed, IObservable<VwapBar>> windows, string counts, string marks)
    {
        using var m = EachSecond();
        var bars = windows(m.FeedWithoutPings(messages, Messages));
        m.Expect(bars.Select(Count)).ToBe(counts);
        m.Expect(bars.Select(Mark)).ToBe(marks);
        m.Run();
    }

    // Frame 1 s; g = with a gap, c = complete, p = partial.
    [TestCase("-t-G---t--------|", "----^", "----------g----c|", TestName = "Windows_subscribed_to_inside_a_gap_have_the_gap")]
    [TestCase("-t-G-----------------t---|", "----^", "-------------------------(g|)", TestName = "A_gap_that_ends_inside_a_window_marks_that_window")]
    [TestCase("-t-G--t--t------|", "--------^", "----------p----c|", TestName = "A_gap_that_ended_before_the_subscription_marks_no_window")]
    [TestCase("-t-G--R-t-------|", "----^", "----------g----c|", TestName = "A_gap_that_FeedResumed_ends_inside_a_window_marks_that_window")]
    [TestCase("-t-G-R-t-t------|", "------^", "----------g----c|", TestName = "A_gap_that_FeedResumed_ended_before_the_subscription_extends_to_the_first_timestamp")]
    public void A_gap_around_the_subscription_marks_only_the_windows_it_overlaps(string messages, string subscription, string bars)
    {
        using var m = new Marbles(TimeSpan.FromSeconds(1));
        var feed = m.Feed(messages, ('t', Make.Trade("100x1 buy")), ('G', Make.Gap("cut")), ('R', new FeedResumed()));
        m.Expect(Sketch(feed, seconds: 5), subscription).ToBe(bars);
        m.Run();
    }

    // The first trade after the subscription has the time of the gap; a trade of a symbol with a gap of its own proves nothing of the gap of all.
    [TestCase("trade 2 | gap | trade 2, ping 3", TestName = "A_trade_at_the_time_of_the_gap_leaves_its_bar_incomplete")]
    [TestCase("trade 0 | gap, gap BTC, gap | resumed, ping 4, trade 4.01", TestName = "A_gap_of_all_symbols_leaves_the_gap_of_one_symbol_open")]
    public void A_late_subscription_agrees_with_an_early_one(string history)
    {
        var feed = new FeedHarness();
        var (early, late) = (new List<char>(), new List<char>());
        var parts = history.Split('|');
        Sketch(feed.Feed, seconds: 1).Subscribe(early.Add);
        foreach (var part in parts[..^1])
            Push(feed, part);
        var before = early.Count;
        Sketch(feed.Feed, seconds: 1).Subscribe(late.Add);
        Push(feed, parts[^1]);
        feed.Source.OnNext(Make.Ping(Marbles.DefaultStart.AddSeconds(6)));

        Assert.That(late, Is.Not.Empty);
        Assert.That(late.TakeLast(2), Is.EqualTo(early.Skip(before).TakeLast(2)));
        Assert.That(late, Has.Some.EqualTo('g'));
    }

    private static void Push(FeedHarness feed, string messages)
    {
        foreach (var words in messages.Split(',').Select(static message => message.Trim().Split(' ')))
        {
            var time = Marbles.DefaultStart.AddSeconds(words.Length > 1 && double.TryParse(words[1], CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);
            feed.Source.OnNext(words[0] switch
            {
                "trade" => Make.Trade("100x1 buy", timestamp: time),
                "ping" => Make.Ping(time),
                "resumed" => new FeedResumed(),
                _ => Make.Gap(symbol: words.Length > 1 ? "SPOT_BTC_USDT" : null),
            });
        }
    }

    [Test]
    public void Windows_resubscribed_at_each_gap_are_marked_with_the_gap()
    {
        using var m = new Marbles(TimeSpan.FromSeconds(1));
        var feed = m.Feed("-t-G---t--------|", ('t', Make.Trade("100x1 buy")), ('G', Make.Gap("cut")));
        m.Expect(feed.Gaps.Select(static _ => 0).StartWith(0).Select(_ => Sketch(feed, seconds: 5)).Switch()).ToBe("----------g----c|");
        m.Run();
    }

    private static IObservable<char> Sketch(NexusFeed feed, int seconds) =>
        feed.VwapTumbling(TimeSpan.FromSeconds(seconds)).Select(static bar => bar.HasGap ? 'g' : bar.IsComplete ? 'c' : 'p');
}
