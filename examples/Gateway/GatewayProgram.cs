using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Reactive;
using Nexus.Reactive.Nats;
using Nexus.Simulator;

namespace Nexus.Gateways;

/// <summary>The gateway and the reader, without process-specific code.</summary>
internal static class GatewayProgram
{
    private static readonly Uri DefaultServer = new("nats://127.0.0.1:4222");

    /// <summary>
    /// Runs until it is stopped or the time has elapsed. Returns 0 on success, 1 if the exchange refused the connection, and 2 if the bus cannot be used.
    /// </summary>
    public static async Task<int> RunAsync(Options options, TextWriter output, TextWriter error, CancellationToken stop)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (options.For is { } duration)
            until.CancelAfter(duration);
        try
        {
            await (options.IsReader ? ReadAsync(options, output, until.Token) : PublishAsync(options, output, until.Token));
            return 0;
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            return 0;
        }
        catch (NexusBusException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 2;
        }
        catch (ArgumentException exception)
        {
            await error.WriteLineAsync(exception.Message.ReplaceLineEndings(" "));
            return 2;
        }
        catch (IOException exception)
        {
            await error.WriteLineAsync($"--health: {exception.Message}");
            return 2;
        }
        catch (HttpRequestException exception)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task PublishAsync(Options options, TextWriter output, CancellationToken stop)
    {
        var url = options.Bus.Url ?? DefaultServer;
        await using var server = options.Bus.Url is null && !await NatsServer.AnswersAsync(url, stop) ? await NatsServer.StartAsync(url, stop) : null;
        var isMemory = options.Bus.Url is null && server is null && !await NatsServer.AnswersAsync(url, stop);
        await output.WriteLineAsync(isMemory
            ? "bus: in memory, because nats-server is not on the PATH; only this process can read it"
            : $"bus: {url.GetComponents(UriComponents.Scheme | UriComponents.HostAndPort, UriFormat.UriEscaped)}{(server is null ? "" : ", started by this program")}; read it with: dotnet run --project examples/Gateway -- reader");
        await using var exchange = options.IsSimulator
            ? await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = [options.Symbol.ToString()], Keys = [Options.SimulatorKey] })
            : null;
        var endpoint = exchange is null ? options.CreateEndpoint() : new NexusEndpoint(exchange.BaseUri, Options.SimulatorKey, options.Symbol);
        await using var bus = new NexusBus(options.Bus.CreateOptions(isMemory ? NexusBusOptions.Memory : url) with { Lease = options.Lease });
        await using var gateway = new NexusGateway(endpoint, bus);
        using var shown = gateway.Status.Subscribe(status => output.WriteLine($"gateway: {status}"));
        await using var health = options.HealthPort is { } port ? await HealthEndpoint.StartAsync(port, bus, gateway, options.Lease) : null;
        if (health is not null)
            await output.WriteLineAsync($"health: port {health.Port}");
        var running = gateway.RunAsync(stop);
        if (isMemory)
            await Task.WhenAny(running, ReadAsync(bus, options, output, stop));
        await running;
    }

    private static async Task ReadAsync(Options options, TextWriter output, CancellationToken stop)
    {
        await using var bus = new NexusBus(options.Bus.CreateOptions(options.Bus.Url ?? DefaultServer));
        await ReadAsync(bus, options, output, stop);
    }

    // The only line that differs from a program that connects to the exchange: bus.Feed(symbol) instead of client.Feed.
    private static async Task ReadAsync(NexusBus bus, Options options, TextWriter output, CancellationToken stop)
    {
        var feed = bus.Feed(options.Symbol, options.From, options.Scope);
        using var faults = feed.SubscriberFaults.Subscribe(fault => output.WriteLine($"fault: {fault.Exception.Message}"), static _ => { });
        using var tops = feed.Books.TopOfBook().Conflate(TimeSpan.FromSeconds(1), feed.Clock).Subscribe(top => output.WriteLine(top), static _ => { });
        using var bars = feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(bar => output.WriteLine(bar), static _ => { });
        using var orders = feed.OrderUpdates.Subscribe(update => output.WriteLine(update), static _ => { });
        using var gaps = feed.Gaps.Subscribe(gap => output.WriteLine(gap), static _ => { });
        var ended = feed.LastOrDefaultAsync().ToTask(stop);
        using var connection = feed.Connect();
        await ended;
    }
}
