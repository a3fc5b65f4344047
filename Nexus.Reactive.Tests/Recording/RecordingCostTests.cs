using System.Diagnostics;
using System.Text;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>The time that a recording takes on the thread that delivers.</summary>
public sealed class RecordingCostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    // The minimum of many short runs, because a busy machine can only lengthen a run.
    [Retry(3)]
    [TestCase(Samples.Trade)]
    [TestCase(null)]
    public void A_message_costs_the_delivering_thread_less_than_a_microsecond(string? sample)
    {
        const int Count = 100;
        sample ??= Samples.Book.Replace("\"bids\":[", "\"bids\":[" + string.Concat(Enumerable.Range(0, 36).Select(static i => $$"""{"price":{{50 + i}}.5,"quantity":0.12345},""")), StringComparison.Ordinal);
        var writer = new RecordingWriter(_folder["a"], new RecordingOptions(), DateTimeOffset.UnixEpoch, new ArrivalTimes(0), static _ => { });
        var (least, encoding) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var buffer = new byte[3 * sample.Length];
        for (var run = 0; run < 60; run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Count; i++)
                writer.Add(DateTimeOffset.UnixEpoch, sample);
            var elapsed = Stopwatch.GetElapsedTime(start);
            least = elapsed < least ? elapsed : least;
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Count; i++)
                Encoding.UTF8.GetBytes(sample, buffer);
            elapsed = Stopwatch.GetElapsedTime(start);
            encoding = elapsed < encoding ? elapsed : encoding;
        }

        writer.Complete();
        TestContext.Out.WriteLine($"{least.TotalNanoseconds / Count:0} ns per message of {sample.Length} characters, {encoding.TotalNanoseconds / Count:0} ns of it to encode");

        // On a permanently busy machine everything takes longer, as does code that is not optimized.
#if DEBUG
        const double Promised = 3000;
#else
        const double Promised = 1000;
#endif
        var limit = Math.Max(Promised, 10 * encoding.TotalNanoseconds / Count);
        Assert.That(least.TotalNanoseconds / Count, Is.LessThan(limit));
        Assert.That(writer.Closed.Wait(Limit));
    }
}
