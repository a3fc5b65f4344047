using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>Verifies that no subscription and no timer remains if a source throws from its Subscribe.</summary>
public sealed class SubscribeFaultTests : ReactiveTest
{
    private static readonly InvalidOperationException Boom = new("boom");

    [Test]
    public void WithLatestBySymbol_unsubscribes_from_the_other_stream()
    {
        using var latest = new Subject<Book>();

        Assert.That(() => Throwing<Trade>().WithLatestBySymbol(latest).Subscribe(), Throws.Exception.SameAs(Boom));

        Assert.That(latest.HasObservers, Is.False);
    }

    [Test]
    public void DetectStale_stops_its_timer() =>
        AssertSilent(static scheduler => Throwing<int>().DetectStale(TimeSpan.FromTicks(10), scheduler));

    [Test]
    public void Operators_deliver_nothing_after_their_source_throws_in_Subscribe()
    {
        AssertSilent(static scheduler => Throwing(1, 2).Conflate(TimeSpan.FromTicks(10), scheduler));
        AssertSilent(static scheduler => Throwing(1, 2).ObserveOnBounded(10, OverflowPolicy.Fail, scheduler));
    }

    private static void AssertSilent<T>(Func<TestScheduler, IObservable<T>> build)
    {
        var scheduler = new TestScheduler();
        var observer = scheduler.CreateObserver<T>();

        Assert.That(() => build(scheduler).Subscribe(observer), Throws.Exception.SameAs(Boom));
        scheduler.AdvanceBy(1000);

        Assert.That(observer.Messages.Where(static message => message.Time > 0), Is.Empty);
    }

    private static ThrowingSource<T> Throwing<T>(params T[] first) => new ThrowingSource<T>(first);

    private sealed class ThrowingSource<T>(T[] first) : IObservable<T>
    {
        public IDisposable Subscribe(IObserver<T> observer)
        {
            foreach (var item in first)
                observer.OnNext(item);
            throw Boom;
        }
    }
}
