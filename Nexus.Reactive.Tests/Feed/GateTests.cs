using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Messages that arrive during a turn wait for their own turns, and their producers do not wait.</summary>
public sealed class GateTests
{
    [Test]
    public void A_push_from_inside_a_subscriber_waits_until_all_subscribers_have_the_current_message()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Feed.Trades.Subscribe(t =>
        {
            seen.Add($"a{t.Price}");
            if (t.Price < 3)
                feed.Trade(0, t.Price + 1);
        });
        feed.Feed.Trades.Subscribe(t => seen.Add($"b{t.Price}"));

        feed.Trade(0, 1);

        Assert.That(seen, Is.EqualTo(["a1", "b1", "a2", "b2", "a3", "b3"]));
    }

    [Test]
    public void A_completion_from_inside_a_subscriber_waits_until_the_current_message_is_delivered()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Feed.Trades.Subscribe(_ => feed.Source.OnCompleted());
        feed.Feed.Trades.Subscribe(_ => seen.Add("next"), () => seen.Add("completed"));

        feed.Trade(0);

        Assert.That(seen, Is.EqualTo(["next", "completed"]));
    }

    [Test]
    public void A_subscriber_that_waits_for_a_pushing_thread_does_not_deadlock()
    {
        var feed = new FeedHarness();
        var seen = new List<decimal>();
        var pushed = false;
        feed.Feed.Trades.Subscribe(t =>
        {
            if (t.Price == 1)
                pushed = Task.Run(() => feed.Trade(1, 2)).Wait(TimeSpan.FromSeconds(30));
            seen.Add(t.Price);
        });

        feed.Trade(0, 1);

        Assert.Multiple(() =>
        {
            Assert.That(pushed);
            Assert.That(seen, Is.EqualTo([1m, 2m]));
        });
    }

    [Test]
    public void Concurrent_pushes_are_delivered_one_at_a_time_in_the_order_of_each_thread_and_none_is_lost()
    {
        const int threads = 4;
        const int each = 20_000;
        var inside = 0;
        var overlaps = 0;
        var last = new decimal[threads];
        var outOfOrder = 0;
        using var all = new CountdownEvent(threads * each);
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        feed.Trades.Subscribe(t =>
        {
            if (Interlocked.Increment(ref inside) != 1)
                overlaps++;
            var thread = (int)t.Quantity;
            if (t.Price != last[thread] + 1)
                outOfOrder++;
            last[thread] = t.Price;
            Interlocked.Decrement(ref inside);
            all.Signal();
        });
        feed.Connect();

        using var start = new Barrier(threads);
        var pushing = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 1; i <= each; i++)
                    source.Observer!.OnNext(new Trade(Btc, T0, i, thread, Side.Buy));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Assert.That(Task.WaitAll(pushing, TimeSpan.FromSeconds(60)));

        // The thread pool may deliver the last messages after the pushes have returned.
        Assert.That(all.Wait(TimeSpan.FromSeconds(60)), $"{all.CurrentCount} messages were not delivered");
        Assert.That((overlaps, outOfOrder), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_source_that_waits_under_a_lock_that_a_subscriber_needs_does_not_deadlock()
    {
        const int count = 6000;
        var (trades, echoes) = (new Subject<NexusMessage>(), new Subject<NexusMessage>());
        var feed = new NexusFeed(trades.Merge(echoes));
        using var started = new ManualResetEventSlim();
        using var ahead = new ManualResetEventSlim();
        using var all = new CountdownEvent(2 * count);
        feed.Subscribe(message =>
        {
            all.Signal();
            if (message is Trade)
                echoes.OnNext(new UnknownMessage("ECHO", string.Empty));
        });
        feed.Connect();

        // The thread that schedules work hands the trades to the pool, whose subscriber needs Merge's lock.
        var scheduling = Task.Run(() => feed.Clock.Schedule(() =>
        {
            started.Set();
            ahead.Wait(TimeSpan.FromSeconds(30));
        }));
        Assert.That(started.Wait(TimeSpan.FromSeconds(30)));
        var pushing = Task.Run(() =>
        {
            for (var i = 1; i <= count; i++)
            {
                trades.OnNext(TradeAt(i));
                if (i == 100)
                    ahead.Set();
            }
        });

        Assert.That(Task.WaitAll([scheduling, pushing], TimeSpan.FromSeconds(60)));
        Assert.That(all.Wait(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public void A_subscriber_that_waits_for_more_messages_than_the_queue_holds_does_not_deadlock()
    {
        const int count = FeedInput.Capacity + 1000;
        var feed = new FeedHarness();
        var pushed = false;
        using var all = new CountdownEvent(count);
        feed.Feed.Trades.Subscribe(t =>
        {
            all.Signal();
            if (t.Price == 1)
            {
                pushed = Task.Run(() =>
                {
                    for (var i = 2; i <= count; i++)
                        feed.Trade(i, i);
                }).Wait(TimeSpan.FromSeconds(60));
            }
        });

        feed.Trade(1, 1);

        Assert.That(pushed);
        Assert.That(all.Wait(TimeSpan.FromSeconds(30)));
    }
}
