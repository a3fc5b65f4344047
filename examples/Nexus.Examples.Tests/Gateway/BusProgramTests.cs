using System.Diagnostics;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Desk;
using Nexus.Monitoring;
using Nexus.Reactive.Nats;
using Nexus.Simulator;
using Strategy;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>Tests the example programs with the bus instead of an endpoint.</summary>
[NonParallelizable]
public sealed class BusProgramTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private NatsServerProcess _server = null!;
    private SimulatedExchange _exchange = null!;
    private NexusBus _bus = null!;
    private NexusGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task OneTimeSetUp()
    {
        _server = NatsServerProcess.Start();
        _exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Keys = ["demo"] });
        _bus = new NexusBus(new NexusBusOptions { Url = _server.Url });
        _gateway = new NexusGateway(new NexusEndpoint(_exchange.BaseUri, "demo", Btc), _bus);
        _ = _gateway.RunAsync();
        using var started = new CancellationTokenSource(Patience);
        while (!await HasBookAsync(started.Token))
            await Task.Delay(50, started.Token);
    }

    [OneTimeTearDown]
    public async Task OneTimeTearDown()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_bus is not null)
            await _bus.DisposeAsync();
        if (_exchange is not null)
            await _exchange.DisposeAsync();
        _server?.Dispose();
    }

    [Test]
    public async Task The_monitor_shows_and_records_what_the_bus_brings()
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "bus.tsv.gz");
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await MonitorProgram.RunAsync(["--bus", _server.Url.ToString(), "--own", "--for", "3s", "--plain", "--record", file], output, error, CancellationToken.None);
        Assert.That(code, Is.Zero, error.ToString());
        Assert.That(output.ToString(), Does.Match(@"done messages=[1-9]\d* books=[1-9]\d* trades=[1-9]\d* .*malformed=0"));
        var replay = new StringWriter();
        Assert.That(await MonitorProgram.RunAsync(["--replay", file, "--plain"], replay, error, CancellationToken.None), Is.Zero, error.ToString());
        Assert.That(replay.ToString(), Does.Match(@"done messages=[1-9]\d* books=[1-9]\d*"));
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task The_strategy_trades_on_paper_on_the_live_market()
    {
        using var journal = await Runner.PaperAsync(new BreakoutRules(), new NexusBusOptions { Url = _server.Url }, Btc, Task.Delay(TimeSpan.FromSeconds(3)), static _ => { });
        Assert.That(journal.Symbol, Is.EqualTo(Btc));
        Assert.That(journal.Moments, Is.Not.Empty);
    }

    [Test]
    public async Task The_desk_shows_a_book_of_the_bus()
    {
        await using var desk = await DeskHost.StartAsync(new DeskOptions { Bus = new NexusBusOptions { Url = _server.Url }, Symbols = [Btc] });
        var book = await desk.Markets[0].Books.FirstAsync().ToTask().WaitAsync(Patience);
        Assert.That(book.Symbol, Is.EqualTo(Btc));
        Assert.That(desk.Failed.IsCompleted, Is.False);
    }

    [TestCase("Monitor", "nats://127.0.0.1:1", "SPOT_BTC_USDT", "--bus: nats://127.0.0.1:1: ")]
    [TestCase("Strategy", "nats://127.0.0.1:1", "SPOT_BTC_USDT", "--bus: nats://127.0.0.1:1: ")]
    [TestCase("Desk", "nats://127.0.0.1:1", "SPOT_BTC_USDT", "--bus: nats://127.0.0.1:1: ")]
    [TestCase("Monitor", "", "SPOT_ETH_USDT", "no gateway has published SPOT_ETH_USDT in environment dev.")]
    [TestCase("Strategy", "", "SPOT_ETH_USDT", "no gateway has published SPOT_ETH_USDT in environment dev.")]
    [TestCase("Desk", "", "SPOT_ETH_USDT", "no gateway has published SPOT_ETH_USDT in environment dev.")]
    [TestCase("Monitor", "http://bob:secret@127.0.0.1", "SPOT_BTC_USDT", "--bus: the value is not an address such as nats://127.0.0.1:4222", 2)]
    public async Task A_bus_that_cannot_be_used_is_one_line_and_exit_code_1(string program, string url, string symbol, string text, int code = 1)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), "--bus", url.Length == 0 ? _server.Url.ToString() : url, "--symbol", symbol, "--for", "30s"];
        foreach (var argument in program == "Desk" ? [.. arguments, "--port", "0", "--no-browser"] : arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.That(process.ExitCode, Is.EqualTo(code), error + await output);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain(text).And.Not.Contain("secret"));
    }

    private async Task<bool> HasBookAsync(CancellationToken stop)
    {
        try
        {
            return await _bus.Feed(Btc, new BusStart.Beginning()).RefCount().OfType<Book>().FirstAsync().ToTask(stop) is not null;
        }
        catch (NexusBusException)
        {
            return false;
        }
    }
}
