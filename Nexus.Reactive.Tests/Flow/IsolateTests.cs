using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Testing;

namespace Nexus.Reactive.Tests.Flow;

public sealed class IsolateTests
{
    private static readonly InvalidOperationException Boom = new("boom");

    [Test]
    public void After_Publish_a_subscriber_that_throws_ends_and_the_others_continue()
    {
        using var m = new Marbles();
        using var faults = new Subject<Exception>();
        var shared = m.Hot("-a-b-c|").Publish().RefCount();

        m.Expect(faults).ToBe("---x", ('x', Boom));
        m.Expect(shared).ToBe("-a-b-c|");
        m.Expect(shared.Isolate(faults.OnNext).WithSubscriberThatThrows(Boom, at: 'b')).ToBe("-a-(b#)", Boom);
        m.Expect(shared).ToBe("-a-b-c|");
        m.Run();
    }

    [TestCase("-a|")]
    [TestCase("-a#")]
    public void An_exception_at_a_terminal_is_reported_and_not_rethrown(string source)
    {
        using var m = new Marbles();
        using var faults = new Subject<Exception>();
        m.Expect(faults).ToBe("--x", ('x', Boom));
        m.Expect(m.Hot(source).Isolate(faults.OnNext).WithSubscriberThatThrowsAtTheEnd(Boom)).ToBe(source);
        m.Run();
    }

    [Test]
    public void An_exception_of_the_handler_is_dropped_and_the_others_continue()
    {
        using var m = new Marbles();
        var shared = m.Hot("-a-b-c|").Publish().RefCount();

        m.Expect(shared.Isolate(static _ => throw new InvalidOperationException("the handler")).WithSubscriberThatThrows(Boom, at: 'b')).ToBe("-a-(b#)", Boom);
        m.Expect(shared).ToBe("-a-b-c|");
        m.Run();
    }

    [Test]
    public void A_source_that_pushes_during_Subscribe_is_unsubscribed_at_the_exception()
    {
        var faults = new List<Exception>();
        var pushed = 0;

        var subscription = Observable.Range(0, 10).Do(_ => pushed++).Isolate(faults.Add).Subscribe(_ => throw new InvalidOperationException(), _ => { });

        subscription.Dispose();
        Assert.That((faults.Count, pushed), Is.EqualTo((1, 1)).Or.EqualTo((1, 10)));
    }

    [Test]
    public void If_Dispose_of_the_source_also_throws_both_are_reported_and_the_subscriber_gets_its_own([Values] bool atTheEnd)
    {
        var fault = new FormatException();
        var source = new BareSource<int>(Disposable.Create(() => throw fault));
        var (reported, received) = (new List<Exception>(), new List<Exception>());
        source.Isolate(reported.Add).Subscribe(_ => throw Boom, received.Add, static () => throw Boom);

        if (atTheEnd)
            source.Observer!.OnCompleted();
        else
            source.Observer!.OnNext(1);

        Assert.That((reported, received), Is.EqualTo((new Exception[] { Boom, fault }, atTheEnd ? [] : new Exception[] { Boom })));
    }

    [Test]
    public void A_subscriber_exception_reaches_subscriber_and_source_even_if_the_sources_Dispose_throws()
    {
        var source = new BareSource<int>(Disposable.Create(static () => throw new FormatException()));
        var received = new List<Exception>();
        source.Conflate(TimeSpan.FromHours(1)).Subscribe(static _ => throw Boom, received.Add);

        Assert.That(() => source.Observer!.OnNext(1), Throws.Exception.SameAs(Boom));
        Assert.That(received, Is.EqualTo(new[] { Boom }));
    }
}
