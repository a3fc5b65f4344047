using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Client;
using Nexus.Reactive.Tests.Feed;
using Nexus.Reactive.Tests.Testing;
using Websocket.Client;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>Verifies that nothing remains if a Subscribe throws; <see cref="PublicOperatorTests"/> covers the operators on observables.</summary>
public sealed class SubscribeFaultTests : ReactiveTest
{
    private static readonly InvalidOperationException Boom = new("boom");

    [Test]
    public void Operators_deliver_nothing_after_their_source_throws_in_Subscribe()
    {
        AssertSilent(static scheduler => new ThrowingSource<int>(1, 2).DetectStale(TimeSpan.FromTicks(10), scheduler));
        AssertSilent(static scheduler => new ThrowingSource<int>(1, 2).Conflate(TimeSpan.FromTicks(10), scheduler));
        AssertSilent(static scheduler => new ThrowingSource<int>(1, 2).ObserveOnBounded(10, OverflowPolicy.Fail, scheduler));
        AssertSilent(static scheduler => new ThrowingSource<Trade>(Make.Trade("100x1 buy")).VwapTumbling(TimeSpan.FromTicks(10), scheduler));
    }

    [Test]
    public void TrackOrders_unsubscribes_from_the_snapshots_when_a_subscriber_of_an_ended_feed_throws()
    {
        using var snapshots = new Subject<OrderSnapshot>();
        var feed = new FeedHarness();
        feed.Source.OnCompleted();

        Assert.That(() => feed.Feed.TrackOrders(snapshots).Subscribe(static _ => { }, static () => throw Boom), Throws.Exception.SameAs(Boom));

        Assert.That(snapshots.HasObservers, Is.False);
    }

    [Test]
    public void TrackOrders_does_not_stay_subscribed_to_the_feed_when_the_snapshots_throw_in_Subscribe()
    {
        var feed = new FeedHarness();

        Assert.That(ThrowingSource.CatchFrom(feed.Feed.TrackOrders(new ThrowingSource<OrderSnapshot>())), Is.SameAs(ThrowingSource.Error));

        Assert.That(feed.Feed.Streams.Messages.Subscribers, Is.Empty);
    }

    [Test]
    public void The_exception_of_Subscribe_is_the_one_that_is_thrown_if_Dispose_throws_too()
    {
        var latest = new BareSource<Trade>(Disposable.Create(static () => throw Boom));

        Assert.That(ThrowingSource.CatchFrom(new ThrowingSource<Trade>().WithLatestBySymbol(latest)), Is.SameAs(ThrowingSource.Error));
    }

    [Test]
    public void InjectFaults_stops_its_timer()
    {
        var scheduler = new MarbleScheduler(Marbles.DefaultStart);
        Exception? error = null;

        new ThrowingSource<string>("a").InjectFaults(new FaultProfile(1) { Delay = 1 }, scheduler).Subscribe(static _ => { }, thrown => error = thrown);

        Assert.That((error, scheduler.NextDue), Is.EqualTo(((Exception?)ThrowingSource.Error, (TimeSpan?)null)));
    }

    [Test]
    public void ToNexusFeed_unsubscribes_from_the_clients_other_events()
    {
        using var client = new ScriptedWebsocketClient { Received = new ThrowingSource<ResponseMessage>() };

        Assert.That(client.ToNexusFeed(FeedHarness.Btc).Connect, Throws.Exception.SameAs(ThrowingSource.Error));

        Assert.That(client.HasObservers, Is.False);
    }

    private static void AssertSilent<T>(Func<TestScheduler, IObservable<T>> build)
    {
        var scheduler = new TestScheduler();
        var observer = scheduler.CreateObserver<T>();

        Assert.That(() => build(scheduler).Subscribe(observer), Throws.Exception.SameAs(ThrowingSource.Error));
        scheduler.AdvanceBy(1000);

        Assert.That(observer.Messages.Where(static message => message.Time > 0), Is.Empty);
    }
}
