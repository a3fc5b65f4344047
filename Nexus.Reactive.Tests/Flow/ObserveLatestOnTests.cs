using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>Delivery on a thread that is busy from <c>^</c> to <c>!</c>.</summary>
public sealed class ObserveLatestOnTests
{
    [TestCase("ab-cd-e--f|",
              "---^---!---",
              "ab-----e-f|", TestName = "Only_the_latest_item_waits_while_the_thread_is_busy")]
    [TestCase("abcd|",
              "^------!",
              "-------(d|)", TestName = "The_last_item_is_delivered_before_the_completion")]
    [TestCase("----|",
              "^------!",
              "-------|", TestName = "The_completion_waits_while_the_thread_is_busy")]
    [TestCase("abcd#",
              "^------!",
              "-------(d#)", TestName = "An_error_waits_while_the_thread_is_busy")]
    public void Items_and_terminals_arrive_in_order_on_a_busy_scheduler(string source, string busy, string result)
    {
        using var m = new Marbles();
        m.Expect(m.Hot(source).ObserveLatestOn(m.Busy(busy))).ToBe(result);
        m.Run();
    }

    [Test]
    public void Items_pushed_by_the_subscriber_do_not_grow_the_stack([Values] bool isWrapped)
    {
        const int Count = 30_000;
        using var source = new Subject<int>();
        IScheduler scheduler = isWrapped ? Scheduler.Immediate.Catch<Exception>(static _ => false) : Scheduler.Immediate;
        var (seen, deepest) = (0, 0);
        using var subscription = source.ObserveLatestOn(scheduler).Subscribe(value =>
        {
            seen = value;
            if (value % 1000 == 0)
                deepest = Math.Max(deepest, new System.Diagnostics.StackTrace().FrameCount);
            if (value < Count)
                source.OnNext(value + 1);
        });

        source.OnNext(1);

        Assert.That(seen, Is.EqualTo(Count));
        Assert.That(deepest, Is.LessThan(300));
    }

    [Test]
    public void ObserveLatestOn_with_an_immediate_scheduler_behaves_like_the_source()
    {
        using var m = new Marbles();
        m.Expect(m.Hot("(abc)d-e-|").ObserveLatestOn(Scheduler.Immediate)).ToBe("(abc)d-e-|");
        m.Run();
    }
}
