using System.Diagnostics;
using System.Globalization;
using System.Reactive.Concurrency;
using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Real threads on one feed. An environment variable sets the duration: <c>NEXUS_GATE_SECONDS=60</c>.</summary>
[Category(Setting.Long)]
[NonParallelizable]
public sealed class GateStressTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("NEXUS_GATE_SECONDS") ?? "1", CultureInfo.InvariantCulture));

    [Test]
    public void Four_threads_push_in_order_and_nothing_is_lost()
    {
        const int threads = 4;
        var pushed = new long[threads];
        var delivered = new long[threads];
        var outOfOrder = 0L;
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        feed.Trades.Subscribe(trade =>
        {
            var thread = (int)trade.Quantity;
            if ((long)trade.Price != ++delivered[thread])
                outOfOrder++;
        });
        feed.Connect();
        var watch = Stopwatch.StartNew();
        var pushing = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                while (watch.Elapsed < Duration)
                {
                    for (var i = 0; i < 1000; i++)
                        source.Observer!.OnNext(new Trade(Btc, T0, ++pushed[thread], thread, Side.Buy));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Assert.That(Task.WaitAll(pushing, Duration + TimeSpan.FromSeconds(60)));
        Assert.That(SpinWait.SpinUntil(() => delivered.Sum() == pushed.Sum(), TimeSpan.FromSeconds(60)), "all are delivered");

        TestContext.Out.WriteLine($"{pushed.Sum():N0} messages in {watch.Elapsed.TotalSeconds:0} s");
        Assert.That((outOfOrder, delivered), Is.EqualTo((0L, pushed)));
    }

    [Test]
    public void A_slow_subscriber_of_two_busy_producers_limits_memory_and_serves_both_equally()
    {
        var shares = new long[2];
        var pushed = new long[2];
        var stop = false;
        var producers = new List<Task>();
        var feed = NexusFeed.FromSubscribe(
            input =>
            {
                for (var i = 0; i < shares.Length; i++)
                    Start(i, input.CreateSibling());
                return System.Reactive.Disposables.Disposable.Empty;
            },
            options: null);
        var mostWaiting = 0L;
        feed.Trades.Subscribe(trade =>
        {
            mostWaiting = Math.Max(mostWaiting, Volatile.Read(ref pushed[0]) + Volatile.Read(ref pushed[1]) - shares.Sum());
            shares[(int)trade.Quantity]++;
            Thread.SpinWait(500);
        });
        feed.Connect();
        Assert.That(Task.WhenAll(producers).Wait(Duration + TimeSpan.FromSeconds(60)));
        Assert.That(SpinWait.SpinUntil(() => shares.Sum() == pushed.Sum(), TimeSpan.FromSeconds(60)));

        TestContext.Out.WriteLine($"shares {shares[0]:N0} and {shares[1]:N0}, at most {mostWaiting:N0} waited");
        Assert.That(mostWaiting, Is.LessThanOrEqualTo((2 * FeedInput.Capacity) + 2));
        if (shares.Sum() > 100_000)
            Assert.That((double)shares.Max() / shares.Min(), Is.LessThan(2));

        void Start(int index, FeedInput input) => producers.Add(Task.Factory.StartNew(
            () =>
            {
                var watch = Stopwatch.StartNew();
                while (!stop && watch.Elapsed < Duration)
                {
                    Interlocked.Increment(ref pushed[index]);
                    input.OnNext(new Trade(Btc, T0, 1, index, Side.Buy));
                }

                stop = true;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
    }

    [Test]
    public void Work_that_another_thread_schedules_for_the_time_just_reached_runs_without_a_further_message()
    {
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        feed.Connect();
        source.Observer!.OnNext(PingAt(0));
        var round = 0;
        var ran = 0;
        var watch = Stopwatch.StartNew();
        var isOver = false;
        var scheduling = Task.Factory.StartNew(
            () =>
            {
                for (var done = 0; !Volatile.Read(ref isOver);)
                {
                    if (Volatile.Read(ref round) == done)
                        continue;
                    done++;
                    feed.Clock.Schedule(At(done), () => Volatile.Write(ref ran, done));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        var lost = 0;
        while (watch.Elapsed < Duration)
        {
            Volatile.Write(ref round, round + 1);
            source.Observer!.OnNext(PingAt(round));
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref ran) == round, TimeSpan.FromSeconds(20)))
            {
                lost++;
                break;
            }
        }

        Volatile.Write(ref isOver, true);
        Assert.That(scheduling.Wait(TimeSpan.FromSeconds(60)));
        TestContext.Out.WriteLine($"{round:N0} rounds");
        Assert.That(lost, Is.Zero);
    }
}
