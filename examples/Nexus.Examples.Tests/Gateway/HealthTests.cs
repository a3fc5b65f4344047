using System.Net;
using System.Text.RegularExpressions;
using Nexus.Gateways;

namespace Nexus.Examples.Tests.Gateway;

[NonParallelizable]
public sealed class HealthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task A_gateway_is_ready_while_the_bus_is_reachable_and_always_reports_alive()
    {
        using var server = NatsServerProcess.Start();
        using var stop = new CancellationTokenSource(Patience);
        var output = new StringWriter();
        var running = GatewayProgram.RunAsync(
            Options.Parse(["--nats", server.Url.ToString(), "--health", "0", "--lease", "1s"]), TextWriter.Synchronized(output), TextWriter.Null, stop.Token);
        using var http = new HttpClient();
        await WaitUntilAsync(() => Task.FromResult(Port(output) is not null), stop.Token);
        http.BaseAddress = new Uri($"http://127.0.0.1:{Port(output)}");

        await WaitUntilAsync(async () => await StatusAsync("/ready") == HttpStatusCode.OK, stop.Token);
        server.Kill();
        await WaitUntilAsync(async () => await StatusAsync("/ready") == HttpStatusCode.ServiceUnavailable, stop.Token);
        Assert.That(await StatusAsync("/live"), Is.EqualTo(HttpStatusCode.OK));
        server.Start();
        await WaitUntilAsync(async () => await StatusAsync("/ready") == HttpStatusCode.OK, stop.Token);
        Assert.That(await http.GetStringAsync("/ready", stop.Token), Does.Match("^(Standby|Leading epoch [0-9]+); Connected to nats://[0-9.:]+\n$"));
        await stop.CancelAsync();
        Assert.That(await running, Is.Zero);

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var response = await http.GetAsync(path, stop.Token);
            return response.StatusCode;
        }
    }

    private static string? Port(StringWriter output)
    {
        lock (output)
            return Regex.Match(output.ToString(), "health: port (?<port>[0-9]+)", RegexOptions.NonBacktracking) is { Success: true } match ? match.Groups["port"].Value : null;
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> condition, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
            await timer.WaitForNextTickAsync(stop);
    }
}
