using System.Reactive.Linq;
using System.Reactive.Subjects;
using CsCheck;
using Microsoft.Reactive.Testing;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>At most one item in five frames; its key is the letter, in upper or lower case.</summary>
public sealed class ConflateTests : ReactiveTest
{
    private static readonly TimeSpan Five = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Ten = TimeSpan.FromTicks(10);

    // An item at the very end of an interval is the latest of that interval.
    [TestCase("a-b-cd-------e-----|",
              "a----d-------e-----|", TestName = "The_first_item_is_emitted_immediately_then_the_latest_of_each_interval")]
    [TestCase("abcdefghijklm----|",
              "a----f----k----m-|", TestName = "A_burst_emits_one_item_per_interval")]
    [TestCase("a-bc|",
              "a---(c|)", TestName = "On_completion_the_pending_item_is_emitted_without_delay")]
    [TestCase("a-bc#",
              "a---#", TestName = "An_error_discards_the_pending_item")]
    public void Conflating(string source, string result)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(source).Conflate(Five, m.Scheduler)).ToBe(result);
        m.Run();
    }

    [TestCase("a-bA-B-----c-C|",
              "a-b--A-B---c--(C|)", TestName = "Each_key_has_an_interval_of_its_own")]
    [TestCase("ababAB---|",
              "ab---AB--|", TestName = "The_pending_item_of_each_key_is_emitted_at_the_end_of_its_own_interval")]
    [TestCase("abAB|",
              "ab--(AB|)", TestName = "The_pending_item_of_each_key_is_emitted_before_the_completion")]
    public void ByKey(string source, string result)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(source).Conflate(char.ToLowerInvariant, Five, m.Scheduler)).ToBe(result);
        m.Run();
    }

    // The measurement includes the whole process, in which other work may still be running.
    [Test, Retry(3)]
    public void Keys_without_recent_items_are_forgotten_and_leave_no_timer()
    {
        var scheduler = new TestScheduler();
        using var source = new Subject<int>();
        var count = 0;
        using var subscription = source.Conflate(n => n, Ten, scheduler).Subscribe(_ => count++);
        for (var i = 0; i < 10_000; i++)
        {
            source.OnNext(i);
            scheduler.AdvanceBy(100);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 10_000; i < 40_000; i++)
        {
            source.OnNext(i);
            scheduler.AdvanceBy(100);
        }

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(300_000));
        Assert.That(count, Is.EqualTo(40_000));
    }

    [Test]
    public void Keys_that_become_silent_together_have_a_constant_cost_per_key()
    {
        const int Few = 16_000, Many = 128_000;
        MeasureSilence(Few);
        var (few, many) = (MeasureSilence(Few), MeasureSilence(Many));

        // Quadratic work would take 64 times as long; the limit allows for a busy machine.
        Assert.That(many, Is.LessThan(few * 40));

        static TimeSpan MeasureSilence(int keys)
        {
            var scheduler = new TestScheduler();
            using var source = new Subject<int>();
            using var subscription = source.Conflate(static n => n, Ten, scheduler).Subscribe();
            for (var i = 0; i < keys; i++)
                source.OnNext(i);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            scheduler.AdvanceBy(100);
            return watch.Elapsed;
        }
    }

    [Test]
    public void Conflate_agrees_with_a_simple_model() =>
        Gen.Int[1, 12].Array[0, 60].Sample(steps =>
        {
            var scheduler = new TestScheduler();
            var times = steps.Select((_, i) => 210L + steps.Take(i + 1).Sum()).ToArray();
            var end = times.LastOrDefault(210) + 3;
            var source = scheduler.CreateHotObservable([.. times.Select((time, i) => OnNext(time, i)), OnCompleted<int>(end)]);

            var result = scheduler.Start(() => source.Conflate(Ten, scheduler), 10_000);

            Assert.That(result.Messages, Is.EqualTo(Model(times, end)));
        });

    [Test]
    public void Disposing_while_a_subscriber_waits_for_the_disposing_thread_does_not_deadlock()
    {
        using var source = new Subject<int>();
        using var inside = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        var released = false;
        var subscription = source.Conflate(TimeSpan.FromSeconds(1)).Subscribe(_ =>
        {
            inside.Set();
            released = disposed.Wait(TimeSpan.FromSeconds(10));
        });

        var pushing = Task.Run(() => source.OnNext(1));
        inside.Wait(TimeSpan.FromSeconds(10));
        subscription.Dispose();
        disposed.Set();

        Assert.That((pushing.Wait(TimeSpan.FromSeconds(10)), released), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_push_after_disposal_does_not_block_and_starts_no_timer()
    {
        var source = new BareSource<int>();
        var scheduler = new CountingScheduler(new TestScheduler());
        source.Conflate(Five, scheduler).Subscribe().Dispose();

        Assert.That(Task.Run(() => source.Observer!.OnNext(1)).Wait(TimeSpan.FromSeconds(10)));
        Assert.That(scheduler.Count, Is.Zero);
    }

    private static IEnumerable<Recorded<System.Reactive.Notification<int>>> Model(long[] times, long end)
    {
        long? busyUntil = null;
        int? waiting = null;
        for (var i = 0; i < times.Length; i++)
        {
            // An item at exactly a timer's time was scheduled before it.
            while (busyUntil < times[i])
            {
                if (waiting is not { } value)
                {
                    busyUntil = null;
                    break;
                }

                yield return OnNext(busyUntil.Value, value);
                waiting = null;
                busyUntil += 10;
            }

            if (busyUntil is null)
            {
                yield return OnNext(times[i], i);
                busyUntil = times[i] + 10;
            }
            else
            {
                waiting = i;
            }
        }

        if (busyUntil < end && waiting is { } last)
        {
            yield return OnNext(busyUntil.Value, last);
            waiting = null;
        }

        if (waiting is { } rest)
            yield return OnNext(end, rest);
        yield return OnCompleted<int>(end);
    }
}
