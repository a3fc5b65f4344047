using System.Diagnostics;
using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Simulator;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>A real process with a client is frozen with SIGSTOP for longer than its watchdog accepts silence, and continues with SIGCONT.</summary>
[Platform("Linux", Reason = "SIGSTOP and SIGCONT are sent with the program kill")]
public sealed class FrozenProcessTests
{
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_process_that_is_frozen_keeps_its_connection_when_it_continues()
    {
        var kill = Tool.Find("kill");
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT"], Keys = ["demo", "frozen"], KeepLog = true });
        await using var watch = new NexusClient(new NexusEndpoint(exchange.BaseUri, "demo", "SPOT_BTC_USDT"));
        await watch.StartAsync();
        using var worker = Tool.Start(
            "dotnet",
            Tool.NewFolder(),
            Path.Combine(AppContext.BaseDirectory, "Worker.dll"),
            "--urls=http://127.0.0.1:0",
            $"--Nexus:Endpoint={exchange.BaseUri}",
            "--Nexus:ClientKey=frozen",
            "--Nexus:Symbols:0=SPOT_BTC_USDT",
            "--Nexus:Symbols:1=SPOT_ETH_USDT",
            $"--Nexus:Client:StaleAfter={StaleAfter:c}",
            "--Nexus:Client:PingInterval=00:00:00.2");
        var output = worker.Output.ReadToEndAsync();
        await exchange.WaitForConnectionsAsync(3).WaitAsync(Soon);
        await PingsAfterAsync(watch, exchange, 0);

        Signal(kill, "-STOP", worker.Id);
        await LetTheExchangeRunAsync(watch, StaleAfter * 2.5);
        var frozenAt = Pings(exchange);
        Signal(kill, "-CONT", worker.Id);
        await PingsAfterAsync(watch, exchange, frozenAt);
        await LetTheExchangeRunAsync(watch, StaleAfter * 1.5);

        Assert.That(exchange.Connections.Count(static connection => connection.Key == "frozen"), Is.EqualTo(2), "the connections continue");
        Assert.That(Pings(exchange), Is.GreaterThan(frozenAt));
        worker.Kill();
        Assert.That(await output.WaitAsync(Soon), Does.Not.Contain("Reconnecting"));
    }

    private static int Pings(SimulatedExchange exchange) =>
        exchange.Connections.Where(static connection => connection.Key == "frozen").Sum(static connection => connection.Received.Count);

    // Each book of the exchange is the time to look again.
    private static async Task PingsAfterAsync(NexusClient watch, SimulatedExchange exchange, int count) =>
        await watch.Feed.Books.FirstAsync(_ => Pings(exchange) > count).ToTask().WaitAsync(Soon);

    private static async Task LetTheExchangeRunAsync(NexusClient watch, TimeSpan time)
    {
        var start = (await watch.Feed.Books.FirstAsync().ToTask().WaitAsync(Soon)).Timestamp;
        await watch.Feed.Books.FirstAsync(book => book.Timestamp - start >= time).ToTask().WaitAsync(Soon);
    }

    private static void Signal(string kill, string signal, int process)
    {
        using var sending = Process.Start(kill, [signal, process.ToString(CultureInfo.InvariantCulture)]);
        Assert.That(sending.WaitForExit(Soon) && sending.ExitCode == 0, signal);
    }
}
