using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page.ChartDrawing;

/// <summary>
/// Measures what an update of the last candle costs, drawn by the desk's charting library, by a canvas and by SVG elements: the reason for the choice of the
/// library. <c>NEXUS_CHART_UPDATES=1000</c> sets the number of updates.
/// </summary>
[Category(Setting.Long)]
[CancelAfter(600_000)]
public sealed class ChartDrawingTests
{
    private static readonly int Updates = Setting.Get("NEXUS_CHART_UPDATES", 40);

    // This test depends on speed, so it is repeated on a busy machine.
    [Test, Retry(3)]
    public async Task The_charting_library_updates_within_a_frame_and_costs_about_as_much_as_a_canvas()
    {
        await using var desk = await OpenDesk.QuietAsync();

        // A page of the same origin without a desk on it.
        var page = await DeskBrowser.OpenAsync(new Uri(desk.Host.Address, "lib/lightweight-charts/NOTICE.txt"));
        await page.WaitForAsync("document.body && document.readyState == 'complete'");
        await using (var file = typeof(ChartDrawingTests).Assembly.GetManifestResourceStream("drawings.js")!)
        using (var reader = new StreamReader(file))
            await page.EvaluateAsync<bool>($"(() => {{ {await reader.ReadToEndAsync()} }})(); true");

        foreach (var count in new[] { 500, 5000 })
        {
            var figures = new Dictionary<string, DrawingFigures>();
            foreach (var name in new[] { "library", "canvas", "svg" })
            {
                figures[name] = await MeasureAsync(page, name, count);
                TestContext.Out.WriteLine($"{count} candles, {name}: {figures[name]}");
            }

            Assert.That(figures["library"].MainThread, Is.LessThan(50), "milliseconds of the page's thread for each update; the desk draws a frame each 50 ms");
            Assert.That(figures["library"].Processor, Is.LessThan(5 * figures["canvas"].Processor + 20), "it draws what a canvas draws, and a little more");
        }

        await page.CloseAsync();
    }

    private static async Task<DrawingFigures> MeasureAsync(BrowserPage page, string name, int count)
    {
        await page.EvaluateAsync<bool>("drawing.close()");
        var empty = await GetMemoryAsync(page);
        await page.EvaluateAsync<bool>($"drawing.open('{name}', {count})");
        await page.EvaluateAsync<double>("drawing.update(10)");
        var open = await GetMemoryAsync(page);

        var (thread, processor) = ((await page.GetMetricsAsync())["TaskDuration"], await GetProcessorAsync());
        var scripts = await page.EvaluateAsync<double>($"drawing.update({Updates})");
        (thread, processor) = ((await page.GetMetricsAsync())["TaskDuration"] - thread, await GetProcessorAsync() - processor);
        return new DrawingFigures(scripts / Updates, 1000 * thread / Updates, 1000 * processor / Updates, (open.HeapBytes - empty.HeapBytes) / 1e6, open.Nodes - empty.Nodes);
    }

    // The second collection frees what the finalizers of the first one have released.
    private static async Task<PageMemory> GetMemoryAsync(BrowserPage page)
    {
        await page.GetMemoryAsync();
        return await page.GetMemoryAsync();
    }

    // Of all processes of the browser: what a canvas draws is painted by other threads and processes.
    private static async Task<double> GetProcessorAsync() => (await DeskBrowser.Browser.GetProcessesAsync()).Sum(static process => process.Seconds);

    /// <summary>The cost of an update in milliseconds, and the memory of a drawing.</summary>
    private sealed record DrawingFigures(double Script, double MainThread, double Processor, double HeapMegabytes, int Nodes)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Script:0.00} ms in the call, {MainThread:0.00} ms of the page's thread, {Processor:0.0} ms of processors; {HeapMegabytes:0.0} MB, {Nodes} nodes");
    }
}
