using System.Reactive.Concurrency;
using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Core;

/// <summary>Which thread delivers, which one waits, and the state after an exception.</summary>
public sealed class DrainQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void An_exception_reaches_the_pusher_and_the_other_items_are_delivered()
    {
        var seen = new List<int>();
        DrainQueue<int>? queue = null;
        queue = new DrainQueue<int>(item =>
        {
            seen.Add(item);
            if (item == 1)
            {
                queue!.Push(2);
                queue.Push(3);
            }

            if (item <= 2)
                throw new InvalidOperationException($"{item}");
        });

        Assert.That(() => queue.Push(1), Throws.InvalidOperationException);
        queue.Push(4);

        Assert.That(seen, Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void An_item_pushed_during_delivery_is_delivered_by_the_same_thread_before_the_outer_push_returns()
    {
        const int count = 10_000;
        var threads = new HashSet<int>();
        var delivered = 0;
        DrainQueue<int>? queue = null;
        queue = new DrainQueue<int>(item =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            delivered++;
            for (var i = 0; item == 0 && i < count; i++)
                queue!.Push(1);
        });

        queue.Push(0);

        Assert.That((delivered, threads.Single()), Is.EqualTo((count + 1, Environment.CurrentManagedThreadId)));
    }

    [Test]
    public void A_thread_delivers_all_items_that_it_added_itself()
    {
        const int count = 1000;
        var threads = new HashSet<int>();
        var delivered = 0;
        var queue = new DrainQueue<int>(_ =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            delivered++;
        });
        for (var i = 0; i < count; i++)
            queue.Add(i);

        queue.Drain();

        Assert.That((delivered, threads.Single()), Is.EqualTo((count, Environment.CurrentManagedThreadId)));
    }

    [Test]
    public void A_producer_hands_the_backlog_of_other_producers_to_the_thread_pool()
    {
        const int backlog = 1000;
        using var done = new ManualResetEventSlim();
        var byPusher = 0;
        var pusher = Environment.CurrentManagedThreadId;
        var delivered = 0;
        DrainQueue<int>? queue = null;
        queue = new DrainQueue<int>(item =>
        {
            if (item == 0)
                OnAnotherThread(() => PushMany(queue!, backlog));
            if (Environment.CurrentManagedThreadId == pusher)
                byPusher++;
            if (++delivered == backlog + 1)
                done.Set();
        });

        queue.Push(0);

        Assert.That(done.Wait(Patience));
        Assert.That(byPusher, Is.LessThan(backlog / 2));
    }

    [Test]
    public void Items_that_a_delivery_adds_belong_to_the_thread_whose_item_is_delivered()
    {
        const int added = 1000;
        using var done = new ManualResetEventSlim();
        var byPusher = 0;
        var pusher = Environment.CurrentManagedThreadId;
        var delivered = 0;
        DrainQueue<int>? queue = null;
        queue = new DrainQueue<int>(
            item =>
            {
                if (item == 0)
                    OnAnotherThread(() => queue!.Push(added));
                if (item == added)
                    PushMany(queue!, added);
                if (Environment.CurrentManagedThreadId == pusher)
                    byPusher++;
                if (++delivered == added + 2)
                    done.Set();
            },
            maxForeignItems: 10);

        queue.Push(0);

        Assert.That(done.Wait(Patience));
        Assert.That(byPusher, Is.EqualTo(11), "its own item and 10 of the other thread");
    }

    [Test]
    public void A_thread_that_only_schedules_work_delivers_no_message_of_another_thread()
    {
        const int backlog = 1000;
        using var done = new ManualResetEventSlim();
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        var scheduler = Environment.CurrentManagedThreadId;
        var byScheduler = 0;
        var delivered = 0;
        feed.Pings.Subscribe(_ =>
        {
            if (Environment.CurrentManagedThreadId == scheduler)
                byScheduler++;
            if (++delivered == backlog)
                done.Set();
        });
        feed.Connect();

        var ran = 0;
        feed.Clock.Schedule(() =>
        {
            ran = Environment.CurrentManagedThreadId;
            OnAnotherThread(() =>
            {
                for (var i = 0; i < backlog; i++)
                    source.Observer!.OnNext(PingAt(i));
            });
        });

        Assert.That(done.Wait(Patience));
        Assert.That((ran, byScheduler), Is.EqualTo((scheduler, 0)), "an idle feed runs the work at once, on the thread that scheduled it");
    }

    [Test]
    public void Work_scheduled_endlessly_by_other_threads_blocks_neither_a_thread_nor_the_messages()
    {
        using var ends = new CancellationTokenSource();
        using var delivered = new ManualResetEventSlim();
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        feed.Pings.Subscribe(_ => delivered.Set());
        feed.Connect();

        // Each item waits until another thread has scheduled the next one, so there is always work for now.
        void ScheduleNext()
        {
            if (!ends.IsCancellationRequested)
                OnAnotherThread(() => feed.Clock.Schedule(ScheduleNext));
        }

        var thread = Task.Run(() =>
        {
            feed.Clock.Schedule(ScheduleNext);
            source.Observer!.OnNext(PingAt(0));
        });
        var isFree = thread.Wait(Patience);
        var isDelivered = delivered.Wait(Patience);
        ends.Cancel();

        Assert.That((isFree, isDelivered), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_producer_that_runs_ahead_waits_until_half_of_its_messages_are_delivered()
    {
        using var go = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        var delivered = 0;
        feed.Pings.Subscribe(_ =>
        {
            entered.Set();
            go.Wait();
            Interlocked.Increment(ref delivered);
        });
        feed.Connect();
        var first = Task.Factory.StartNew(() => source.Observer!.OnNext(PingAt(0)), TaskCreationOptions.LongRunning);
        Assert.That(entered.Wait(Patience));

        OnAnotherThread(() =>
        {
            for (var i = 1; i < FeedInput.Capacity; i++)
                source.Observer!.OnNext(PingAt(i));
        });
        var deliveredAtReturn = -1;
        var full = new Thread(() =>
        {
            source.Observer!.OnNext(PingAt(FeedInput.Capacity));
            deliveredAtReturn = Volatile.Read(ref delivered);
        });
        full.Start();
        Assert.That(SpinWait.SpinUntil(() => full.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience), "the producer waits");
        go.Set();

        Assert.That(full.Join(Patience));
        Assert.That(SpinWait.SpinUntil(() => Volatile.Read(ref delivered) == FeedInput.Capacity + 1, Patience), "all are delivered, also by the thread pool");
        Assert.That(first.Wait(Patience));
        Assert.That(deliveredAtReturn, Is.GreaterThanOrEqualTo(FeedInput.Capacity / 2));
    }

    [Test]
    public void Connecting_again_is_a_gap_before_the_first_message_unless_the_source_resumes([Values] bool resumes)
    {
        FeedInput? input = null;
        var feed = NexusFeed.FromSubscribe(
            it =>
            {
                input = it;
                return System.Reactive.Disposables.Disposable.Empty;
            },
            options: null,
            resumes);
        var seen = new List<NexusMessage>();
        feed.Subscribe(seen.Add);
        feed.Connect();
        input!.OnNext(PingAt(0));
        feed.Connect().Dispose();
        feed.Connect();
        input.OnNext(PingAt(1));

        var gap = new FeedGap("the feed was disconnected") { Since = At(0) };
        Assert.That(seen, Is.EqualTo(resumes ? new NexusMessage[] { PingAt(0), PingAt(1) } : [PingAt(0), gap, PingAt(1)]));
    }

    [Test]
    public void A_source_whose_Dispose_throws_at_the_end_is_a_fault_and_all_subscribers_get_the_terminal()
    {
        var boom = new InvalidOperationException("boom");
        var feed = NexusFeed.FromSubscribe(
            input =>
            {
                input.OnNext(PingAt(0));
                _ = Task.Run(input.OnCompleted);
                return System.Reactive.Disposables.Disposable.Create(() => throw boom);
            },
            options: null);
        var faults = new List<SubscriberFault>();
        using var done = new CountdownEvent(2);
        feed.SubscriberFaults.Subscribe(faults.Add, () => done.Signal());
        feed.Trades.Subscribe(_ => { }, () => done.Signal());

        feed.Connect();

        Assert.That(done.Wait(Patience));
        Assert.That(faults, Is.EqualTo(new[] { new SubscriberFault("Source", null, boom) }));
    }

    private static void PushMany(DrainQueue<int> queue, int count)
    {
        for (var i = 0; i < count; i++)
            queue.Push(1);
    }

    private static void OnAnotherThread(Action action) =>
        Assert.That(Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Wait(Patience));
}
