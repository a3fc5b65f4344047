using System.Diagnostics;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Desk.Page.Endurance;

/// <summary>A flooded exchange, a desk in a process of its own that shows it, and a browser on the desk's page.</summary>
internal sealed class LoadedDesk : IAsyncDisposable
{
    public const int PerSecond = 10_000;

    /// <summary>2024-08-08T00:10:00Z: the UTC day does not end during a run.</summary>
    private const long Opened = 1_723_075_800_000;

    private readonly SimulatedExchange _exchange;
    private readonly CountingRelay _relay;
    private readonly BrowserPage _other;
    private readonly CancellationTokenSource _enough = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private Task _flooding = Task.CompletedTask;

    private LoadedDesk(SimulatedExchange exchange, DeskProcess server, CountingRelay relay, BrowserPage page, BrowserPage other, DateTimeOffset start)
    {
        (_exchange, Server, _relay, Page, _other) = (exchange, server, relay, page, other);
        Flood = new Flood(new QuietMarket(exchange, () => start), PerSecond);
    }

    public DeskProcess Server { get; }

    public BrowserPage Page { get; }

    public Flood Flood { get; }

    /// <summary>The bytes that the server has sent to the browser.</summary>
    public long BytesSent => _relay.Sent;

    public int Connections => _exchange.Connections.Count;

    public static async Task<LoadedDesk> OpenAsync()
    {
        var time = new ExchangeClock(Opened);
        var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true, QueueLimit = 1_000_000, Time = time, Symbols = Flood.Symbols });
        var server = await DeskProcess.StartAsync(exchange.BaseUri, Flood.Symbols);
        var relay = new CountingRelay(server.Address);
        var other = await DeskBrowser.OpenAsync(new Uri("about:blank"));
        var page = await DeskBrowser.OpenAsync(relay.Address);
        await page.WaitForTextAsync("#connection", "Live");
        await page.WaitForAsync("document.querySelector('[data-size=left]').ariaValueNow != '50'");

        // Ahead of the exchange's answers to PING.
        return new LoadedDesk(exchange, server, relay, page, other, time.GetUtcNow() + TimeSpan.FromSeconds(10));
    }

    public async Task StartFloodAsync()
    {
        _flooding = Task.Run(() => Flood.RunAsync(_enough.Token));
        await Page.WaitForAsync("Number(document.querySelector('#rate')?.textContent.replace(',', '')) >= 400");
    }

    public async Task StopFloodAsync()
    {
        await _enough.CancelAsync();
        await _flooding;
    }

    public async Task<MemorySample> SampleAsync()
    {
        var page = await Page.GetMemoryAsync();
        var (heap, resident) = await Server.GetMemoryAsync();
        return new MemorySample(Stopwatch.GetElapsedTime(_started).TotalSeconds, page, heap, resident);
    }

    /// <summary>Hides the tab behind another one.</summary>
    public async Task HideAsync()
    {
        await _other.ShowAsync();
        while (!await Page.EvaluateAsync<bool>("document.hidden"))
            await _other.EvaluateAsync<bool>("new Promise(done => setTimeout(() => done(true), 10))");
    }

    /// <summary>Waits in the tab that is in front.</summary>
    public async Task WaitAsync(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (time - Stopwatch.GetElapsedTime(start) is { TotalMilliseconds: > 0 and var left })
            await _other.EvaluateAsync<bool>(FormattableString.Invariant($"new Promise(done => setTimeout(() => done(true), {Math.Min(left, 5000)}))"));
    }

    /// <summary>Shows the tab again and returns the milliseconds from then until the condition is true on the page.</summary>
    public async Task<double> ShowAsync(string condition)
    {
        await Page.EvaluateAsync<bool>($$"""
            (() => {
                window.seen = new Promise(done => document.addEventListener('visibilitychange', () => {
                    const start = performance.now();
                    const look = () => ({{condition}}) ? done(performance.now() - start) : requestAnimationFrame(look);
                    look();
                }, { once: true }));
                return true;
            })()
            """);
        await Page.ShowAsync();
        return await Page.EvaluateAsync<double>("window.seen");
    }

    public async ValueTask DisposeAsync()
    {
        await StopFloodAsync();
        await Page.CloseAsync();
        await _other.CloseAsync();
        await _relay.DisposeAsync();
        Server.Dispose();
        await _exchange.DisposeAsync();
        _enough.Dispose();
    }
}
