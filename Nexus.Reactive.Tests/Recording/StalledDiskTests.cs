using System.Diagnostics;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Text;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>
/// A disk that stalls, is full or is slow delays no subscriber by a millisecond: not with a message, not when the queue is full, and not at the end.
/// </summary>
[NonParallelizable]
public sealed class StalledDiskTests
{
    private const int Messages = 400;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // A few messages fill it.
    private static readonly RecordingOptions Small = new() { MaxQueuedBytes = 4_000, OnError = static _ => { } };

    [Test]
    public void A_recorded_feed_never_waits_for_the_disk([Values(DiskState.Stalled, DiskState.Full, DiskState.Slow)] DiskState state) =>
        Assert.That(LongestStep.Find(step => RunFeed(state, step, static () => { })), Is.LessThan(LongestStep.Allowed));

    [Test]
    public void The_stall_check_detects_a_single_wait_of_a_subscriber()
    {
        Assert.That(LongestStep.Find(static step => RunFeed(DiskState.Stalled, step, static () =>
        {
            var start = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(start) >= LongestStep.Allowed);
        })), Is.GreaterThanOrEqualTo(LongestStep.Allowed));
    }

    [Test]
    public void Recorded_strings_never_wait_for_the_disk([Values(DiskState.Stalled, DiskState.Full, DiskState.Slow)] DiskState state, [Values] bool endsInside) =>
        Assert.That(LongestStep.Find(step => RunStrings(state, step, endsInside)), Is.LessThan(LongestStep.Allowed));

    [Test]
    public void A_recording_started_inside_a_subscriber_does_not_wait_for_the_disk() => Assert.That(LongestStep.Find(static step =>
    {
        var disk = new FaultyDisk { State = DiskState.Stalled };
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        IAsyncDisposable? recording = null;
        feed.Pings.Take(1).Subscribe(_ => recording = feed.RecordTo("/a", Small with { Host = disk }));
        using var connection = feed.Connect();
        step(() => source.OnNext(Samples.Ping));
        step(() => source.OnNext(Samples.Ping));
        disk.State = DiskState.Working;
        Assert.That(recording!.DisposeAsync().AsTask().Wait(Limit));
        Assert.That(disk.Read("/a"), Is.Not.Empty);
    }), Is.LessThan(LongestStep.Allowed));

    private static void RunFeed(DiskState state, Action<Action> step, Action wait)
    {
        var disk = new FaultyDisk();
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var seen = 0;
        feed.Pings.Subscribe(_ => seen++);
        feed.Pings.Take(1).Subscribe(_ => wait());
        using var connection = feed.Connect();
        var recording = feed.RecordTo("/a", Small with { Host = disk });
        disk.State = state;
        Push(source, disk, step);
        step(source.OnCompleted);
        Assert.That(seen, Is.EqualTo(Messages));
        disk.State = DiskState.Working;
        Assert.That(recording.DisposeAsync().AsTask().Wait(Limit));
        AssertLoss(disk);
    }

    private static void RunStrings(DiskState state, Action<Action> step, bool endsInside)
    {
        var disk = new FaultyDisk();
        using var source = new Subject<string>();
        var seen = 0;
        using var ended = new ManualResetEventSlim();
        IScheduler scheduler = endsInside ? DefaultScheduler.Instance : ImmediateScheduler.Instance;
        source.RecordTo("/a", scheduler, Small with { Host = disk }).Take(endsInside ? Messages - 1 : int.MaxValue).Subscribe(static _ => { }, ended.Set);
        source.Subscribe(_ => seen++);
        disk.State = state;
        Push(source, disk, step);
        step(source.OnCompleted);
        Assert.That(seen, Is.EqualTo(Messages));
        disk.State = DiskState.Working;
        Assert.That(ended.Wait(Limit));
        AssertLoss(disk);
    }

    // Otherwise, no message would have met a full queue. A recording whose subscription was disposed of is written after its end.
    private static void AssertLoss(FaultyDisk disk) =>
        Assert.That(SpinWait.SpinUntil(() => Encoding.UTF8.GetString(disk.Read("/a")).Contains("were not recorded", StringComparison.Ordinal), Limit), "no message was lost");

    // The disk has met its fault long before the last message.
    private static void Push(Subject<string> source, FaultyDisk disk, Action<Action> step)
    {
        for (var i = 0; i < Messages; i++)
        {
            if (i == Messages / 2)
                Assert.That(SpinWait.SpinUntil(() => disk.HasFault, Limit));
            step(() => source.OnNext(Samples.Ping));
        }
    }
}
