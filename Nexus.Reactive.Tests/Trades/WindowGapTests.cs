using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Trades.Deals;

namespace Nexus.Reactive.Tests.Trades;

/// <summary>Gaps of a feed, and jumps of its clock.</summary>
public sealed class WindowGapTests
{
    private static readonly TimeSpan Second = Seconds(1);
    private static readonly FeedGap Gap = new("cut", null, default);

    [Test]
    public void A_gap_marks_the_window_that_it_cuts_and_no_other()
    {
        var bars = Bars(feed => feed.VwapTumbling(Second), Deal(0, 1, 1), Deal(1.2, 1, 1), Gap, Deal(1.8, 1, 1), Deal(2.5, 1, 1), Deal(3, 1, 1));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1", "BTC 1-2 x2~!", "BTC 2-3 x1", "BTC 3-4 x1~" }));
    }

    [Test]
    public void What_was_not_seen_reaches_to_the_next_message()
    {
        var bars = Bars(feed => feed.VwapTumbling(Second), Deal(0, 1, 1), Gap, Deal(2.5, 1, 1), Deal(3.5, 1, 1), new Ping(At(4)));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1~!", "BTC 1-2 x0~!", "BTC 2-3 x1~!", "BTC 3-4 x1" }));
    }

    [Test]
    public void Any_message_ends_a_gap_not_only_a_trade()
    {
        var bars = Bars(feed => feed.VwapTumbling(Second), Deal(0, 1, 1), Gap, new Book(Btc, At(0.5), [], []), Deal(2.5, 1, 1), new Ping(At(3)));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1~!", "BTC 1-2 x0", "BTC 2-3 x1" }));
    }

    [Test]
    public void A_gap_of_one_symbol_leaves_the_others_windows_alone()
    {
        var bars = Bars(
            feed => feed.VwapTumbling(Second),
            Deal(0, 1, 1),
            Deal(0, 1, 1, symbol: Eth),
            new FeedGap("cut", Eth, default),
            Deal(1.5, 1, 1),
            Deal(1.6, 1, 1, symbol: Eth),
            Deal(2.1, 1, 1, symbol: Eth),
            new Ping(At(3)));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1", "ETH 0-1 x1~!", "BTC 1-2 x1", "ETH 1-2 x1~!", "BTC 2-3 x0", "ETH 2-3 x1" }));
    }

    [Test]
    public void A_gap_before_a_symbols_first_trade_cuts_its_window_too()
    {
        var bars = Bars(feed => feed.VwapTumbling(Second), new Ping(At(0)), Gap, new Ping(At(0.1)), Deal(0.5, 1, 1), new Ping(At(1)));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1~!" }));
    }

    [Test]
    public void A_gap_before_the_first_timestamp_of_all_cuts_the_window_in_which_that_falls()
    {
        var bars = Bars(feed => feed.VwapTumbling(Second), Gap, Deal(0.5, 1, 1), Deal(1.5, 1, 1), new Ping(At(2)));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1~!", "BTC 1-2 x1" }));
    }

    [Test]
    public void A_gap_marks_the_open_bar_by_size_and_a_sliding_window_while_it_is_inside()
    {
        NexusMessage[] messages = [new Ping(At(0)), Deal(1, 1, 1), Gap, Deal(1.1, 1, 1), Deal(2, 1, 1), Gap, Deal(4, 1, 1)];

        Assert.That(Bars(feed => feed.VwapByCount(2), messages), Is.EqualTo(new[] { "BTC 1-1.1 x2~!", "BTC 2-4 x2~!" }));
        Assert.That(Bars(feed => feed.VwapByCount(1), messages), Is.EqualTo(new[] { "BTC 1-1 x1", "BTC 1.1-1.1 x1", "BTC 2-2 x1", "BTC 4-4 x1" }));
        Assert.That(
            Bars(feed => feed.VwapSliding(Second), [.. messages, new Ping(At(6))]),
            Is.EqualTo(new[] { "BTC 0-1 x1", "BTC 0.1-1.1 x2~!", "BTC 1-2 x1~!", "BTC 1-2 x2~!", "BTC 1.1-2.1 x1~!", "BTC 2-3 x0~!", "BTC 3-4 x1~!", "BTC 4-5 x0" }));
    }

    [Test]
    public void Windows_that_a_confirmed_jump_skips_are_not_published()
    {
        var bars = Bars(feed => feed.VwapTumbling(Second), new Ping(At(0)), Deal(0.5, 1, 1), new Ping(At(7200.2)), Deal(7200.4, 2, 1), Deal(7201.1, 3, 1));

        // The first message two hours ahead is not believed, the second is.
        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1", "BTC 7200-7201 x1", "BTC 7201-7202 x1~" }));
    }

    [Test]
    public void An_hour_of_silence_is_no_jump_and_gives_each_of_its_windows()
    {
        var bars = Bars(feed => feed.VwapTumbling(Second), Deal(0, 1, 1), new Ping(At(3600)));

        Assert.That(bars, Has.Count.EqualTo(3600));
    }

    [Test]
    public void A_jump_empties_a_sliding_window_at_once_and_keeps_what_a_hopping_one_holds()
    {
        NexusMessage[] messages = [new Ping(At(0)), Deal(0.5, 1, 1), Deal(1.5, 1, 1), new Ping(At(7200.2)), Deal(7200.4, 2, 1)];

        Assert.That(Bars(feed => feed.VwapSliding(Seconds(5)), messages), Is.EqualTo(new[] { "BTC -4.5-0.5 x1~", "BTC -3.5-1.5 x2~", "BTC 7195.4-7200.4 x0", "BTC 7195.4-7200.4 x1" }));
        Assert.That(
            Bars(feed => feed.VwapHopping(Seconds(2), Second), messages),
            Is.EqualTo(new[] { "BTC -1-1 x1~", "BTC 0-2 x2", "BTC 1-3 x1", "BTC 7199-7201 x1~", "BTC 7200-7202 x1~" }));
    }

    [Test]
    public void A_jump_over_thirty_years_takes_no_time()
    {
        var years = TimeSpan.FromDays(365 * 30).TotalSeconds;
        var bars = Bars(feed => feed.VwapTumbling(TimeSpan.FromMilliseconds(1)), Deal(0, 1, 1), new Ping(At(years)), Deal(years, 1, 1));

        Assert.That(bars, Has.Count.EqualTo(2));
    }

    [Test]
    public void When_the_clock_restarts_what_was_open_is_published_and_windows_go_on_from_there()
    {
        var wild = TimeSpan.FromDays(365 * 100).TotalSeconds;
        var bars = Bars(feed => feed.VwapTumbling(Second), Deal(wild, 1, 1), new Ping(At(0)), Deal(0.5, 2, 1), new Ping(At(1)), new Ping(At(2)));

        Assert.That(bars, Is.EqualTo(new[] { $"BTC {wild}-{wild + 1} x1~", "BTC 0-1 x1~", "BTC 1-2 x0" }));
    }

    [Test]
    public void A_gap_from_before_the_clocks_restart_cuts_no_window_after_it()
    {
        var wild = TimeSpan.FromDays(365 * 100).TotalSeconds;
        var bars = Bars(feed => feed.VwapTumbling(Second), new Ping(At(wild)), Gap, new Ping(At(0)), Deal(0.5, 2, 1), new Ping(At(1)), new Ping(At(2)));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 0-1 x1~", "BTC 1-2 x0" }));
    }

    [Test]
    public void A_gap_that_is_open_when_the_clock_restarts_goes_on()
    {
        var wild = TimeSpan.FromDays(365 * 100).TotalSeconds;
        var bars = Bars(
            feed => feed.VwapTumbling(Second),
            new Book(Eth, At(wild), [], []),
            new FeedGap("cut", Btc, default),
            new Book(Eth, At(0), [], []),
            new Book(Eth, At(0), [], []),
            Deal(1.5, 2, 1),
            new Ping(At(2)),
            new Ping(At(3)));

        Assert.That(bars, Is.EqualTo(new[] { "BTC 1-2 x1~!", "BTC 2-3 x0" }));
    }

    private static List<string> Bars(Func<NexusFeed, IObservable<VwapBar>> windows, params NexusMessage[] messages)
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<string>();
        windows(feed).Subscribe(bar => bars.Add(Sketch(bar)));
        feed.Connect();
        foreach (var message in messages)
            source.OnNext(message);
        source.OnCompleted();
        return bars;
    }
}
