using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Reactive.Testing;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>The exceptions of subscribers behind a scheduler or an asynchronous step, which <c>Isolate</c> reports to the feed.</summary>
public sealed class FaultBehindSchedulerTests
{
    private static readonly InvalidOperationException Boom = new("boom");
    private static readonly SubscriberFault Fault = new("Isolate", null, Boom);

    [Test]
    public void A_subscriber_that_throws_on_a_scheduler_is_reported_and_only_it_ends()
    {
        var feed = new FeedHarness();
        var scheduler = new TestScheduler();
        var (received, errors, others) = (0, new List<Exception>(), 0);
        feed.Feed.Trades.ObserveLatestOn(scheduler).Isolate(feed.Feed).Subscribe(_ => throw (received++ == 0 ? Boom : new FormatException()), errors.Add);
        feed.Feed.Trades.ObserveLatestOn(scheduler).Subscribe(_ => others++);

        for (var i = 0; i < 2; i++)
        {
            feed.Trade(i);
            scheduler.Start();
        }

        Assert.That((feed.Faults, errors, received, others), Is.EqualTo((new[] { Fault }, new[] { Boom }, 1, 2)));
    }

    [Test]
    public async Task An_asynchronous_handler_that_fails_is_reported_although_the_subscriber_has_no_error_handler()
    {
        var feed = new FeedHarness();
        var reported = new TaskCompletionSource<SubscriberFault>(TaskCreationOptions.RunContinuationsAsynchronously);
        feed.Feed.SubscriberFaults.Subscribe(reported.SetResult);
        feed.Feed.Trades.Select(_ => Observable.FromAsync(FailLater)).Concat().Isolate(feed.Feed).Subscribe();

        feed.Trade(0);

        Assert.That(await reported.Task, Is.EqualTo(Fault));

        static async Task FailLater()
        {
            await Task.Yield();
            throw Boom;
        }
    }

    [Test]
    public void An_exception_after_the_observed_end_of_the_feed_terminates_the_process([Values] bool isObserved)
    {
        var feed = new NexusFeed(new Subject<NexusMessage>());
        var rethrown = new List<Exception>();
        feed.Faults.Rethrow = rethrown.Add;
        using var later = new Subject<int>();
        if (isObserved)
            feed.SubscriberFaults.Subscribe();
        later.Isolate(feed).Subscribe(_ => throw Boom);

        feed.Faults.EndStream();
        later.OnNext(1);

        Assert.That(rethrown, Is.EqualTo(new[] { Boom }));
    }

    [Test]
    public async Task The_sources_error_does_not_terminate_the_process_if_it_was_observed([Values("RunAsync", "SubscriberFaults", "nothing")] string observer)
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var rethrown = new List<Exception>();
        feed.Faults.Rethrow = rethrown.Add;
        var scheduler = new TestScheduler();
        feed.Trades.ObserveLatestOn(scheduler).Isolate(feed).Subscribe();
        if (observer == "SubscriberFaults")
            feed.SubscriberFaults.Subscribe(static _ => { }, static _ => { });
        var run = observer == "RunAsync" ? feed.RunAsync() : Task.CompletedTask;
        feed.Connect();

        source.OnError(Boom);
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        scheduler.Start();

        Assert.That(rethrown, Is.EqualTo(observer == "nothing" ? new[] { Boom } : []));
    }
}
