using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>
/// Gaps of a feed, and jumps of its clock, drawn as in <see cref="VwapTumblingTests"/>; a bar that a gap has cut is <c>/</c>. The feed has no messages but
/// those drawn, so a bar shows at the first message after its end.
/// </summary>
public sealed class WindowGapTests
{
    private static readonly DateTimeOffset Wild = T0.AddYears(100);

    // t, e: trades of two symbols; k: a book of the second; p: a ping. x: a gap of all, y: of the first, z: of the second; o: a trade of a third. In capitals: at a wild time.
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('t', Drawn['t']),
        ('e', Drawn['e']),
        ('k', Make.Book("50x1 | 51x1", "SPOT_ETH_USDT")),
        ('p', Make.Ping()),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_BTC_USDT")),
        ('z', Make.Gap(symbol: "SPOT_ETH_USDT")),
        ('T', Make.Trade("100x1 buy", timestamp: Wild)),
        ('K', Make.Book("50x1 | 51x1", "SPOT_ETH_USDT", Wild)),
        ('P', Make.Ping(Wild)),
        ('o', Make.Trade("1x1 buy", "SPOT_XRP_USDT")),
    ];

    [TestCase("t-----tx-t---t-t|",
              "------1------2-1(1|)",
              "------=------/-=(~|)", TestName = "A_gap_marks_the_window_that_it_cuts_and_no_other")]
    [TestCase("tx----------t----t--p",
              "------------(10)-1--1",
              "------------(//)-/--=", TestName = "What_was_not_seen_reaches_to_the_next_message")]
    [TestCase("txk---------t---p",
              "------------(10)1",
              "------------(/=)=", TestName = "Any_message_ends_a_gap_not_only_a_trade")]
    [TestCase("pxpt-p",
              "-----1",
              "-----/", TestName = "A_gap_before_a_symbols_first_trade_cuts_its_window_too")]
    [TestCase("x-t----t--p",
              "-------1--1",
              "-------/--=", TestName = "A_gap_before_the_first_timestamp_of_all_cuts_the_window_in_which_that_falls")]
    [TestCase("t----(txp)p",
              "-----1----1",
              "-----=----/", TestName = "A_gap_at_the_very_start_of_a_window_cuts_it")]
    public void Gaps(string feed, string counts, string marks) => Check(feed, static feed => feed.VwapTumbling(Seconds(5)), counts, marks);

    [Test]
    public void A_gap_of_one_symbol_leaves_the_others_windows_alone()
    {
        Check("tez-t--e---e---p", static feed => feed.VwapTumbling(Seconds(5)).Where(static bar => bar.Symbol == Btc),
              "-------2---0---0",
              "-------=---=---=");
        Check("tez-t--e---e---p", static feed => feed.VwapTumbling(Seconds(5)).Where(static bar => bar.Symbol == Eth),
              "-------1---1---1",
              "-------/---/---=");
    }

    [Test]
    public void Gaps_of_two_symbols_end_though_a_third_is_heard_of_first() =>
        Check("tyzopt----p", static feed => feed.VwapTumbling(Seconds(5)).Where(static bar => bar.Symbol == Btc),
              "-----1----1",
              "-----/----=");

    [TestCase(5, TestName = "A_jump_to_the_very_end_of_a_window_closes_it")]
    [TestCase(10, TestName = "A_jump_to_the_very_end_of_one_that_never_began_skips_it")]
    public void Jumps(double to)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source, new NexusFeedOptions { MaxClockJump = Seconds(1) });
        var bars = new List<string>();
        using var subscription = feed.VwapTumbling(Seconds(5)).Subscribe(bar => bars.Add(Sketch(bar)));
        feed.Connect();
        foreach (var message in new NexusMessage[] { Deal(0, 100, 1), new Ping(At(to - 0.5)), new Ping(At(to)), new Ping(At(to + 0.5)) })
            source.OnNext(message);

        Assert.That(bars, Is.EqualTo(["BTC 0-5 x1"]));
    }

    [Test]
    public void Who_comes_after_the_clock_went_back_has_not_seen_what_was_before()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<string>();
        feed.Connect();
        foreach (var time in new[] { Wild, At(0), At(1), At(7) })
            source.OnNext(new Ping(time));
        using var subscription = feed.VwapTumbling(Seconds(5)).Subscribe(bar => bars.Add(Sketch(bar)));
        source.OnNext(Deal(8, 100, 1));
        source.OnNext(new Ping(At(10)));

        Assert.That(bars, Is.EqualTo(["BTC 5-10 x1~"]));
    }

    [TestCase(24 * 3600, TestName = "Trades_are_in_a_bar_when_the_clock_goes_back_inside_a_day")]
    [TestCase(5, TestName = "Trades_are_in_a_bar_when_the_clock_goes_back_and_comes_to_the_wild_time_again")]
    public void Back(double size)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<VwapBar>();
        using var subscription = feed.VwapTumbling(Seconds(size)).Subscribe(bars.Add);
        feed.Connect();
        source.OnNext(Deal(3 * 3600, 100, 1));
        foreach (var second in new[] { 0.0, 1, 2 })
            source.OnNext(Deal(second, 100, 1));
        for (var half = 1; half <= 6; half++)
            source.OnNext(new Ping(At(half * 1800)));
        source.OnNext(Deal(3 * 3600, 100, 1));
        source.OnCompleted();

        Assert.That(bars.Sum(static bar => bar.TradeCount), Is.EqualTo(5));
    }

    [Test]
    public void A_gap_that_is_open_when_the_clock_goes_back_to_a_windows_very_start_cuts_it()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<string>();
        using var subscription = feed.VwapTumbling(Seconds(5)).Subscribe(bar => bars.Add(Sketch(bar)));
        feed.Connect();
        var other = Deal(0, 1, 1, symbol: Eth);
        foreach (var message in new NexusMessage[] { Deal(0, 1, 1) with { Timestamp = Wild }, Make.Gap(symbol: "SPOT_BTC_USDT"), other, other, Deal(0, 100, 1), new Ping(At(5)) })
            source.OnNext(message);

        Assert.That(bars, Has.Member("BTC 0-5 x1~!"));
    }

    [Test]
    public void A_gap_marks_the_open_bar_by_size_and_no_bar_when_none_is_open()
    {
        Check("t-xt-t-x--t", static feed => feed.VwapByCount(2),
              "---2------2",
              "---/------/");
        Check("t-xt-t-x--t", static feed => feed.VwapByCount(1),
              "1--1-1----1",
              "=--=-=----=");
    }

    [Test]
    public void A_gap_marks_a_sliding_window_while_it_is_inside() =>
        Check("p-t-x-t----p--t--p", static feed => feed.VwapSliding(Seconds(2)),
              "--1---(01)-0--1--0",
              "--=---(//)-=--=--=");

    // The first message two hours ahead is not believed, the second is.
    [TestCase("p-t-- 120m pt----t-|",
              "----- 7201s 1----1-(1|)",
              "----- 7201s =----=-(~|)", TestName = "Windows_that_a_confirmed_jump_skips_are_not_published")]
    [TestCase("T-p-t-----p----p",
              "----1-----(10)-0",
              "----~-----(~=)-=", TestName = "When_the_clock_restarts_what_was_open_is_published_and_windows_go_on_from_there")]
    [TestCase("Pxp-t-----p",
              "----------(10)",
              "----------(~=)", TestName = "A_gap_from_before_the_clocks_restart_cuts_no_window_after_it")]
    [TestCase("Kykk---t--p----p",
              "----------1----0",
              "----------/----=", TestName = "A_gap_that_is_open_when_the_clock_restarts_goes_on")]
    public void Jumps(string feed, string counts, string marks) => Check(feed, static feed => feed.VwapTumbling(Seconds(5)), counts, marks);

    [Test]
    public void A_jump_empties_a_sliding_window_at_once() =>
        Check("p-t-t 120m pt", static feed => feed.VwapSliding(Seconds(10)),
              "--1-2 7201s (01)",
              "--~-~ 7201s (==)");

    [Test]
    public void A_jump_keeps_what_a_hopping_window_holds() =>
        Check("p-t-t 120m pt---|", static feed => feed.VwapHopping(Seconds(10), Seconds(5)),
              "----- 7201s (22)(11|)",
              "----- 7201s (~=)(~~|)");

    [Test]
    public void An_hour_of_silence_is_no_jump_and_gives_each_of_its_windows()
    {
        Assert.That(CountBars(Seconds(1), Deal(0, 1, 1), new Ping(At(3600))), Is.EqualTo(3600));
    }

    [Test]
    public void A_jump_over_thirty_years_takes_no_time()
    {
        var years = TimeSpan.FromDays(365 * 30).TotalSeconds;
        Assert.That(CountBars(Seconds(0.001), Deal(0, 1, 1), new Ping(At(years)), Deal(years, 1, 1)), Is.EqualTo(2));
    }

    private static void Check(string messages, Func<NexusFeed, IObservable<VwapBar>> windows, string counts, string marks)
    {
        using var m = EachSecond();
        var bars = windows(m.FeedWithoutPings(messages, Messages));
        m.Expect(bars.Select(Count)).ToBe(counts);
        m.Expect(bars.Select(Mark)).ToBe(marks);
        m.Run();
    }

    private static int CountBars(TimeSpan size, params NexusMessage[] messages)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = 0;
        feed.VwapTumbling(size).Subscribe(_ => bars++);
        feed.Connect();
        foreach (var message in messages)
            source.OnNext(message);
        source.OnCompleted();
        return bars;
    }
}
