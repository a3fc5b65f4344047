using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;
using static Nexus.Reactive.Tests.Trades.Deals;

namespace Nexus.Reactive.Tests.Trades;

public sealed class VwapTumblingTests : ReactiveTest
{
    private static readonly TimeSpan Second = Seconds(1);

    [Test]
    public void A_bar_sums_its_windows_trades()
    {
        var bar = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0.1, 100, 1), Deal(0.2, 104, 2, Side.Sell), Deal(0.3, 99, 1))[0];

        Assert.That(bar, Is.EqualTo(new VwapBar(Btc, At(0), At(1), 101.75m, 4, 407, 2, 2, 3, 100, 104, 99, 99, isComplete: false, hasGap: false)));
        Assert.That((bar.Vwap, bar.Volume, bar.Notional, bar.BuyVolume, bar.SellVolume), Is.EqualTo((101.75m, 4m, 407m, 2m, 2m)));
    }

    [Test]
    public void Windows_start_at_multiples_of_their_size_and_not_at_the_subscription()
    {
        var bars = Run((trades, scheduler) => trades.VwapTumbling(Seconds(10), scheduler), Deal(7, 1, 1), Deal(12, 1, 1), Deal(15, 1, 1));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "BTC 5-15 x2", "BTC 15-25 x1~" }));
    }

    [Test]
    public void The_window_in_which_the_stream_began_is_not_complete()
    {
        var bars = Run((trades, scheduler) => trades.VwapTumbling(Seconds(10), scheduler), Deal(2, 1, 1), Deal(12, 1, 1), Deal(15, 1, 1));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "BTC -5-5 x1~", "BTC 5-15 x1", "BTC 15-25 x1~" }));
    }

    [Test]
    public void A_window_closes_when_its_end_comes_also_in_silence()
    {
        var scheduler = new HistoricalScheduler(T0);
        var source = new Subject<Trade>();
        var bars = new List<(string, DateTimeOffset)>();
        source.VwapTumbling(Second, scheduler).Subscribe(bar => bars.Add((Sketch(bar), scheduler.Now)));
        scheduler.AdvanceTo(At(0.5));
        source.OnNext(Deal(0.5, 1, 1));
        scheduler.AdvanceTo(At(3.2));

        Assert.That(bars, Is.EqualTo(new[] { ("BTC 0-1 x1", At(1)), ("BTC 1-2 x0", At(2)), ("BTC 2-3 x0", At(3)) }));
    }

    [Test]
    public void An_empty_bar_has_no_prices()
    {
        var empty = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0, 1, 1), Deal(2, 1, 1))[1];

        Assert.That(empty, Is.EqualTo(new VwapBar(Btc, At(1), At(2), null, 0, 0, 0, 0, 0, null, null, null, null, isComplete: true, hasGap: false)));
    }

    [Test]
    public void Nothing_is_published_before_the_first_trade()
    {
        var scheduler = new HistoricalScheduler(T0);
        var count = 0;
        using var subscription = Observable.Never<Trade>().VwapTumbling(Second, scheduler).Subscribe(_ => count++);
        scheduler.AdvanceBy(Seconds(100));

        Assert.That(count, Is.Zero);
    }

    [Test]
    public void Bars_of_one_instant_come_in_the_order_of_their_symbols_first_trades()
    {
        var bars = Run(
            (trades, scheduler) => trades.VwapTumbling(Second, scheduler),
            Deal(0.1, 1, 1, symbol: Eth),
            Deal(0.2, 1, 1),
            Deal(1.1, 1, 1),
            Deal(1.2, 1, 1, symbol: Eth),
            Deal(2, 1, 1));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "ETH 0-1 x1", "BTC 0-1 x1", "ETH 1-2 x1", "BTC 1-2 x1", "BTC 2-3 x1~" }));
    }

    [Test]
    public void A_trade_on_a_boundary_falls_into_the_later_window_on_a_historical_scheduler()
    {
        var bars = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0, 1, 1), Deal(1, 1, 1), Deal(2, 1, 1));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "BTC 0-1 x1", "BTC 1-2 x1", "BTC 2-3 x1~" }));
    }

    [Test]
    public void A_trade_on_a_boundary_falls_into_the_later_window_on_a_test_scheduler_also_when_it_comes_before_the_timer()
    {
        var scheduler = new TestScheduler();
        var early = scheduler.CreateHotObservable(OnNext(250, Deal(0, 1, 1)), OnNext(300, Deal(0, 2, 1)), OnNext(301, Deal(0, 3, 1)), OnCompleted<Trade>(450));

        var result = scheduler.Start(() => early.VwapTumbling(TimeSpan.FromTicks(100), scheduler));

        Assert.That(
            result.Messages.Select(message => (message.Time, message.Value.Kind == NotificationKind.OnNext ? message.Value.Value.TradeCount : -1)),
            Is.EqualTo(new[] { (300L, 1), (400L, 2), (450L, -1) }));
        Assert.That(result.Messages[0].Value.Value.IsComplete, Is.True, "the subscription at 200 is the window's start");
    }

    [Test]
    public void A_trade_on_a_boundary_falls_into_the_later_window_on_a_feeds_clock()
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        List<VwapBar> onFeed = [], onTrades = [];
        feed.VwapTumbling(Second).Subscribe(onFeed.Add);
        feed.Trades.VwapTumbling(Second, feed.Clock).Subscribe(onTrades.Add);
        feed.Connect();
        foreach (var trade in new[] { Deal(0, 1, 1), Deal(1, 1, 1), Deal(2.5, 1, 1) })
            source.OnNext(trade);
        source.OnCompleted();

        Assert.That(onFeed.Select(Sketch), Is.EqualTo(new[] { "BTC 0-1 x1", "BTC 1-2 x1", "BTC 2-3 x1~" }));
        Assert.That(onTrades, Is.EqualTo(onFeed));
    }

    [Test]
    public void On_a_feed_a_bar_comes_before_the_message_that_moved_the_clock_to_its_end()
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var seen = new List<string>();
        feed.Subscribe(message => seen.Add(message.GetType().Name));
        feed.VwapTumbling(Second).Subscribe(bar => seen.Add(Sketch(bar)));
        feed.Connect();
        source.OnNext(Deal(0.5, 1, 1));
        source.OnNext(new Ping(At(1)));

        Assert.That(seen, Is.EqualTo(new[] { "Trade", "BTC 0-1 x1~", "Ping" }));
    }

    [Test]
    public void The_stream_of_a_feed_begins_with_its_first_timestamp()
    {
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = new List<VwapBar>();
        feed.VwapTumbling(Second).Subscribe(bars.Add);
        feed.Connect();
        source.OnNext(new Ping(At(0.5)));
        source.OnNext(Deal(0.7, 1, 1));
        source.OnNext(Deal(1.7, 1, 1));
        source.OnNext(new Ping(At(2)));

        Assert.That(bars.Select(Sketch), Is.EqualTo(new[] { "BTC 0-1 x1~", "BTC 1-2 x1" }));
    }

    [Test]
    public void An_error_is_passed_on_at_once_and_open_windows_are_not_published()
    {
        var scheduler = new TestScheduler();
        var error = new InvalidOperationException();
        var source = scheduler.CreateHotObservable(OnNext(250, Deal(0, 1, 1)), OnError<Trade>(270, error));

        var result = scheduler.Start(() => source.VwapTumbling(TimeSpan.FromTicks(100), scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { OnError<VwapBar>(270, error) }));
        Assert.That(source.Subscriptions, Is.EqualTo(new[] { Subscribe(200, 270) }));
    }

    [Test]
    public void Disposing_leaves_the_source_and_no_timer()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(250, Deal(0, 1, 1)));

        var result = scheduler.Start(() => source.VwapTumbling(TimeSpan.FromTicks(100), scheduler), 260);

        Assert.That(result.Messages, Is.Empty);
        Assert.That(source.Subscriptions, Is.EqualTo(new[] { Subscribe(200, 260) }));
        Assert.That(scheduler.IsEnabled, Is.False);
    }

    [Test]
    public void An_hour_without_a_trade_gives_each_of_its_empty_windows()
    {
        var bars = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0, 1, 1), Deal(3600, 1, 1));

        Assert.That(bars, Has.Count.EqualTo(3601));
        Assert.That(bars.Skip(1).Take(3599).All(bar => bar is { TradeCount: 0, Vwap: null, IsComplete: true }), Is.True);
    }

    [Test]
    public void Sums_are_exact_where_a_decimal_would_overflow_and_reading_one_is_what_throws()
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

        Assert.That(bars.Select(bar => (bar.Start, bar.End, bar.TradeCount)), Is.EqualTo(new[] { (DateTimeOffset.UnixEpoch, WindowGrid.ToTime(long.MaxValue), 2) }));
    }

    [Test]
    public void Trades_of_zero_quantity_have_no_average_price()
    {
        var bar = Run((trades, scheduler) => trades.VwapTumbling(Second, scheduler), Deal(0, 5, 0))[0];

        Assert.That((bar.Vwap, bar.Volume, bar.TradeCount, bar.Close), Is.EqualTo(((decimal?)null, 0m, 1, (decimal?)5m)));
    }

    [Test]
    public void Arguments_are_checked_at_the_call()
    {
        var trades = Observable.Never<Trade>();
        Assert.That(() => trades.VwapTumbling(TimeSpan.Zero, Scheduler.Default), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => trades.VwapTumbling(Second, null!), Throws.ArgumentNullException);
        Assert.That(() => ((IObservable<Trade>)null!).VwapTumbling(Second, Scheduler.Default), Throws.ArgumentNullException);
        Assert.That(() => ((NexusFeed)null!).VwapTumbling(Second), Throws.ArgumentNullException);
    }
}
