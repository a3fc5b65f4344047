using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Nexus.Reactive.Nats;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>Tests with two gateway processes, one of which is killed or suspended. The simulated exchange and the readers run in this process.</summary>
[NonParallelizable]
public sealed class GatewayProcessTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [TestCase("KILL")]
    [TestCase("STOP")]
    public async Task A_standby_takes_over_with_one_gap_and_no_later_messages_of_the_old_gateway(string signal)
    {
        using var server = NatsServerProcess.Start();
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions());
        using var first = Gateway(server.Url, exchange.BaseUri);
        await WaitUntilAsync(() => first.IsLeading);
        using var second = Gateway(server.Url, exchange.BaseUri, "--standby");
        await using var bus = new NexusBus(new NexusBusOptions { Url = server.Url });
        var messages = new ConcurrentQueue<BusMessage>();
        using var reading = bus.Envelopes(Btc, new BusStart.Beginning(), BusScope.All).Subscribe(messages.Enqueue);
        await WaitUntilAsync(() => messages.Count > 50);

        var cut = Stopwatch.StartNew();
        first.Signal(signal);
        await WaitUntilAsync(() => messages.Any(static message => message.Epoch > 1 && NexusDecoder.Decode(message.Text) is Trade));
        Assert.That(second.IsLeading, Is.True);
        TestContext.Out.WriteLine($"first trade of the standby after {cut.Elapsed.TotalSeconds:0.0} s with a lease of {Lease.TotalSeconds} s");

        if (signal == "STOP")
        {
            // The old gateway continues to send its messages. The log refuses them, and the gateway returns to standby.
            first.Signal("CONT");
            await WaitUntilAsync(() => first.Lines.LastOrDefault() == "gateway: Standby");
            Assert.That(first.Lines, Has.Member("gateway: Deposed"));
            var seen = messages.Count;
            await WaitUntilAsync(() => messages.Count > seen + 100);
        }

        BusMessage[] all = [.. messages];
        var epochs = all.Select(static message => message.Epoch).ToArray();
        Assert.That(epochs, Is.Ordered, "nothing of the old gateway comes after the new one's first entry");
        var newest = all.First(message => message.Epoch != epochs[0]);
        Assert.That(NexusDecoder.Decode(newest.Text), Is.TypeOf<FeedGap>());
        Assert.That(all.Count(static message => NexusDecoder.Decode(message.Text) is FeedGap), Is.EqualTo(2), "one gap for each epoch's start");
    }

    [Test]
    public async Task Both_gateways_killed_and_one_started_again_is_one_gap()
    {
        using var server = NatsServerProcess.Start();
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions());
        await using var bus = new NexusBus(new NexusBusOptions { Url = server.Url });
        var messages = new ConcurrentQueue<BusMessage>();
        using (var first = Gateway(server.Url, exchange.BaseUri))
        using (var second = Gateway(server.Url, exchange.BaseUri, "--standby"))
        {
            await WaitUntilAsync(() => first.IsLeading || second.IsLeading);
        }

        using var third = Gateway(server.Url, exchange.BaseUri);
        using var reading = bus.Envelopes(Btc, new BusStart.Beginning(), BusScope.All).Subscribe(messages.Enqueue);
        await WaitUntilAsync(() => messages.Any(static message => message.Epoch > 1 && NexusDecoder.Decode(message.Text) is Trade));
        BusMessage[] all = [.. messages];
        Assert.That(all.Select(static message => message.Epoch), Is.Ordered);
        var epochs = all.Select(static message => message.Epoch).Distinct().Count();
        Assert.That(all.Count(static message => NexusDecoder.Decode(message.Text) is FeedGap), Is.EqualTo(epochs), "one gap for each epoch's start");
    }

    private static GatewayProcess Gateway(Uri server, Uri exchange, params string[] more) => new(
        [
            "--nats", server.ToString(), "--endpoint", exchange.ToString(), "--key", "demo",
            "--lease", string.Create(CultureInfo.InvariantCulture, $"{Lease.TotalSeconds}s"), .. more,
        ]);

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
            await timer.WaitForNextTickAsync(timeout.Token);
    }

    private sealed class GatewayProcess : IDisposable
    {
        private readonly Process _process;

        public GatewayProcess(IEnumerable<string> arguments)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Gateway.dll"));
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
            _process = Process.Start(start)!;
            _process.OutputDataReceived += Take;
            _process.ErrorDataReceived += Take;
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        public ConcurrentQueue<string> Lines { get; } = new();

        public bool IsLeading => Lines.Any(static line => line.Contains("Leading", StringComparison.Ordinal));

        public void Signal(string name)
        {
            using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        private void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { } text)
                Lines.Enqueue(text);
        }
    }
}
