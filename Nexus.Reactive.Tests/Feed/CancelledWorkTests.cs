using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Canceled work on a feed's clock does not run, and takes no memory.</summary>
public sealed class CancelledWorkTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [Test]
    public void Cancelled_work_does_not_run_or_accumulate()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = 0;
        var throttled = 0;
        feed.Feed.Clock.Schedule(Ms, () => seen++).Dispose();
        feed.Feed.Trades.Throttle(TimeSpan.FromHours(12), feed.Feed.Clock).Subscribe(_ => throttled++);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 200_000; i++)
            feed.Trade(1);

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Multiple(() =>
        {
            Assert.That((seen, throttled), Is.EqualTo((0, 0)));
            Assert.That(grown, Is.LessThan(1_000_000), "200,000 cancelled timers would hold some 20 MB");
        });
    }

    [Test]
    public void Work_cancelled_between_turns_does_not_accumulate()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 200_000; i++)
            feed.Feed.Clock.Schedule(TimeSpan.FromHours(1), () => seen++).Dispose();
        var inSilence = GC.GetTotalMemory(forceFullCollection: true) - before;

        ScheduleAndCancelInTheQueue();
        feed.Ping(2);
        var afterATurn = GC.GetTotalMemory(forceFullCollection: true) - before;

        feed.Ping((int)TimeSpan.FromMinutes(50).TotalMilliseconds);
        feed.Ping((int)TimeSpan.FromMinutes(100).TotalMilliseconds);
        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.Zero);
            Assert.That(inSilence, Is.LessThan(1_000_000));
            Assert.That(afterATurn, Is.LessThan(5_000_000), "the heap's own array stays");
        });

        // In its own frame, which holds none of it afterwards.
        [MethodImpl(MethodImplOptions.NoInlining)]
        void ScheduleAndCancelInTheQueue()
        {
            var work = Enumerable.Range(0, 100_000).Select(_ => feed.Feed.Clock.Schedule(TimeSpan.FromHours(1), () => seen++)).ToList();
            feed.Ping(1);
            work.ForEach(static one => one.Dispose());
        }
    }

    [Test]
    public void Work_cancelled_before_the_first_timestamp_does_not_keep_later_work_from_being_removed()
    {
        const int rounds = 500;
        var feed = new FeedHarness();
        foreach (var work in Enumerable.Range(0, 100_000).Select(_ => feed.Feed.Clock.Schedule(Ms, static () => { })).Take(49_000).ToList())
            work.Dispose();
        for (var i = 0; i < 51_000; i++)
            feed.Feed.Clock.Schedule(Ms, static () => { });
        feed.Ping(0);
        feed.Ping(1);
        feed.Feed.Clock.SchedulePeriodic(Ms, static () => { });
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // The periodic work moves the work into the queue.
        for (var round = 2; round < rounds; round++)
        {
            var work = Enumerable.Range(0, 80).Select(_ => feed.Feed.Clock.Schedule(TimeSpan.FromHours(1), static () => { })).ToList();
            feed.Ping(round);
            work.ForEach(static one => one.Dispose());
        }

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(1_000_000), "40,000 cancelled timers would hold some 5 MB");
        GC.KeepAlive(feed);
    }

    [TestCase("once")]
    [TestCase("periodic")]
    [TestCase("window")]
    [TestCase("orders")]
    public void Cancelled_work_in_the_queue_can_be_collected(string kind)
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var cancelled = ScheduleAndCancel();
        GC.Collect();

        Assert.That(cancelled.IsAlive, Is.False);
        GC.KeepAlive(feed);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference ScheduleAndCancel()
        {
            var state = new object();
            var hour = TimeSpan.FromHours(1);
            var work = kind switch
            {
                "once" => feed.Feed.Clock.Schedule(state, hour, static (_, _) => Disposable.Empty),
                "periodic" => ((ISchedulerPeriodic)feed.Feed.Clock).SchedulePeriodic(state, hour, static same => same),
                "window" => feed.Feed.VwapSliding(hour).Subscribe(_ => GC.KeepAlive(state)),
                _ => feed.Feed.TrackOrders().Subscribe(_ => GC.KeepAlive(state)),
            };
            feed.Trade(1);
            feed.Source.OnNext(FeedHarness.UpdateAt(1) with { Status = OrderStatus.Filled });
            feed.Feed.Clock.Schedule(Ms, static () => { });
            feed.Ping(2);
            work.Dispose();
            return new WeakReference(state);
        }
    }

    [Test]
    public void Work_cancelled_before_the_first_timestamp_does_not_accumulate()
    {
        var clock = new FeedHarness().Feed.Clock;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 100_000; i++)
            clock.Schedule(Ms, static () => { }).Dispose();

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(1_000_000));
        GC.KeepAlive(clock);
    }
}
