using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Flow;

public sealed class IsolateTests
{
    [Test]
    public void Behind_a_Publish_the_one_that_throws_ends_and_its_siblings_go_on()
    {
        using var source = new Subject<int>();
        var shared = source.Publish().RefCount();
        var boom = new InvalidOperationException();
        var faults = new List<Exception>();
        var ends = new List<Exception>();
        var seen = new List<int>();
        using var before = shared.Subscribe(seen.Add);
        using var thrower = shared.Isolate(faults.Add).Subscribe(n => throw boom, ends.Add);
        using var after = shared.Subscribe(seen.Add);

        source.OnNext(1);
        source.OnNext(2);

        Assert.That(seen, Is.EqualTo(new[] { 1, 1, 2, 2 }));
        Assert.That((faults.Single(), ends.Single()), Is.EqualTo((boom, boom)));
    }

    [Test]
    public void A_throw_in_a_terminal_is_reported_and_goes_nowhere([Values] bool fails)
    {
        using var source = new Subject<int>();
        var boom = new InvalidOperationException();
        var faults = new List<Exception>();
        using var subscription = source.Isolate(faults.Add).Subscribe(_ => { }, _ => throw boom, () => throw boom);

        if (fails)
            source.OnError(new InvalidOperationException("the source's"));
        else
            source.OnCompleted();

        Assert.That(faults, Is.EqualTo(new[] { boom }));
    }

    [Test]
    public void A_source_that_pushes_while_it_is_subscribed_to_is_left_at_the_throw()
    {
        var faults = new List<Exception>();
        var pushed = 0;

        var subscription = Observable.Range(0, 10).Do(_ => pushed++).Isolate(faults.Add).Subscribe(_ => throw new InvalidOperationException(), _ => { });

        subscription.Dispose();
        Assert.That((faults.Count, pushed), Is.EqualTo((1, 1)).Or.EqualTo((1, 10)));
    }
}
