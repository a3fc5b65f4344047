using System.Diagnostics;
using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page.Endurance;

/// <summary>
/// The page under load for a long time. <c>NEXUS_DESK_SECONDS=1800</c> sets the time; the figures of a run are its output. The desk is a process of its own,
/// and the browser's connection passes a relay that counts the bytes.
/// </summary>
[Category(Setting.Long)]
public sealed class EnduranceTests
{
    private const int PicturesPerSecond = 20;

    // A hidden tab receives the answers to the keep-alive messages of its connection.
    private const int SilentBytesPerSecond = 100;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Setting.Get("NEXUS_DESK_SECONDS", 10));
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(Math.Clamp(Duration.TotalSeconds / 10, 2, 120));

    // Counts the changes that the server's pictures make; scripts draw and write elsewhere.
    private const string CountPictures = """
        (() => {
            window.pictures = 0;
            const own = node => (node.nodeType == 1 ? node : node.parentElement)?.closest('.script, .ohlc, .readout, .newest');
            new MutationObserver(changes => window.pictures += changes.some(change => !own(change.target)) ? 1 : 0)
                .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
            return true;
        })()
        """;

    private readonly List<MemorySample> _samples = [];
    private readonly List<double> _latencies = [];

    // This test depends on speed, so it is repeated on a busy machine.
    [Test, Retry(2)]
    public async Task A_page_under_load_answers_at_once_its_memory_stays_flat_and_hidden_it_receives_nothing()
    {
        _samples.Clear();
        _latencies.Clear();
        await using var desk = await LoadedDesk.OpenAsync();
        var input = new InputMeter(desk.Page);
        await input.MeasureAsync();
        var idle = new Latencies([.. await input.MeasureAsync(), .. await input.MeasureAsync()]);

        await desk.StartFloodAsync();
        await desk.Page.EvaluateAsync<bool>(CountPictures);
        var before = await MeasureAsync(desk, input, Duration / 2, "before");
        var back = await HideAndShowAsync(desk, isFlooded: true);
        var after = await MeasureAsync(desk, input, Duration / 2, "after");
        var load = new Latencies(_latencies);
        Report($"idle {idle}; under load {load}");

        var last = await HideAndShowAsync(desk, isFlooded: false);
        Assert.Multiple(() =>
        {
            foreach (var (seconds, pictures, messages) in new[] { before, after })
            {
                Assert.That(messages, Is.GreaterThan(0.95 * LoadedDesk.PerSecond * seconds), "the load itself");
                Assert.That(pictures, Is.LessThanOrEqualTo(PicturesPerSecond * seconds + 2 * _latencies.Count + 1), "pictures: a click is drawn at once and when it is done");
            }

            Assert.That(load.Median, Is.LessThan(100 + 5 * idle.Median), "milliseconds from a click or a key to its answer");
            Assert.That(load.Percentile(0.99), Is.LessThan(900 + 5 * idle.Longest), "one of a hundred answers");
            Assert.That(load.Longest, Is.LessThan(5000 + 5 * idle.Longest), "the slowest of thousands of answers: other programs may stop this one for seconds");
            Assert.That(back.BytesPerSecond, Is.LessThan(SilentBytesPerSecond), "bytes per second to a hidden tab");
            Assert.That(last.BytesPerSecond, Is.LessThan(SilentBytesPerSecond), "bytes per second to a hidden tab");
            Assert.That(back.Milliseconds, Is.LessThan(900 + 5 * idle.Longest), "from the tab's return to a current picture");
            Assert.That(last.Milliseconds, Is.LessThan(900 + 5 * idle.Longest), "from the tab's return to the picture of the feed");
            Assert.That(desk.Connections, Is.EqualTo(Flood.Symbols.Length), "no watchdog takes a backlog for silence");
            Assert.That(desk.Page.Complaints, Is.Empty);
        });
        AssertFlat();
    }

    /// <summary>Uses the page for a while and samples the memory about sixty times.</summary>
    private async Task<(double Seconds, int Pictures, long Messages)> MeasureAsync(LoadedDesk desk, InputMeter input, TimeSpan duration, string name)
    {
        var (start, processor, bytes, sent) = (Stopwatch.GetTimestamp(), desk.Server.ProcessorTime, desk.BytesSent, desk.Flood.Sent);
        var pictures = await desk.Page.EvaluateAsync<int>("window.pictures");
        var sampled = TimeSpan.Zero;
        do
        {
            _latencies.AddRange(await input.MeasureAsync());
            if (Stopwatch.GetElapsedTime(start) - sampled < Duration / 60)
                continue;
            sampled = Stopwatch.GetElapsedTime(start);
            _samples.Add(await desk.SampleAsync());
            TestContext.Progress.WriteLine(_samples[^1]);
        }
        while (Stopwatch.GetElapsedTime(start) < duration);

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        pictures = await desk.Page.EvaluateAsync<int>("window.pictures") - pictures;
        Report($"{name}: {seconds:0} s, {(desk.Flood.Sent - sent) / seconds:0} messages/s, {pictures / seconds:0.0} pictures/s, {(desk.BytesSent - bytes) / seconds / 1000:0} kB/s, server {100 * (desk.Server.ProcessorTime - processor).TotalSeconds / seconds:0} % of a processor");
        return (seconds, pictures, desk.Flood.Sent - sent);
    }

    /// <summary>Hides the tab and shows it again: while the load continues, or after its end, when the page must show exactly what was sent.</summary>
    private static async Task<(double BytesPerSecond, double Milliseconds)> HideAndShowAsync(LoadedDesk desk, bool isFlooded)
    {
        await desk.HideAsync();

        // What was on its way.
        await desk.WaitAsync(TimeSpan.FromMilliseconds(500));
        var (start, processor, bytes) = (Stopwatch.GetTimestamp(), desk.Server.ProcessorTime, desk.BytesSent);
        await desk.WaitAsync(Hidden);
        if (!isFlooded)
        {
            await desk.StopFloodAsync();
            await desk.WaitAsync(TimeSpan.FromSeconds(1));
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var perSecond = (desk.BytesSent - bytes) / seconds;
        Report($"hidden: {seconds:0} s, {perSecond:0} bytes/s, server {100 * (desk.Server.ProcessorTime - processor).TotalSeconds / seconds:0} % of a processor");
        var trades = desk.Flood.Trades;
        bytes = desk.BytesSent;
        var milliseconds = await desk.ShowAsync(isFlooded
            ? $"Number(document.querySelector('#trades').textContent.replaceAll(',', '')) >= {trades}"
            : $"document.querySelector('#trades').textContent == '{trades.ToString("N0", CultureInfo.InvariantCulture)}' && document.querySelector('#last').textContent == '{desk.Flood.LastPrice.ToString("N1", CultureInfo.InvariantCulture)}'"
                + $" && {BrowserPage.HasLevels("#ladder .asks", desk.Flood.LastBook.Asks.Reverse())} && {BrowserPage.HasLevels("#ladder .bids", desk.Flood.LastBook.Bids)}");
        Report($"back: a {(isFlooded ? "current" : "complete")} picture after {milliseconds:0} ms and {(desk.BytesSent - bytes) / 1000.0:0} kB");
        return (perSecond, milliseconds);
    }

    // The first samples are left out: histories of fixed lengths still grow.
    private void AssertFlat()
    {
        var warm = _samples.Skip(_samples.Count / 10).ToArray();
        var third = warm.Length / 3;
        var (first, last) = (warm[..third], warm[^third..]);
        Assert.Multiple(() =>
        {
            foreach (var (what, read, share, allowed) in new (string, Func<MemorySample, double>, double, double)[]
            {
                ("bytes of the page's heap", static sample => sample.Page.HeapBytes, 0.15, 3e6),
                ("nodes of the page", static sample => sample.Page.Nodes, 0.05, 300),
                ("listeners of the page", static sample => sample.Page.Listeners, 0.05, 20),
                ("bytes of the server's heap", static sample => sample.Heap, 0.15, 12e6),
                ("bytes of the server's process", static sample => sample.Resident, 0.2, 60e6),
            })
            {
                var (early, late) = (first.Average(read), last.Average(read));
                Report($"{what}: {early:N0} in the first third, {late:N0} in the last");
                Assert.That(late, Is.LessThan(early * (1 + share) + allowed), what);
            }
        });
    }

    private static void Report(FormattableString text)
    {
        var line = text.ToString(CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine(line);
        TestContext.Progress.WriteLine(line);
    }
}
