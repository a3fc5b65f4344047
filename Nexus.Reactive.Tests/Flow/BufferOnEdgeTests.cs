using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Flow;

public sealed class BufferOnEdgeTests
{
    [Test]
    public void A_policy_that_is_none_is_refused() => Assert.That(
        static () => Observable.Never<int>().BufferOn(Scheduler.Immediate, 1, (OverflowPolicy)7),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("policy").And.Message.StartsWith("There is no such policy."));

    [Test]
    public void An_overflow_that_fails_says_how_many_waited()
    {
        using var source = new Subject<int>();
        var scheduler = new HistoricalScheduler();
        Exception? error = null;
        using var subscription = source.BufferOn(scheduler, 2, OverflowPolicy.Fail).Subscribe(static _ => { }, e => error = e);
        for (var i = 0; i < 4; i++)
            source.OnNext(i);
        scheduler.Start();

        Assert.That(error, Is.TypeOf<InvalidOperationException>().With.Message.EqualTo("More than 2 items wait to be delivered."));
    }
}
