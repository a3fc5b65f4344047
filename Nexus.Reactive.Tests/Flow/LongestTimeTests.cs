using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>A time that is meant as "for ever" is as good as any other, for each operator that takes one.</summary>
public sealed class LongestTimeTests
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    private static readonly Dictionary<string, Func<NexusFeed, TimeSpan, IObservable<object>>> Operators = new()
    {
        ["Conflate"] = static (feed, time) => feed.Books.Conflate(time, feed.Clock),
        ["Conflate by key"] = static (feed, time) => feed.Books.Conflate(static book => book.Symbol, time, feed.Clock),
        ["DetectStale"] = static (feed, time) => feed.Books.DetectStale(time, feed.Clock),
        ["Ewma"] = static (feed, time) => feed.Ewma(time),
        ["EquityCurve"] = static (feed, time) => feed.TrackOrders().MeasureProfit(feed).EquityCurve(time, feed.Clock),
        ["CorrectBars"] = static (feed, time) => feed.VwapTumbling(TimeSpan.FromSeconds(1)).CorrectBars(Observable.Never<BackFill>(), time, feed.Clock),
        ["HoldUntilFilled"] = static (feed, time) => feed.VwapTumbling(TimeSpan.FromSeconds(1)).HoldUntilFilled(Observable.Never<BackFill>(), time, feed.Clock),
        ["JoinAsOf backward"] = static (feed, time) => feed.Trades.JoinAsOf(feed.Books, feed.Gaps, time, AsOfDirection.Backward, feed.Clock).Select(static pair => (object)pair),
        ["JoinAsOf forward"] = static (feed, time) => feed.Trades.JoinAsOf(feed.Books, feed.Gaps, time, AsOfDirection.Forward, feed.Clock).Select(static pair => (object)pair),
        ["JoinAsOf nearest"] = static (feed, time) => feed.Trades.JoinAsOf(feed.Books, feed.Gaps, time, AsOfDirection.Nearest, feed.Clock).Select(static pair => (object)pair),
        ["SnapshotRequests"] = static (feed, time) => feed.TrackOrders().SnapshotRequests(feed, time),
        ["GetSnapshots"] = static (feed, time) => feed.TrackOrders().SnapshotRequests(feed).GetSnapshots(
            static (request, _) => Task.FromResult(new OrderSnapshot { Timestamp = request.RequestedAt, Symbol = request.Symbol, Orders = [] }),
            feed,
            new SnapshotRequestOptions { Timeout = time, RetryDelay = time, MaxRetryDelay = time, Scheduler = System.Reactive.Concurrency.ImmediateScheduler.Instance }),
        ["WatchOpenOrders"] = static (feed, time) => feed.TrackOrders().WatchOpenOrders(time, feed.Clock).StartWith((OrderAlert)null!),
        ["VwapSliding"] = static (feed, time) => feed.VwapSliding(time),
        ["VwapTumbling"] = static (feed, time) => feed.VwapTumbling(time),
        ["VwapHopping"] = static (feed, time) => feed.VwapHopping(time, time),
        ["TrackOrders"] = static (feed, time) => feed.TrackOrders(new OrderTrackingOptions { SettlementTimeout = time, DoneOrderRetention = time }),
    };

    [Test]
    public void The_longest_time_is_accepted([ValueSource(nameof(Names))] string name)
    {
        using var source = new Subject<NexusMessage>();
        List<Exception> faults = [];
        var feed = new NexusFeed(source, new NexusFeedOptions { UnobservedFault = fault => faults.Add(fault.Exception) });
        Exception? error = null;
        var (items, isCompleted) = (0, false);
        using var subscription = Operators[name](feed, TimeSpan.MaxValue).Subscribe(_ => items++, e => error = e, () => isCompleted = true);
        using var connection = feed.Connect();
        for (var second = 0; second < 30; second++)
        {
            if (second == 15)
                source.OnNext(Make.Gap());
            source.OnNext(Make.Book("99x5 | 101x5", timestamp: T0.AddSeconds(second)));
            source.OnNext(Make.Trade("101x1 buy", timestamp: T0.AddSeconds(second).AddMilliseconds(500)));
            source.OnNext(Make.Order("100x5 buy", id: 1 + (second / 3), status: second % 3 == 2 ? OrderStatus.Filled : OrderStatus.New, executed: second % 3 == 2 ? 5 : 0, timestamp: T0.AddSeconds(second).AddMilliseconds(600)));
        }

        source.OnCompleted();
        Assert.That(error, Is.Null);
        Assert.That(faults, Is.Empty);
        Assert.That(isCompleted);
        Assert.That(items, Is.GreaterThan(0));
    }

    private static IEnumerable<string> Names => Operators.Keys;
}
