using System.Reactive.Concurrency;
using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>The feed's time as a TimeProvider, its end as a task, one symbol's part of a feed, and endless loops.</summary>
public sealed class EventTimeTests
{
    private static readonly Symbol Eth = Symbol.Parse("SPOT_ETH_USDT");

    [Test]
    public async Task Delays_run_in_event_time_and_count_from_the_first_timestamp()
    {
        var feed = new FeedHarness();
        var seen = new List<TimeSpan>();
        var waiting = Wait();
        Assert.That(waiting.IsCompleted, Is.False);

        feed.Ping(0);
        feed.Ping(1999);
        Assert.That(seen, Is.EqualTo(new[] { TimeSpan.FromSeconds(1) }));
        feed.Ping(5000);
        await waiting;

        Assert.That(seen, Is.EqualTo(new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) }));

        async Task Wait()
        {
            for (var i = 0; i < 2; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), feed.Feed.TimeProvider).ConfigureAwait(false);
                seen.Add(feed.Now);
            }
        }
    }

    [Test]
    public async Task A_periodic_timer_ticks_on_the_feeds_clock()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var ticks = new List<TimeSpan>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), feed.Feed.TimeProvider);
        var ticking = Tick();
        for (var second = 1; second <= 4; second++)
            feed.Ping(1000 * second);
        timer.Dispose();
        await ticking;

        Assert.That(ticks, Is.EqualTo(new[] { 1, 2, 3, 4 }.Select(static second => TimeSpan.FromSeconds(second))));

        async Task Tick()
        {
            while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
                ticks.Add(feed.Now);
        }
    }

    [Test]
    public void A_timer_can_be_changed_stopped_and_disposed_from_its_callback()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var rings = new List<double>();
        ITimer? timer = null;
        timer = feed.Feed.TimeProvider.CreateTimer(
            _ =>
            {
                rings.Add(feed.Now.TotalMilliseconds);
                if (rings.Count == 2)
                    timer!.Change(TimeSpan.FromMilliseconds(50), Timeout.InfiniteTimeSpan);
                if (rings.Count == 3)
                    timer!.Dispose();
            },
            null,
            TimeSpan.FromMilliseconds(10),
            TimeSpan.FromMilliseconds(20));

        feed.Ping(1000);

        Assert.That(rings, Is.EqualTo(new[] { 10.0, 30, 80 }));
        Assert.That(timer.Change(TimeSpan.Zero, TimeSpan.Zero), Is.False);
        Assert.That(() => feed.Feed.TimeProvider.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(-2), TimeSpan.Zero), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_timer_whose_callback_throws_ends_with_a_fault_and_can_be_set_again([Values(1, 2)] int throwsAt)
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var rings = 0;
        using var timer = feed.Feed.TimeProvider.CreateTimer(
            _ =>
            {
                if (++rings == throwsAt)
                    throw new InvalidOperationException("boom");
            },
            null,
            TimeSpan.FromMilliseconds(10),
            TimeSpan.FromMilliseconds(20));
        feed.Ping(1000);
        Assert.That((rings, feed.Faults.Count), Is.EqualTo((throwsAt, 1)));

        timer.Change(TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);
        feed.Ping(2000);
        Assert.That((rings, feed.Faults.Count), Is.EqualTo((throwsAt + 1, 1)));
    }

    [Test]
    public void TimeProvider_returns_the_clock_time_and_measures_nothing_before_the_first_timestamp()
    {
        var feed = new FeedHarness();
        var time = feed.Feed.TimeProvider;
        var start = time.GetTimestamp();
        feed.Ping(0);
        Assert.That(time.GetElapsedTime(start), Is.EqualTo(TimeSpan.Zero));
        feed.Ping(1500);

        Assert.That((time.GetUtcNow(), time.GetElapsedTime(start), time.LocalTimeZone), Is.EqualTo((At(1500), TimeSpan.FromSeconds(1.5), TimeZoneInfo.Utc)));
    }

    [Test]
    public async Task RunAsync_connects_and_completes_with_the_feed_or_faults_with_its_error([Values] bool withError)
    {
        var feed = new FeedHarness(connect: false);
        var seen = 0;
        feed.Feed.Pings.Subscribe(_ => seen++, _ => { });
        var running = feed.Feed.RunAsync();
        feed.Ping(0);
        Assert.That((seen, running.IsCompleted), Is.EqualTo((1, false)));

        var boom = new InvalidOperationException("boom");
        if (withError)
            feed.Source.OnError(boom);
        else
            feed.Source.OnCompleted();

        if (withError)
            Assert.That(async () => await running, Throws.Exception.SameAs(boom));
        else
            await running;
    }

    [Test]
    public void Cancelling_RunAsync_disposes_the_connection()
    {
        var feed = new FeedHarness(connect: false);
        using var cancellation = new CancellationTokenSource();
        var running = feed.Feed.RunAsync(cancellation.Token);
        Assert.That(feed.Source.HasObservers);

        cancellation.Cancel();

        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(feed.Source.HasObservers, Is.False);
        Assert.That(async () => await feed.Feed.RunAsync(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void ForSymbol_delivers_the_messages_and_gaps_of_one_symbol_on_the_clock_of_the_feed()
    {
        var feed = new FeedHarness();
        var eth = feed.Feed.ForSymbol("SPOT_ETH_USDT");
        var seen = new List<NexusMessage>();
        var subscription = eth.Subscribe(seen.Add);
        var trades = new List<Trade>();
        eth.Trades.Subscribe(trades.Add, () => trades.Clear());
        var ethTrade = TradeAt(1) with { Symbol = Eth };
        NexusMessage[] messages = [PingAt(0), TradeAt(0), ethTrade, new FeedGap("all"), new FeedGap("btc", Btc), new FeedGap("eth", Eth), new FeedResumed(Btc), new FeedResumed(), new UnknownMessage("X", "x")];

        foreach (var message in messages)
            feed.Source.OnNext(message);

        Assert.That(seen, Is.EqualTo(new NexusMessage[] { ethTrade, new FeedGap("all") { Since = At(1) }, new FeedGap("eth", Eth) { Since = At(1) }, new FeedResumed() }));
        Assert.That(trades, Is.EqualTo(new[] { ethTrade }));
        Assert.That(eth.Clock, Is.SameAs(feed.Feed.Clock));
        Assert.That(eth.Connect(), Is.SameAs(feed.Connection));

        subscription.Dispose();
        feed.Source.OnNext(ethTrade);
        Assert.That((seen.Count, trades.Count), Is.EqualTo((4, 2)));
        feed.Source.OnCompleted();
        Assert.That(trades, Is.Empty);
        var late = false;
        eth.Books.Subscribe(_ => { }, () => late = true);
        Assert.That(late);
    }

    [Test]
    public void ForSymbol_with_a_text_that_is_no_symbol_names_it() =>
        Assert.That(() => new FeedHarness().Feed.ForSymbol("BTC"), Throws.TypeOf<FormatException>().With.Message.Contains("BTC"));

    [Test]
    public void ForSymbol_of_the_feed_of_another_symbol_names_that_symbol()
    {
        var eth = new FeedHarness().Feed.ForSymbol(Eth);

        Assert.That(() => eth.ForSymbol(Btc), Throws.ArgumentException.With.Message.StartsWith("The feed has only messages of SPOT_ETH_USDT."));
        Assert.That(eth.ForSymbol(Eth).Streams, Is.SameAs(eth.Streams));
    }

    [Test]
    public void A_subscriber_of_ForSymbol_that_is_added_during_a_message_gets_the_next_message()
    {
        var feed = new FeedHarness();
        var (messages, trades) = (new List<NexusMessage>(), new List<Trade>());
        var btc = feed.Feed.ForSymbol(Btc);
        btc.Trades.Subscribe(_ => { });
        feed.Feed.Take(1).Subscribe(_ =>
        {
            btc.Subscribe(messages.Add);
            btc.Trades.Subscribe(trades.Add);
        });

        feed.Source.OnNext(new FeedGap("all"));
        Assert.That(messages, Is.Empty);
        feed.Trade(0, 1);
        feed.Trade(1, 2);

        Assert.That((messages.Count, trades.Count), Is.EqualTo((2, 2)));
    }

    [Test]
    public void A_subscriber_of_ForSymbol_that_returns_during_a_message_gets_each_message_once()
    {
        var feed = new FeedHarness();
        var btc = feed.Feed.ForSymbol(Btc);
        var seen = new List<decimal>();
        var subscription = btc.Trades.Subscribe(t => seen.Add(t.Price));
        feed.Feed.Trades.Subscribe(_ =>
        {
            subscription.Dispose();
            subscription = btc.Trades.Subscribe(t => seen.Add(t.Price));
        });

        for (var i = 1; i <= 3; i++)
            feed.Trade(i, i);

        Assert.That(seen, Is.Empty, "each subscription is disposed before its first message");
    }

    [Test]
    public void Work_that_endlessly_reschedules_itself_is_dropped_with_a_fault_and_the_feed_continues()
    {
        var feed = new FeedHarness();
        var repeats = 0;
        feed.Feed.Trades.Take(1).Subscribe(_ => Observable.Repeat(1, feed.Feed.Clock).Subscribe(_ => repeats++));
        feed.Trade(0);
        var trades = 0;
        feed.Feed.Trades.Subscribe(_ => trades++);
        feed.Trade(1);

        Assert.That(repeats, Is.InRange(1_000_000, 2_100_000));
        Assert.That(trades, Is.EqualTo(1));
        Assert.That(feed.Faults.Select(static fault => (fault.Stream, fault.Exception.Message[..56])), Is.EqualTo(new[] { ("Clock", "Work on the feed's clock scheduled further work for the ") }));
    }

    [Test]
    public void A_loop_restarted_by_its_fault_handler_is_also_dropped()
    {
        var feed = new FeedHarness();
        feed.Feed.SubscriberFaults.Where(_ => feed.Faults.Count < 3).Subscribe(_ => Loop());

        feed.Feed.Clock.Schedule(Loop);
        feed.Trade(0);

        Assert.That(feed.Faults, Has.Count.EqualTo(1));

        void Loop() => feed.Feed.Clock.Schedule(Loop);
    }

    [Test]
    public void Many_items_due_at_the_same_instant_are_not_an_endless_loop()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var ran = 0;
        for (var i = 0; i < 100_000; i++)
            feed.Feed.Clock.Schedule(TimeSpan.FromSeconds(1), () => ran++);
        feed.Ping(1000);

        Assert.That((ran, feed.Faults.Count), Is.EqualTo((100_000, 0)));
    }

    [Test]
    public void The_cost_of_a_subscription_does_not_depend_on_the_number_of_subscriptions()
    {
        const int count = 200_000;
        var feed = new FeedHarness();
        var seen = 0;
        var subscriptions = Enumerable.Range(0, count).Select(_ => feed.Feed.Pings.Subscribe(_ => seen++)).ToArray();
        feed.Ping(0);
        foreach (var subscription in subscriptions.Where(static (_, i) => i % 2 == 0))
            subscription.Dispose();
        feed.Ping(1);
        foreach (var subscription in subscriptions)
            subscription.Dispose();
        feed.Ping(2);

        Assert.That(seen, Is.EqualTo(count + (count / 2)), "a list that is copied for each change takes minutes");
    }
}
