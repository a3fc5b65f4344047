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
    public void Work_that_can_no_longer_become_due_is_not_retained([Values] bool hasStarted)
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
