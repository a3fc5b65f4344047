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

/// <summary>Tests the clients of a host with the simulated exchange: start, stop, cuts, health and reloads.</summary>
public sealed class HostedFeedTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    [Test]
    public async Task A_host_delivers_every_symbol_to_subscriptions_that_were_made_before_the_start()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT"] });
        var symbols = new TaskCompletionSource<IList<Symbol>>();
        using var host = Build(exchange, nexus => nexus.Subscribe(feed => feed.Books.Select(static book => book.Symbol).Distinct().Take(2).ToList().Subscribe(symbols.SetResult)), settings: ("Symbols:1", "SPOT_ETH_USDT"));

        await host.StartAsync();

        Assert.That(await symbols.Task.WaitAsync(Soon), Is.EquivalentTo(new[] { Btc, Symbol.Parse("SPOT_ETH_USDT") }));
        await host.StopAsync();
    }

    [Test]
    public async Task The_feed_completes_before_the_services_of_the_host_stop()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        var order = new List<string>();
        using var host = Build(
            exchange,
            nexus =>
            {
                nexus.Services.AddHostedService(_ => new Recorder(order));
                nexus.Subscribe(feed => feed.Subscribe(static _ => { }, () => order.Add("completed")));
            });
        await host.StartAsync();
        await host.Services.GetRequiredService<NexusFeed>().FirstAsync().ToTask().WaitAsync(Soon);

        await host.StopAsync();

        Assert.That(order, Is.EqualTo(new[] { "started", "completed", "stopped" }));
    }

    [Test]
    public async Task The_services_of_the_host_stop_only_after_a_message_that_another_thread_still_delivers()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        var order = new List<string>();
        using var delivering = new ManualResetEventSlim();
        using var closed = new ManualResetEventSlim();
        using var stopped = new ManualResetEventSlim();
        using var host = Build(
            exchange,
            nexus =>
            {
                nexus.Services.AddHostedService(_ => new Recorder(order, stopped));
                nexus.Subscribe(feed => feed.Take(1).Subscribe(_ =>
                {
                    delivering.Set();
                    closed.Wait(Soon);
                    stopped.Wait(TimeSpan.FromMilliseconds(200));
                }));
                nexus.Subscribe(feed => feed.Subscribe(static _ => { }, () => order.Add("completed")));
            });
        var client = host.Services.GetRequiredService<NexusClients>()[Btc];
        using var status = client.Status.OfType<ConnectionStatus.Closed>().Skip(1).Subscribe(_ => closed.Set(), closed.Set);
        await host.StartAsync();
        delivering.Wait(Soon);

        await host.StopAsync();

        Assert.That(order, Is.EqualTo(new[] { "started", "completed", "stopped" }));
    }

    [Test]
    public async Task An_exception_of_a_subscriber_to_the_feed_of_one_symbol_is_logged_too()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT"] });
        var log = new LogLines();
        using var host = Build(exchange, log: log, settings: ("Symbols:1", "SPOT_ETH_USDT"));
        var logged = log.Written.FirstAsync(static line => line.Contains("A subscriber of Trades threw", StringComparison.Ordinal)).ToTask();
        host.Services.GetRequiredKeyedService<NexusFeed>("SPOT_ETH_USDT").Trades.Subscribe(static _ => throw new InvalidOperationException("a fault"));

        await host.StartAsync();

        await logged.WaitAsync(Soon);
        await host.StopAsync();
    }

    [Test]
    public async Task Clients_and_their_feeds_are_found_by_symbol_and_are_the_same_in_every_scope()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        using var host = Build(exchange);
        await host.StartAsync();
        NexusClient scoped;
        await using (var scope = host.Services.CreateAsyncScope())
            scoped = scope.ServiceProvider.GetRequiredKeyedService<NexusClient>("SPOT_BTC_USDT");

        var client = host.Services.GetRequiredService<NexusClients>()[Btc];
        Assert.Multiple(() =>
        {
            Assert.That(scoped, Is.SameAs(client));
            Assert.That(host.Services.GetRequiredKeyedService<NexusClient>(Btc), Is.SameAs(client));
            Assert.That(host.Services.GetRequiredKeyedService<NexusFeed>("SPOT_BTC_USDT"), Is.SameAs(client.Feed));
            Assert.That(() => host.Services.GetRequiredKeyedService<NexusClient>("SPOT_XRP_USDT"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("SPOT_BTC_USDT"));
        });
        await client.Feed.Books.FirstAsync().ToTask().WaitAsync(Soon);
        await host.StopAsync();
    }

    [Test]
    public async Task A_cut_makes_the_host_degraded_and_the_next_connection_healthy()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        using var host = Build(exchange);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<NexusClients>()[Btc];
        await client.Feed.Books.FirstAsync().ToTask().WaitAsync(Soon);
        var healthy = await health.CheckHealthAsync();

        var cut = client.Status.OfType<ConnectionStatus.Reconnecting>().Skip(1).FirstAsync().ToTask();
        await exchange.StopListeningAsync();
        await cut.WaitAsync(Soon);
        var degraded = await health.CheckHealthAsync();
        var resumed = client.Feed.Resumed.FirstAsync().ToTask();
        await exchange.ListenAgainAsync();
        await resumed.WaitAsync(Soon);
        await client.Feed.Books.FirstAsync().ToTask().WaitAsync(Soon);
        var again = await health.CheckHealthAsync();

        Assert.That(new[] { healthy.Status, degraded.Status, again.Status }, Is.EqualTo(new[] { HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Healthy }));
        Assert.That(degraded.Entries["nexus"].Description, Does.StartWith("SPOT_BTC_USDT: Reconnecting: attempt"));
        await host.StopAsync();
    }

    [Test]
    public async Task A_symbol_that_is_listed_twice_has_two_lines_and_no_gap_while_one_is_cut()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        using var host = Build(exchange, settings: ("Symbols:1", "SPOT_BTC_USDT"));
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var feed = host.Services.GetRequiredKeyedService<NexusFeed>("SPOT_BTC_USDT");
        var gaps = new List<FeedGap>();
        using var subscription = feed.Gaps.Subscribe(gaps.Add);
        await host.StartAsync();
        var lines = host.Services.GetRequiredService<NexusClients>().All;

        // The position of a line in the stream is known from a few messages.
        foreach (var line in lines)
            await line.Feed.Where(static message => message is Book or Trade).Take(20).LastAsync().ToTask().WaitAsync(Soon);
        var healthy = await health.CheckHealthAsync();

        await lines[1].StopAsync();
        var degraded = await health.CheckHealthAsync();
        await feed.Books.Take(3).LastAsync().ToTask().WaitAsync(Soon);

        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Count.EqualTo(2));
            Assert.That((healthy.Status, degraded.Status), Is.EqualTo((HealthStatus.Healthy, HealthStatus.Degraded)));
            Assert.That(degraded.Entries["nexus"].Description, Does.StartWith("SPOT_BTC_USDT (2): "));
            Assert.That(gaps, Is.Empty);
        });
        await host.StopAsync();
    }

    [Test]
    public async Task A_refused_key_stops_the_host_and_the_log_says_why_without_the_key()
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        var log = new LogLines();
        using var host = Build(exchange, log: log, settings: ("ClientKey", "s3cr3t-k3y"));
        var stopped = host.WaitForShutdownAsync();

        await host.StartAsync();

        await stopped.WaitAsync(Soon);
        Assert.That(ExitCode(), Is.EqualTo(1));
        Assert.That(log.Lines, Has.Some.Contains("the client cannot connect; the host stops").And.Some.Contains("401"));
        Assert.That(log.Lines, Has.None.Contains("s3cr3t-k3y"));
    }

    [Test]
    public async Task Stopping_or_disposing_the_host_while_a_client_connects_is_a_normal_shutdown([Values] bool stops)
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        var log = new LogLines();
        using (var host = Build(exchange, log: log, settings: ("Endpoint", "ws://127.0.0.1:1/ws")))
        {
            await host.StartAsync();
            if (stops)
                await host.StopAsync();
        }

        Assert.That((ExitCode(), log.Lines.Count(static line => line.Contains("the host stops", StringComparison.Ordinal))), Is.EqualTo((0, 0)));
    }

    [TestCase("Log", false)]
    [TestCase("StopHost", true)]
    public async Task A_subscriber_exception_is_logged_and_stops_the_host_only_if_configured(string behavior, bool stops)
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        var log = new LogLines();
        using var host = Build(exchange, nexus => nexus.Subscribe(feed => feed.Books.Subscribe(_ => throw new InvalidOperationException("a fault"))), log, settings: ("SubscriberFaults", behavior));
        await host.StartAsync();
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var later = host.Services.GetRequiredService<NexusFeed>().Books.Take(3).LastOrDefaultAsync().ToTask();

        await later.WaitAsync(Soon);

        Assert.That(log.Lines, Has.Some.Contains("A subscriber of Books threw"));
        Assert.That((stopping.IsCancellationRequested, ExitCode()), Is.EqualTo((stops, stops ? 1 : 0)));
        await host.StopAsync();
    }

    [Test]
    public async Task A_reload_applies_health_limits_reports_required_restarts_and_ignores_invalid_settings()
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Behaviour = new TimeTravel(TimeSpan.FromSeconds(-10)) });
        var log = new LogLines();
        using var host = Build(exchange, log: log);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<NexusClients>()[Btc];
        await client.Feed.Books.FirstAsync().ToTask().WaitAsync(Soon);

        configuration["Nexus:Symbols:1"] = "nonsense";
        configuration.Reload();
        configuration["Nexus:Symbols:1"] = "SPOT_ETH_USDT";
        configuration["Nexus:Client:StaleAfter"] = "00:00:20";
        configuration["Nexus:Health:MaxLag"] = "00:00:00.0000001";
        configuration.Reload();

        Assert.That(log.Lines, Has.Some.Contains("The reloaded settings are ignored: Symbols:1: 'nonsense' is not of the form TYPE_BASE_QUOTE"));
        Assert.That(log.Lines, Has.Some.Contains("take effect after a restart: Symbols, Client"));
        var lagging = client.Lag.SelectMany(_ => health.CheckHealthAsync()).FirstAsync(static report => report.Status == HealthStatus.Degraded).ToTask();
        Assert.That((await lagging.WaitAsync(Soon)).Entries["nexus"].Description, Does.Contain("lag ").And.Contain(", limit 0 s"));
        await host.StopAsync();
    }

    // The code belongs to the process of the tests.
    private static int ExitCode()
    {
        var code = Environment.ExitCode;
        Environment.ExitCode = 0;
        return code;
    }

    private static IHost Build(SimulatedExchange exchange, Action<NexusBuilder>? configure = null, LogLines? log = null, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Nexus:Endpoint"] = exchange.BaseUri.ToString(),
            ["Nexus:ClientKey"] = "demo",
            ["Nexus:Symbols:0"] = "SPOT_BTC_USDT",
            ["Nexus:Client:ReconnectDelay"] = "00:00:00.010",
            ["Nexus:Client:MaxReconnectDelay"] = "00:00:00.020",
            ["Nexus:Client:PingInterval"] = "00:00:00.050",
        };
        foreach (var (name, value) in settings)
            values[$"Nexus:{name}"] = value;
        builder.Configuration.AddInMemoryCollection(values);
        if (log is not null)
            builder.Services.AddSingleton<ILoggerProvider>(log);
        var nexus = builder.Services.AddNexus(builder.Configuration.GetSection("Nexus"));
        builder.Services.AddHealthChecks().AddNexus();
        configure?.Invoke(nexus);
        return builder.Build();
    }

    private sealed class Recorder(List<string> order, ManualResetEventSlim? stopped = null) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            order.Add("started");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            order.Add("stopped");
            stopped?.Set();
            return Task.CompletedTask;
        }
    }
}
