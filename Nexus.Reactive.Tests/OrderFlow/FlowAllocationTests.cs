using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.OrderFlow;

/// <summary>Measures the bytes that are allocated per message: the published items, and nothing else.</summary>
public sealed class FlowAllocationTests
{
    private const int Count = 4_000;

    private static readonly Windowing Hour = Windowing.Tumbling(TimeSpan.FromHours(1));

    private static IEnumerable<TestCaseData> OfTrades =>
    [
        Case("VwapBands", 0, static feed => feed.VwapBands(Hour)),
        Case("RealizedVolatility", 0, static feed => feed.RealizedVolatility(Hour)),
        Case("VolumeProfiles", 1, static feed => feed.VolumeProfiles(Hour)),
        Case("VwapAnchored", 120, static feed => feed.VwapAnchored(T0)),
        Case("CumulativeDelta", 144, static feed => feed.CumulativeDelta()),
        Case("Ewma", 96, static feed => feed.Ewma(Seconds(1))),
        Case("Sweeps", 240, static feed => feed.Sweeps()),
    ];

    private static IEnumerable<TestCaseData> OfBooks =>
    [
        Case("Twap", 0, static feed => feed.Twap(Hour)),
        Case("OrderFlowImbalance in windows", 0, static feed => feed.OrderFlowImbalance(Hour)),
        Case("OrderFlowImbalance", 96, static feed => feed.OrderFlowImbalance()),
        Case("Microprice", 96, static feed => feed.Microprice()),
        Case("BookImbalance", 0, static feed => feed.BookImbalance(1)),
    ];

    [TestCaseSource(nameof(OfTrades))]
    public void A_trade_allocates_only_what_it_publishes(int limit, Func<NexusFeed, IObservable<object>> create) =>
        Measure(limit, create, static i => Deal(0, 60_000 + (i * 7 % 100 / 100m), (i % 9 + 1) / 1000m, (Side)(i % 2)) with { Timestamp = T0.AddMilliseconds(i) });

    [TestCaseSource(nameof(OfBooks))]
    public void A_book_allocates_only_what_it_publishes(int limit, Func<NexusFeed, IObservable<object>> create) =>
        Measure(limit, create, static i => Make.Book($"{100 + (i % 2)}x1 | 103x1", timestamp: T0.AddMilliseconds(i)));

    private static TestCaseData Case(string name, int limit, Func<NexusFeed, IObservable<object>> create) => new TestCaseData(limit, create).SetArgDisplayNames(name);

    private static void Measure(int limit, Func<NexusFeed, IObservable<object>> create, Func<int, NexusMessage> message)
    {
        var messages = Enumerable.Range(0, 2 * Count).Select(message).ToArray();
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        using var subscription = create(feed).Subscribe(static _ => { });
        using var connection = feed.Connect();
        foreach (var each in messages.AsSpan(0, Count))
            source.OnNext(each);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var each in messages.AsSpan(Count))
            source.OnNext(each);
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count, Is.LessThanOrEqualTo(limit + 0.5));
    }
}
