using System.Diagnostics;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>The time that a recording takes on the thread that delivers.</summary>
public sealed class RecordingCostTests : FolderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [TestCase(false)]
    [TestCase(true)]
    public void A_text_costs_the_delivering_thread_less_than_a_microsecond(bool isBook)
    {
        var sample = isBook ? LargeBook : Samples.Trade;
        Measure(sample, writer => writer.Add(DateTimeOffset.UnixEpoch, sample));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_message_without_a_text_costs_the_delivering_thread_less_than_a_microsecond(bool isHidden)
    {
        var messages = Samples.Typed.Select(NexusDecoder.Decode).ToArray();
        var next = 0;
        Measure("", writer => writer.Add(DateTimeOffset.UnixEpoch, new Delivery(messages[next++ % messages.Length], default, hasText: false, null, isHidden)));
    }

    private static string LargeBook { get; } = Samples.Book.Replace("\"bids\":[", "\"bids\":[" + string.Concat(Enumerable.Range(0, 36).Select(static i => $$"""{"price":{{50 + i}}.5,"quantity":0.12345},""")), StringComparison.Ordinal);

    // The minimum of many short runs, because a busy machine can only lengthen a run. Code that is not optimized takes longer.
    private void Measure(string sample, Action<RecordingWriter> add)
    {
#if DEBUG
        const double Promised = 3000;
#else
        const double Promised = 1000;
#endif
        const int Count = 100;
        const int MinRuns = 60;
        const int MaxRuns = 600;
        var writer = new RecordingWriter(Folder["a"], new RecordingOptions { MaxQueuedBytes = int.MaxValue }, DateTimeOffset.UnixEpoch, new ArrivalTimes(0), static _ => { });
        var least = double.MaxValue;
        for (var run = 0; run < MinRuns || (run < MaxRuns && least >= Promised); run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Count; i++)
                add(writer);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Count);
        }

        writer.Complete();
        TestContext.Out.WriteLine($"{least:0} ns per message of {sample.Length} characters");
        Assert.That(least, Is.LessThan(Promised));
        Assert.That(writer.Closed.Wait(Limit));
    }
}
