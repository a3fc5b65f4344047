using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Work on a feed's clock: its order, its cancellation, its end, and other threads.</summary>
public sealed class ScheduledWorkTests
{
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);

    [Test]
    public void Work_that_time_can_no_longer_reach_is_not_kept([Values] bool hasStarted)
    {
        var feed = new FeedHarness();
        if (hasStarted)
            feed.Ping(0);
        var before = Schedule(feed.Feed.Clock);
        feed.Source.OnCompleted();
        var after = Schedule(feed.Feed.Clock);
        GC.Collect();

        Assert.That((before.IsAlive, after.IsAlive), Is.EqualTo((false, false)));
        GC.KeepAlive(feed);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Schedule(IScheduler clock)
        {
            var state = new object();
            clock.Schedule(state, Ms, static (_, _) => Disposable.Empty);
            return new WeakReference(state);
        }
    }

    [Test]
    public void Work_scheduled_by_a_timer_within_a_step_runs_within_the_step()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<double>();
        feed.Feed.Clock.Schedule(Ms, again =>
        {
            seen.Add(feed.Now.TotalMilliseconds);
            again(Ms);
        });

        feed.Ping(3);

        Assert.That(seen, Is.EqualTo([1.0, 2, 3]));
    }

    [Test]
    public void Work_due_now_runs_while_time_does_not_move()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        feed.Feed.Malformed.ObserveOn(feed.Feed.Clock).Subscribe(_ => seen.Add("malformed"), () => seen.Add("done"));
        feed.Source.OnNext(new MalformedMessage("x", "not JSON"));
        Observable.Range(1, 3, feed.Feed.Clock).Subscribe(i => seen.Add($"{i}"));
        feed.Source.OnCompleted();

        Assert.That(seen, Is.EqualTo(["malformed", "1", "2", "3", "done"]));
    }

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
    public void Cancelled_work_that_is_still_in_the_queue_keeps_nothing_alive(string kind)
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
    public void Work_due_at_the_same_time_runs_in_the_order_in_which_it_was_scheduled_inside_and_outside_a_turn()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<string>();
        feed.Feed.Clock.Schedule(2 * Ms, () => seen.Add("before"));
        feed.Feed.VwapSliding(Ms).Where(static bar => bar.TradeCount == 0).Subscribe(_ => seen.Add("window"));
        feed.Feed.Trades.Subscribe(_ => feed.Feed.Clock.Schedule(Ms, () => seen.Add("after")));

        feed.Trade(1);
        feed.Feed.Clock.Schedule(Ms, () => seen.Add("last"));
        feed.Ping(2);

        Assert.That(seen, Is.EqualTo(["before", "window", "after", "last"]));
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

    [Test]
    public void Work_due_at_the_same_time_keeps_its_order_when_cancelled_work_is_removed()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<int>();
        for (var i = 0; i < 5; i++)
            feed.Feed.Clock.Schedule(i, Ms, (_, number) =>
            {
                seen.Add(number);
                return Disposable.Empty;
            });
        for (var i = 0; i < 200; i++)
            feed.Feed.Clock.Schedule(Ms, static () => { }).Dispose();

        feed.Ping(1);

        Assert.That(seen, Is.EqualTo([0, 1, 2, 3, 4]));
    }

    [Test]
    public void Work_that_periodic_work_schedules_for_its_next_due_time_runs_before_it()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var seen = new List<string>();
        Observable.Interval(Ms, feed.Feed.Clock).Subscribe(tick =>
        {
            seen.Add($"tick {tick}");
            feed.Feed.Clock.Schedule(Ms, () => seen.Add($"timer {tick}"));
        });

        feed.Ping(3);

        Assert.That(seen, Is.EqualTo(["tick 0", "timer 0", "tick 1", "timer 1", "tick 2"]));
    }

    [Test]
    public void Work_scheduled_from_other_threads_runs_in_turns_and_none_is_lost()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var inside = 0;
        var overlaps = 0;
        var ran = 0;
        void Work()
        {
            if (Interlocked.Increment(ref inside) != 1)
                overlaps++;
            ran++;
            Interlocked.Decrement(ref inside);
        }

        const int each = 5_000;
        var scheduling = Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                if (thread % 2 == 0)
                    feed.Feed.Clock.Schedule(Work);
                else
                    feed.Feed.Clock.Schedule(TimeSpan.FromMilliseconds(i), Work);
            }
        })).ToArray();
        for (var i = 0; i < each; i++)
            feed.Ping(i);
        Assert.That(Task.WaitAll(scheduling, TimeSpan.FromSeconds(60)));
        feed.Ping(3 * each);

        // The thread pool may run the rest.
        SpinWait.SpinUntil(() => Volatile.Read(ref ran) == 4 * each, TimeSpan.FromSeconds(60));
        Assert.That((ran, overlaps), Is.EqualTo((4 * each, 0)));
    }

    [Test]
    public void Disposing_work_while_it_runs_disposes_what_it_started()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        var disposed = false;
        var outer = feed.Feed.Clock.Schedule(0, (_, _) => Disposable.Create(() => disposed = true));

        outer.Dispose();

        Assert.That(disposed);
    }

    [Test]
    public void Recursive_work_in_place_does_not_grow_the_stack()
    {
        var feed = new FeedHarness();
        var count = 0;
        feed.Feed.Clock.Schedule(again =>
        {
            if (++count < 100_000)
                again();
        });

        Assert.That(count, Is.EqualTo(100_000));
    }

    [Test]
    public void A_thread_that_schedules_work_runs_none_of_the_work_that_others_scheduled_meanwhile()
    {
        const int count = 1000;
        var feed = new FeedHarness();
        feed.Ping(0);
        var threads = new List<int>();
        using var ran = new CountdownEvent(count);

        feed.Feed.Clock.Schedule(() => Task.Run(() =>
        {
            for (var i = 0; i < count; i++)
            {
                feed.Feed.Clock.Schedule(() =>
                {
                    threads.Add(Environment.CurrentManagedThreadId);
                    ran.Signal();
                });
            }
        }).Wait(TimeSpan.FromSeconds(30)));

        Assert.That(ran.Wait(TimeSpan.FromSeconds(30)));
        Assert.That(threads, Does.Not.Contain(Environment.CurrentManagedThreadId));
    }

    [Test]
    public void A_thread_that_schedules_much_does_not_make_another_thread_wait()
    {
        var feed = new FeedHarness();
        feed.Ping(0);
        using var entered = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        feed.Feed.Clock.Schedule(Ms, () =>
        {
            entered.Set();
            go.Wait(TimeSpan.FromSeconds(60));
        });
        var turn = Task.Factory.StartNew(() => feed.Ping(1), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.That(entered.Wait(TimeSpan.FromSeconds(30)));
        var scheduled = 0;
        var busy = new Thread(() =>
        {
            for (; scheduled < 3 * ClockTurns.Capacity && !go.IsSet; scheduled++)
                feed.Feed.Clock.Schedule(static () => { });
        });
        busy.Start();
        Assert.That(SpinWait.SpinUntil(() => scheduled >= ClockTurns.Capacity - 1 && busy.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30)));

        var quickest = Enumerable.Range(0, 3).Min(_ =>
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            feed.Feed.Clock.Schedule(static () => { });
            return watch.Elapsed;
        });
        go.Set();

        Assert.That(turn.Wait(TimeSpan.FromSeconds(60)) && busy.Join(TimeSpan.FromSeconds(60)));
        Assert.That(quickest, Is.LessThan(TimeSpan.FromMilliseconds(900)), "a thread at its limit waits for a second");
    }

    [Test]
    public void A_thread_that_schedules_without_end_does_not_stop_the_messages()
    {
        const int count = 20_000;
        var feed = new FeedHarness();
        feed.Ping(0);
        using var delivered = new CountdownEvent(count);
        feed.Feed.Trades.Subscribe(_ => delivered.Signal());
        using var stop = new CancellationTokenSource();
        var scheduling = Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                    feed.Feed.Clock.Schedule(static () => Thread.SpinWait(400));
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        for (var i = 0; i < count; i++)
            feed.Trade(i);
        stop.Cancel();

        Assert.That(scheduling.Wait(TimeSpan.FromSeconds(60)));
        Assert.That(delivered.Wait(TimeSpan.FromSeconds(60)));
    }
}
