using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.CompilerServices;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>A buffer of three on a thread that is busy from <c>^</c> to <c>!</c>. Below the items is the number dropped before each.</summary>
public sealed class ObserveOnBoundedTests
{
    [TestCase(OverflowPolicy.DropOldest,
        "abcde------f-|",
        "^-----!",
        "------(cde)f-|",
        "------(200)0-|", TestName = "The_oldest_items_are_dropped")]
    [TestCase(OverflowPolicy.DropWrite,
        "abcde------f-|",
        "^-----!",
        "------(abc)f-|",
        "------(002)0-|", TestName = "The_newest_items_are_dropped")]
    [TestCase(OverflowPolicy.Fail,
        "abcde-f-|",
        "^-----!",
        "------(abc#)",
        "------(000#)", TestName = "Items_that_fit_are_delivered_before_the_failure")]
    [TestCase(OverflowPolicy.Fail,
        "abcd|",
        "^-----!",
        "------(abc#)",
        "------(000#)", TestName = "A_completion_of_the_source_does_not_replace_a_pending_failure")]
    [TestCase(OverflowPolicy.DropOldest,
        "abc----def-|",
        "^-----!",
        "------(abc)\n-------def-|",
        "------(000)\n-------000-|", TestName = "All_items_that_fit_are_delivered")]
    [TestCase(OverflowPolicy.DropWrite,
        "abcde|",
        "^-----!",
        "------(abc|)",
        "------(002|)", TestName = "The_completion_follows_the_buffered_items")]
    [TestCase(OverflowPolicy.DropWrite,
        "abcde#",
        "^-----!",
        "------(abc#)",
        "------(002#)", TestName = "An_error_follows_the_buffered_items")]
    public void Items_and_terminals_arrive_in_order_on_a_busy_scheduler(OverflowPolicy policy, string source, string busy, string items, string dropped)
    {
        using var m = new Marbles();
        var buffered = m.Hot(source).ObserveOnBounded(3, policy, m.Busy(busy));
        var error = policy == OverflowPolicy.Fail ? new InvalidOperationException("More than 3 items are waiting to be delivered.") : m.Error;
        m.Expect(buffered.Select(static item => item.Value)).ToBe(items, error);
        m.Expect(buffered.Select(static item => (char)('0' + item.Dropped))).ToBe(dropped, error);
        m.Run();
    }

    [Test]
    public void An_undefined_policy_is_rejected() => Assert.That(
        static () => Observable.Never<int>().ObserveOnBounded(1, (OverflowPolicy)7, Scheduler.Immediate),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("policy").And.Message.StartsWith("The policy is not a defined value."));

    [Test]
    public void A_failing_overflow_reports_the_number_of_waiting_items()
    {
        using var source = new Subject<int>();
        var scheduler = new HistoricalScheduler();
        Exception? error = null;
        using var subscription = source.ObserveOnBounded(2, OverflowPolicy.Fail, scheduler).Subscribe(static _ => { }, e => error = e);
        for (var i = 0; i < 4; i++)
            source.OnNext(i);
        scheduler.Start();

        Assert.That(error, Is.TypeOf<InvalidOperationException>().With.Message.EqualTo("More than 2 items are waiting to be delivered."));
    }

    [Test]
    public void After_a_failing_overflow_no_more_items_are_accepted()
    {
        using var source = new Subject<int>();
        var scheduler = new HistoricalScheduler();
        var seen = new List<string>();
        using var subscription = source.ObserveOnBounded(2, OverflowPolicy.Fail, scheduler).Subscribe(
            item =>
            {
                seen.Add($"{item.Value}");
                source.OnNext(9);
            },
            _ => seen.Add("failed"));
        for (var i = 0; i < 3; i++)
            source.OnNext(i);
        scheduler.Start();

        Assert.That(seen, Is.EqualTo(["0", "1", "failed"]));
    }

    [Test]
    public void Disposing_drops_waiting_items_and_cancels_the_scheduled_work()
    {
        var source = new BareSource<object>();
        var scheduler = new BusyScheduler();
        var subscription = source.ObserveOnBounded(2, OverflowPolicy.DropOldest, scheduler).Subscribe();
        var before = Push(source);
        subscription.Dispose();
        var after = Push(source);
        GC.Collect();

        Assert.That((before.IsAlive, after.IsAlive, scheduler.HasWork), Is.EqualTo((false, false, false)));
        GC.KeepAlive(source);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Push(BareSource<object> source)
        {
            var item = new object();
            source.Observer!.OnNext(item);
            return new WeakReference(item);
        }
    }

    private sealed class BusyScheduler : HistoricalScheduler
    {
        public bool HasWork => GetNext() is not null;
    }
}
