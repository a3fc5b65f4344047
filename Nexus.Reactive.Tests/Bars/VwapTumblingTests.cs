using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Windows of five seconds, one second per character. Below the trades are the bars: the number of trades, then <c>=</c> complete or <c>~</c> incomplete.</summary>
public sealed class VwapTumblingTests
{
    private static readonly TimeSpan Second = Seconds(1);

    [TestCase("--t-t------t--|",
              "-----2----0---(1|)",
              "-----=----=---(~|)", TestName = "Each_window_has_a_bar_and_the_last_bar_is_incomplete")]
    [TestCase("-t--------------|",
              "-----1----0----0|",
              "-----=----=----=|", TestName = "A_window_closes_at_its_end_even_in_silence")]
    [TestCase("-----------t--|",
              "--------------(1|)",
              "--------------(~|)", TestName = "Nothing_is_published_before_the_first_trade")]
    [TestCase("t----t----t--|",
              "-----1----1--(1|)",
              "-----=----=--(~|)", TestName = "A_trade_on_a_boundary_falls_into_the_later_window")]
    [TestCase("--t-t-t--t--|",
              "-----1----2-|",
              "-----~----=-|",
              "---^", TestName = "Windows_start_at_multiples_of_their_size_and_not_at_the_subscription")]
    [TestCase("-t----t#",
              "-----1-#",
              "-----=-#", TestName = "Open_windows_are_not_published_on_an_error")]
    public void Tumbling(string trades, string counts, string marks, string subscription = "^")
    {
        using var m = EachSecond();
        Expect(m.Hot(trades, Drawn).VwapTumbling(Second * 5, m.Scheduler));
        Expect(m.Feed(trades, [.. Drawn.Select(static pair => (pair.Key, (NexusMessage)pair.Value))]).VwapTumbling(Second * 5));
        m.Run();

        void Expect(IObservable<VwapBar> bars)
        {
            m.Expect(bars.Select(Count), subscription).ToBe(counts);
            m.Expect(bars.Select(Mark), subscription).ToBe(marks);
        }
    }

    [Test]
    public void Bars_with_the_same_end_are_ordered_by_their_symbols_first_trades()
    {
        using var m = EachSecond();
        var trades = m.Hot(
            "-et---te------|", Drawn);
        m.Expect(trades.VwapTumbling(Second * 5, m.Scheduler).Select(static bar => bar.Symbol == Eth ? 'e' : 't')).ToBe(
            "-----(et)-(et)|");
        m.Run();
    }

    [Test]
    public void On_a_feed_a_bar_comes_before_the_message_that_moved_the_clock_to_its_end()
    {
        using var m = EachSecond();
        var feed = m.FeedWithoutPings("-t---p|", ('t', Drawn['t']), ('p', Make.Ping()));
        var seen = feed.Select(static message => message is Ping ? 'p' : 't').Merge(feed.VwapTumbling(Second * 5).Select(Count));
        m.Expect(seen).ToBe("-t---(1p)\n------|");
        m.Run();
    }

    [Test]
    public void The_stream_of_a_feed_begins_with_its_first_timestamp()
    {
        using var m = EachSecond();
        var bars = m.FeedWithoutPings("--p-t----t--p", ('t', Drawn['t']), ('p', Make.Ping())).VwapTumbling(Second * 5);
        m.Expect(bars.Select(Count)).ToBe("---------1--1");
        m.Expect(bars.Select(Mark)).ToBe("---------~--=");
        m.Run();
    }

    [Test]
    public void A_bar_sums_the_trades_of_its_window()
    {
        var bar = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0.1, 100, 1), Deal(0.2, 104, 2, Side.Sell), Deal(0.3, 99, 1))[0];

        Assert.That(bar, Is.EqualTo(new VwapBar { Symbol = Btc, Start = At(0), End = At(1), Notional = 407, BuyVolume = 2, SellVolume = 2, TradeCount = 3, Open = 100, High = 104, Low = 99, Close = 99 }));
        Assert.That((bar.Vwap, bar.Volume, bar.Notional, bar.BuyVolume, bar.SellVolume), Is.EqualTo((101.75m, 4m, 407m, 2m, 2m)));
    }

    [Test]
    public void An_empty_bar_has_no_prices()
    {
        var empty = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0, 1, 1), Deal(2, 1, 1))[1];

        Assert.That(empty, Is.EqualTo(new VwapBar { Symbol = Btc, Start = At(1), End = At(2), IsComplete = true }));
    }

    [Test]
    public void Sums_beyond_decimals_range_are_exact_and_throw_only_when_read()
    {
        var bars = Run(
            (trades, scheduler) => trades.VwapTumbling(Second, scheduler),
            Deal(0, decimal.MaxValue, decimal.MaxValue),
            Deal(0, 1e-28m, 1e-28m),
            Deal(1, 2, 3));

        Assert.That(() => bars[0].Notional, Throws.TypeOf<OverflowException>());
        Assert.That(bars[0].Vwap, Is.EqualTo(decimal.MaxValue));
        Assert.That(bars[1].Notional, Is.EqualTo(6));
    }

    [Test]
    public void A_window_of_any_size_is_published_at_the_end_of_the_stream()
    {
        var bars = Run((trades, scheduler) => trades.VwapTumbling(TimeSpan.MaxValue, scheduler), Deal(0, 1, 1), Deal(5, 1, 1));

        Assert.That(bars.Select(bar => (bar.Start, bar.End, bar.TradeCount)), Is.EqualTo(new[] { (DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 2) }));
    }

    [Test]
    public void Trades_of_zero_quantity_have_no_average_price()
    {
        var bar = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0, 5, 0))[0];

        Assert.That((bar.Vwap, bar.Volume, bar.TradeCount, bar.Close), Is.EqualTo(((decimal?)null, 0m, 1, (decimal?)5m)));
    }

    [Test]
    public void A_size_of_zero_is_rejected_by_the_call() =>
        Assert.That(() => Observable.Never<Trade>().VwapTumbling(TimeSpan.Zero, Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
}
