using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Feed.FeedHarness;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>How the feed reports the exceptions of subscribers and of work on its clock.</summary>
public sealed class SubscriberFaultTests
{
    private static readonly InvalidOperationException Boom = new("boom");

    [Test]
    public void A_fault_names_stream_item_and_exception()
    {
        var feed = new FeedHarness();
        feed.Feed.Subscribe(_ => throw Boom);
        feed.Feed.Trades.Subscribe(_ => throw Boom);
        feed.Feed.Clock.Schedule(() => throw Boom);

        var trade = TradeAt(0);
        feed.Source.OnNext(trade);

        Assert.That(
            feed.Faults,
            Is.EqualTo(new[] { new SubscriberFault("Clock", null, Boom), new("Messages", trade, Boom), new("Trades", trade, Boom) }));
    }

    [Test]
    public void An_unobserved_fault_is_passed_to_the_UnobservedFault_option()
    {
        var unobserved = new List<SubscriberFault>();
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source, new NexusFeedOptions { UnobservedFault = unobserved.Add });
        var noticed = new List<SubscriberFault>();
        feed.Faults.Published += noticed.Add;
        feed.Trades.Subscribe(_ => throw Boom);
        feed.Connect();

        var trade = TradeAt(0);
        source.OnNext(trade);

        Assert.That((unobserved, noticed), Is.EqualTo((new[] { new SubscriberFault("Trades", trade, Boom) }, new[] { new SubscriberFault("Trades", trade, Boom) })));
    }

    [Test]
    public void A_fault_after_the_observed_end_does_not_terminate_the_process()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var faults = 0;
        feed.SubscriberFaults.Subscribe(_ => faults++);
        feed.Connect();
        source.OnCompleted();

        feed.Clock.Schedule(static () => throw new InvalidOperationException("late"));

        WaitForThreadPool();
        Assert.That(faults, Is.Zero);
    }

    [Test]
    public async Task The_sources_error_goes_to_the_caller_of_RunAsync_and_does_not_terminate_the_process()
    {
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var noticed = new List<SubscriberFault>();
        feed.Faults.Published += noticed.Add;
        feed.Trades.Subscribe(static _ => { });
        feed.ForSymbol("SPOT_BTC_USDT").VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(static _ => { });
        var run = feed.RunAsync();

        source.OnError(Boom);

        Assert.That(await Catch(run), Is.SameAs(Boom));
        Assert.That(noticed.Select(static fault => (fault.Exception, fault.Item)), Is.EqualTo(new[] { ((Exception)Boom, (object?)null), (Boom, null) }));
        WaitForThreadPool();
    }

    [Test]
    public async Task Only_the_error_of_the_source_is_passed_to_the_caller_of_RunAsync([Values] bool runs, [Values] bool isSourceError)
    {
        var faults = new SubscriberFaultReporter(unobserved: null);
        var rethrown = new List<Exception>();
        faults.Rethrow = rethrown.Add;
        if (runs)
            faults.AddAwaiter();

        faults.PublishAtEnd(new SubscriberFault("Trades", null, isSourceError ? Boom : new FormatException()), Boom);

        Assert.That(rethrown, Has.Count.EqualTo(runs && isSourceError ? 0 : 1));
    }

    [Test]
    public void Exceptions_of_fault_observers_and_UnobservedFault_are_dropped_and_each_fault_is_reported_once([Values] bool isObserved)
    {
        var told = new List<SubscriberFault>();
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source, new NexusFeedOptions { UnobservedFault = Tell });
        feed.Faults.Published += _ => throw new FormatException();
        if (isObserved)
            feed.SubscriberFaults.Subscribe(Tell);
        var trades = 0;
        feed.Trades.Subscribe(_ => throw Boom);
        feed.Trades.Subscribe(_ => trades++);
        feed.Connect();

        source.OnNext(TradeAt(0));
        feed.Trades.Subscribe(_ => throw Boom);
        source.OnNext(TradeAt(1));

        Assert.That(told.Select(static fault => fault.Exception), Is.EqualTo(new[] { Boom, Boom }));
        Assert.That(trades, Is.EqualTo(2));

        void Tell(SubscriberFault fault)
        {
            told.Add(fault);
            throw new FormatException();
        }
    }

    [Test]
    public void A_fault_on_another_thread_is_queued_without_blocking_its_thread()
    {
        var faults = new FeedHarness().Feed.Faults;
        var told = new List<string>();
        var toldInside = 0;
        faults.Faults.Subscribe(fault =>
        {
            told.Add(fault.Stream);
            if (fault.Stream != "Trades")
                return;
            var other = Task.Factory.StartNew(() => Publish("Status"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Assert.That(other.Wait(TimeSpan.FromSeconds(30)));
            toldInside = told.Count;
        });

        Publish("Trades");

        Assert.That((toldInside, string.Join(' ', told)), Is.EqualTo((1, "Trades Status")));

        void Publish(string stream) => faults.Publish(new SubscriberFault(stream, null, Boom));
    }

    // An exception that is rethrown would be on the thread pool before this work item, and end the test run.
    private static void WaitForThreadPool()
    {
        using var passed = new ManualResetEventSlim();
        ThreadPool.QueueUserWorkItem(_ => passed.Set());
        Assert.That(passed.Wait(TimeSpan.FromSeconds(30)));
    }

    private static async Task<Exception?> Catch(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.Exception?.InnerException;
    }
}
