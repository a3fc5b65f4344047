using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Runtime.CompilerServices;
using Nexus.Reactive.Tests.Testing;

namespace Nexus.Reactive.Tests.Flow;

public sealed class ObserveOnBoundedEdgeTests
{
    [Test]
    public void A_policy_that_is_none_is_refused() => Assert.That(
        static () => Observable.Never<int>().ObserveOnBounded(1, (OverflowPolicy)7, Scheduler.Immediate),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("policy").And.Message.StartsWith("The policy is not defined."));

    [Test]
    public void An_overflow_that_fails_says_how_many_waited()
    {
        using var source = new Subject<int>();
        var scheduler = new HistoricalScheduler();
        Exception? error = null;
        using var subscription = source.ObserveOnBounded(2, OverflowPolicy.Fail, scheduler).Subscribe(static _ => { }, e => error = e);
        for (var i = 0; i < 4; i++)
            source.OnNext(i);
        scheduler.Start();

        Assert.That(error, Is.TypeOf<InvalidOperationException>().With.Message.EqualTo("More than 2 items wait to be delivered."));
    }

    [Test]
    public void After_an_overflow_that_fails_nothing_more_is_taken_in()
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
    public void Disposing_drops_what_waits_and_takes_the_work_off_the_scheduler()
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
