using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Measures the bytes that are allocated per trade, which, unlike times, are reproducible.</summary>
public sealed class WindowAllocationTests
{
    private const int Bar = 120;

    [TestCase(100)]
    [TestCase(10_000)]
    public void A_sliding_window_allocates_only_the_bars_that_it_publishes(int inside)
    {
        const int Count = 20_000;
        var trades = Enumerable.Range(0, inside + 2 * Count)
            .Select(i => Deal(0, 60_000 + i * 7919 % 10_007 / 100m, (i * 31 % 9973 + 1) / 100_000m, (Side)(i % 2)) with { Timestamp = T0.AddMilliseconds(i) })
            .ToArray();
        var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var bars = 0;
        using var windows = feed.VwapSliding(TimeSpan.FromMilliseconds(inside)).Subscribe(_ => bars++);
        using var connection = feed.Connect();
        foreach (var trade in trades.AsSpan(0, inside + Count))
            source.OnNext(trade);

        bars = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var trade in trades.AsSpan(inside + Count))
            source.OnNext(trade);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(bars, Is.EqualTo(2 * Count));
        Assert.That((double)bytes / bars, Is.EqualTo(Bar).Within(0.5));
    }
}
