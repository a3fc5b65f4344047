using System.Collections.Concurrent;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nexus.Reactive.Hosting;
using Nexus.Simulator;
using Nexus.Simulator.Hostility;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Hosting;

/// <summary>Tests one host through everything that happens to a worker: a cut, edits of its configuration file during the cut, and a stop during the next cut.</summary>
public sealed class HostedRunTests
{
    private static readonly string[] Symbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT"];
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("nexus-host-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_host_survives_a_cut_edits_of_its_file_during_the_cut_and_a_stop_during_the_next_cut()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = [.. Symbols], Behaviour = new TimeTravel(TimeSpan.FromSeconds(-10)) });
        var file = Path.Combine(_folder.FullName, "appsettings.json");
        await File.WriteAllTextAsync(file, Settings(exchange.BaseUri, maxLag: "01:00:00"));
        var (log, end) = (new LogLines(), new ConcurrentQueue<string>());
        using var host = Build(file, log, end);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var feed = host.Services.GetRequiredService<NexusFeed>();
        var gaps = new ConcurrentQueue<string>();
        using var watch = feed.Gaps.Select(static gap => $"cut {gap.Symbol}").Merge(feed.Resumed.Select(static resumed => $"resumed {resumed.Symbol}")).Subscribe(gaps.Enqueue);
        var started = BooksOfBoth(feed);
        await host.StartAsync();
        await started.WaitAsync(Soon);
        var atStart = await health.CheckHealthAsync();

        await CutAsync(host, exchange);
        await EditAsync(file, "{ half a file", log, until: null);
        await EditAsync(file, Settings(exchange.BaseUri, maxLag: "-00:00:01"), log, until: "The reloaded settings are ignored");
        await EditAsync(file, Settings(exchange.BaseUri, maxLag: "00:00:01", staleAfter: "00:00:20"), log, until: "take effect after a restart: Client");
        var again = feed.Resumed.Distinct(static resumed => resumed.Symbol).Take(2).ToList().ToTask();
        await exchange.ListenAgainAsync();
        await again.WaitAsync(Soon);
        await BooksOfBoth(feed).WaitAsync(Soon);
        var afterReload = await WhenDegradedAsync(host, health);

        await CutAsync(host, exchange);
        await host.StopAsync().WaitAsync(Soon);

        Assert.Multiple(() =>
        {
            Assert.That((atStart.Status, afterReload.Status), Is.EqualTo((HealthStatus.Healthy, HealthStatus.Degraded)));
            Assert.That(afterReload.Entries["nexus"].Description, Does.Contain("limit 1 s"));
            foreach (var symbol in Symbols)
                Assert.That(gaps.Where(gap => gap.EndsWith(symbol, StringComparison.Ordinal)), Is.EqualTo(new[] { $"cut {symbol}", $"resumed {symbol}", $"cut {symbol}" }));
            Assert.That(end, Is.EqualTo(new[] { "feed completed", "service stopped" }));
            Assert.That(log.Lines, Has.Some.Contains("A subscriber of Books threw"));
            Assert.That(log.Lines, Has.One.Contains("The limits of the health check are now MaxLag 00:00:01 and UnhealthyAfter 00:00:30"));
            Assert.That(log.Lines, Has.None.StartsWith("Critical").And.None.Contains("the host stops"));
        });
    }

    private static IHost Build(string file, LogLines log, ConcurrentQueue<string> end)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddJsonFile(file, optional: false, reloadOnChange: true);
        builder.Services.AddSingleton<ILoggerProvider>(log);
        builder.Services.AddNexus(builder.Configuration.GetSection("Nexus"))
            .Subscribe(static feed => feed.Books.Subscribe(static _ => throw new InvalidOperationException("a fault")))
            .Subscribe(feed => feed.Subscribe(static _ => { }, () => end.Enqueue("feed completed")));
        builder.Services.AddHealthChecks().AddNexus();
        builder.Services.AddHostedService(_ => new LastService(end));
        return builder.Build();
    }

    private static string Settings(Uri endpoint, string maxLag, string staleAfter = "00:00:30") => $$"""
        {
          "Nexus": {
            "Endpoint": "{{endpoint}}", "ClientKey": "demo", "Symbols": [ "{{Symbols[0]}}", "{{Symbols[1]}}" ],
            "Client": { "ReconnectDelay": "00:00:00.010", "MaxReconnectDelay": "00:00:00.020", "PingInterval": "00:00:00.050", "StaleAfter": "{{staleAfter}}" },
            "Health": { "MaxLag": "{{maxLag}}" }
          }
        }
        """;

    private static Task<Symbol> BooksOfBoth(NexusFeed feed) => feed.Books.Select(static book => book.Symbol).Distinct().Take(Symbols.Length).ToTask();

    // Only some of the messages are ten seconds late, so the lag changes with each message.
    private static Task<HealthReport> WhenDegradedAsync(IHost host, HealthCheckService health) => host.Services.GetRequiredService<NexusClients>().All
        .Select(static client => client.Lag).Merge()
        .SelectMany(_ => health.CheckHealthAsync())
        .FirstAsync(static report => report.Status == HealthStatus.Degraded)
        .ToTask().WaitAsync(Soon);

    private static async Task CutAsync(IHost host, SimulatedExchange exchange)
    {
        var cuts = host.Services.GetRequiredService<NexusClients>().All
            .Select(static client => client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask()).ToArray();
        await exchange.StopListeningAsync();
        await Task.WhenAll(cuts).WaitAsync(Soon);
    }

    private static async Task EditAsync(string file, string text, LogLines log, string? until)
    {
        var line = until is null ? Task.CompletedTask : log.Written.FirstAsync(line => line.Contains(until, StringComparison.Ordinal)).ToTask();
        await File.WriteAllTextAsync(file, text);
        await line.WaitAsync(Soon);
    }

    private sealed class LastService(ConcurrentQueue<string> end) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            end.Enqueue("service stopped");
            return Task.CompletedTask;
        }
    }
}
