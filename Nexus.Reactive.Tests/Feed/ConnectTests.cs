using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>From the first connection to the end of the source.</summary>
public sealed class ConnectTests
{
    [Test]
    public void No_message_is_delivered_before_Connect_and_the_source_is_subscribed_to_once()
    {
        var subscriptions = 0;
        var source = Observable.Create<NexusMessage>(observer =>
        {
            subscriptions++;
            observer.OnNext(PingAt(0));
            return () => subscriptions += 10;
        });
        var feed = new NexusFeed(source);
        var seen = 0;
        using var one = feed.Pings.Subscribe(_ => seen++);
        using var two = feed.Subscribe(_ => seen++);
        Assert.That((subscriptions, seen), Is.EqualTo((0, 0)));

        var connection = feed.Connect();
        Assert.That((subscriptions, seen), Is.EqualTo((1, 2)));
        Assert.That(feed.Connect(), Is.SameAs(connection));
        Assert.That((subscriptions, seen), Is.EqualTo((1, 2)));

        connection.Dispose();
        Assert.That(subscriptions, Is.EqualTo(11));
    }

    [Test]
    public void Disposing_stops_delivery_and_connecting_again_resumes_on_the_same_clock()
    {
        var feed = new FeedHarness(connect: false);
        var seen = new List<double>();
        feed.Feed.Pings.Subscribe(p => seen.Add((p.Timestamp - T0).TotalMilliseconds));

        var connection = feed.Feed.Connect();
        feed.Ping(10);
        connection.Dispose();
        feed.Ping(20);
        Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(10));
        feed.Feed.Connect();
        feed.Ping(5);
        feed.Ping(30);

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo([10.0, 5, 30]));
            Assert.That(feed.Now.TotalMilliseconds, Is.EqualTo(30));
        });
    }

    [Test]
    public void Messages_queued_at_disposal_are_not_delivered()
    {
        var feed = new FeedHarness();
        var seen = new List<double>();
        feed.Feed.Pings.Subscribe(p =>
        {
            seen.Add((p.Timestamp - T0).TotalMilliseconds);
            if (seen.Count == 1)
            {
                feed.Ping(2);
                feed.Connection!.Dispose();
            }
        });

        feed.Ping(1);

        Assert.That(seen, Is.EqualTo([1.0]));
    }

    [Test]
    public void An_exception_in_the_sources_Subscribe_reaches_the_caller_of_Connect_and_a_retry_is_possible()
    {
        var source = new Flaky();
        var feed = new NexusFeed(source);
        Assert.That(feed.Connect, Throws.InvalidOperationException.With.Message.EqualTo("no socket"));

        feed.Connect();

        Assert.That(feed.Clock.Now, Is.EqualTo(T0));
    }

    [Test]
    public void Terminals_reach_the_feed_then_the_kinds_then_the_faults_and_later_subscribers_at_once([Values] bool withError)
    {
        var feed = new FeedHarness();
        var error = new InvalidOperationException("over");
        var seen = new List<string>();
        void Watch<T>(string name, IObservable<T> stream) => stream.Subscribe(_ => { }, e => seen.Add($"{name} {e.Message}"), () => seen.Add($"{name} done"));
        Watch("faults", feed.Feed.SubscriberFaults);
        Watch("trades", feed.Feed.Trades);
        Watch("feed", feed.Feed);

        if (withError)
            feed.Source.OnError(error);
        else
            feed.Source.OnCompleted();
        Watch("late feed", feed.Feed);
        Watch("late books", feed.Feed.Books);
        Watch("late faults", feed.Feed.SubscriberFaults);
        Watch("late clock faults", feed.Feed.ClockFaults);

        var end = withError ? "over" : "done";
        Assert.That(seen, Is.EqualTo(new[] { "feed", "trades", "faults", "late feed", "late books", "late faults", "late clock faults" }.Select(n => $"{n} {end}")));
    }

    [Test]
    public void A_source_that_ends_with_a_null_error_ends_the_feed_with_an_error()
    {
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        Exception? seen = null;
        feed.Trades.Subscribe(_ => { }, error => seen = error);
        feed.Connect();
        source.Observer!.OnError(null!);

        Assert.That(seen, Is.InstanceOf<InvalidOperationException>());
    }

    [Test]
    public void After_the_end_nothing_more_is_delivered_and_Connect_does_nothing()
    {
        var source = new BareSource<NexusMessage>();
        var feed = new NexusFeed(source);
        var seen = new List<string>();
        feed.Subscribe(_ => seen.Add("next"), () => seen.Add("done"));
        feed.Connect();
        var observer = source.Observer!;

        observer.OnNext(PingAt(0));
        observer.OnCompleted();
        observer.OnNext(PingAt(1));
        observer.OnCompleted();
        observer.OnError(new InvalidOperationException());
        feed.Connect().Dispose();

        Assert.That(seen, Is.EqualTo(["next", "done"]));
        Assert.That((feed.Clock.Now, source.Observer), Is.EqualTo((T0, observer)));
    }

    [Test]
    public void A_subscriber_disposed_during_another_ones_terminal_receives_no_terminal()
    {
        var feed = new FeedHarness();
        var seen = new List<string>();
        IDisposable? second = null;
        feed.Feed.Trades.Subscribe(_ => { }, () =>
        {
            second!.Dispose();
            seen.Add("first");
        });
        second = feed.Feed.Trades.Subscribe(_ => { }, () => seen.Add("second"));

        feed.Source.OnCompleted();

        Assert.That((seen, feed.Faults), Is.EqualTo((new[] { "first" }, Array.Empty<SubscriberFault>())));
    }

    private sealed class Flaky : IObservable<NexusMessage>
    {
        private bool _tried;

        public IDisposable Subscribe(IObserver<NexusMessage> observer)
        {
            if (!_tried)
            {
                _tried = true;
                throw new InvalidOperationException("no socket");
            }

            observer.OnNext(PingAt(0));
            return Disposable.Empty;
        }
    }
}
