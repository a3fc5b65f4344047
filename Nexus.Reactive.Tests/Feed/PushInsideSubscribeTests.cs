using System.Reactive.Disposables;
using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Connections that end while the source still pushes inside its Subscribe.</summary>
public sealed class PushInsideSubscribeTests
{
    private static readonly InvalidOperationException Boom = new("boom");

    private static IEnumerable<TestCaseData> Sources()
    {
        yield return Case("create", Observable.Create<NexusMessage>(static observer =>
        {
            for (var i = 0; i < 100; i++)
                observer.OnNext(PingAt(i));
            observer.OnCompleted();
            return Disposable.Empty;
        }));
        yield return Case("enumerable", Enumerable.Range(0, 100).Select(static i => (NexusMessage)PingAt(i)).ToObservable());
        yield return Case("own class", new Pushing(100, Disposable.Empty));

        // The feed stops these sources, which would otherwise push forever.
        yield return Case("endless enumerable", Endless().ToObservable());
        yield return Case("generate", Observable.Generate(0, static _ => true, static i => i + 1, static i => (NexusMessage)PingAt(i)));
    }

    [TestCaseSource(nameof(Sources))]
    public void Cancelling_RunAsync_stops_delivery_immediately(IObservable<NexusMessage> source)
    {
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        var feed = new NexusFeed(source);
        feed.Subscribe(_ =>
        {
            if (++seen == 10)
                cancellation.Cancel();
        });

        Assert.That(async () => await feed.RunAsync(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(seen, Is.EqualTo(10));
    }

    [Test]
    public void A_connection_disposed_during_Subscribe_disposes_its_subscription_when_Subscribe_returns()
    {
        using var cancellation = new CancellationTokenSource();
        var subscription = new BooleanDisposable();
        var feed = new NexusFeed(new Pushing(3, subscription));
        feed.Subscribe(_ =>
        {
            Assert.That(subscription.IsDisposed, Is.False);
            cancellation.Cancel();
        });

        Assert.That(async () => await feed.RunAsync(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(subscription.IsDisposed);
    }

    [Test]
    public void An_exception_from_Dispose_of_the_source_faults_the_run_and_not_the_caller_of_Cancel()
    {
        using var cancellation = new CancellationTokenSource();
        var source = new Pushing(1, Disposable.Create(static () => throw Boom));
        var running = new NexusFeed(source).RunAsync(cancellation.Token);

        Assert.That(cancellation.Cancel, Throws.Nothing);

        Assert.That(async () => await running, Throws.Exception.SameAs(Boom));
    }

    [Test]
    public void Connecting_again_inside_the_first_connection_delivers_a_gap()
    {
        var connections = 0;
        var seen = new List<NexusMessage>();
        var feed = new NexusFeed(Observable.Create<NexusMessage>(observer =>
        {
            var first = 10 * ++connections;
            for (var i = first; i < first + 3; i++)
                observer.OnNext(PingAt(i));
            return Disposable.Empty;
        }));
        feed.Subscribe(message =>
        {
            seen.Add(message);
            if (seen.Count > 1)
                return;
            feed.Connect().Dispose();
            feed.Connect();
        });

        feed.Connect();

        Assert.That(seen, Is.EqualTo(new NexusMessage[] { PingAt(10), new FeedGap("the feed was disconnected") { Since = At(10) }, PingAt(20), PingAt(21), PingAt(22) }));
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    public void A_connection_whose_source_threw_is_followed_by_a_gap_only_if_it_delivered_a_message(int messages, int gaps)
    {
        var source = new Pushing(messages, subscription: null);
        var feed = new NexusFeed(source);
        var seen = 0;
        feed.Gaps.Subscribe(_ => seen++);
        Assert.That(feed.Connect, Throws.Exception.SameAs(Boom));

        source.Subscription = Disposable.Empty;
        feed.Connect();

        Assert.That(seen, Is.EqualTo(gaps));
    }

    private static TestCaseData Case(string name, IObservable<NexusMessage> source) => new TestCaseData(source).SetArgDisplayNames(name);

    private static IEnumerable<NexusMessage> Endless()
    {
        for (var i = 0; ; i++)
            yield return PingAt(i);
    }

    /// <summary>A source that is not one of Rx's. Without a subscription to return, it throws.</summary>
    private sealed class Pushing(int count, IDisposable? subscription) : IObservable<NexusMessage>
    {
        public IDisposable? Subscription { get; set; } = subscription;

        public IDisposable Subscribe(IObserver<NexusMessage> observer)
        {
            for (var i = 0; i < count; i++)
                observer.OnNext(PingAt(i));
            return Subscription ?? throw Boom;
        }
    }
}
