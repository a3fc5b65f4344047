using System.Reactive.Linq;
using System.Reactive.Subjects;
using CsCheck;
using Microsoft.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

public sealed class ConflateTests : ReactiveTest
{
    private static readonly TimeSpan Ten = TimeSpan.FromTicks(10);

    [Test]
    public void First_at_once_then_the_latest_of_each_interval()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(210, 1), OnNext(212, 2), OnNext(219, 3), OnNext(220, 4), OnNext(235, 5), OnNext(260, 6), OnCompleted<int>(300));

        var result = scheduler.Start(() => source.Conflate(Ten, scheduler));

        // At 220 the item was scheduled before the timer.
        Assert.That(result.Messages, Is.EqualTo(new[] { OnNext(210, 1), OnNext(220, 4), OnNext(235, 5), OnNext(260, 6), OnCompleted<int>(300) }));
    }

    [Test]
    public void What_waits_at_the_end_is_sent_before_the_completion_at_once()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(210, 1), OnNext(212, 2), OnNext(213, 3), OnCompleted<int>(214));

        var result = scheduler.Start(() => source.Conflate(Ten, scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { OnNext(210, 1), OnNext(214, 3), OnCompleted<int>(214) }));
    }

    [Test]
    public void An_error_passes_what_waits()
    {
        var scheduler = new TestScheduler();
        var error = new InvalidOperationException();
        var source = scheduler.CreateHotObservable(OnNext(210, 1), OnNext(212, 2), OnError<int>(213, error));

        var result = scheduler.Start(() => source.Conflate(Ten, scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { OnNext(210, 1), OnError<int>(213, error) }));
    }

    [Test]
    public void Each_key_has_an_interval_of_its_own()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(210, "a1"), OnNext(213, "b1"), OnNext(214, "a2"), OnNext(215, "b2"), OnNext(216, "a3"), OnNext(222, "c1"), OnNext(223, "c2"), OnCompleted<string>(224));

        var result = scheduler.Start(() => source.Conflate(text => text[0], Ten, scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { OnNext(210, "a1"), OnNext(213, "b1"), OnNext(220, "a3"), OnNext(222, "c1"), OnNext(223, "b2"), OnNext(224, "c2"), OnCompleted<string>(224) }));
    }

    [Test]
    public void A_key_selector_that_throws_ends_the_stream_with_its_exception()
    {
        var scheduler = new TestScheduler();
        var error = new InvalidOperationException();
        var source = scheduler.CreateHotObservable(OnNext(210, 1), OnNext(211, 2));

        var result = scheduler.Start(() => source.Conflate(n => n == 2 ? throw error : n, Ten, scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { OnNext(210, 1), OnError<int>(211, error) }));
        Assert.That(source.Subscriptions.Single().Unsubscribe, Is.EqualTo(211));
    }

    [Test]
    public void Silent_keys_are_forgotten_and_leave_no_timer()
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
    public void It_agrees_with_a_plain_model() =>
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

    private static IEnumerable<Recorded<System.Reactive.Notification<int>>> Model(long[] times, long end)
    {
        long? busyUntil = null;
        int? waiting = null;
        for (var i = 0; i < times.Length; i++)
        {
            // An item at a timer's very tick was scheduled before it.
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
