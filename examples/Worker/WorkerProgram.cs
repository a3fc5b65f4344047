using Microsoft.Extensions.Options;
using Nexus.Reactive.Hosting;
using Nexus.Simulator;
using OpenTelemetry.Metrics;

namespace Nexus.Worker;

/// <summary>
/// A worker that runs the feed of the configured symbols. It logs bars, serves its health at <c>/health</c>, and writes metrics to the console or to a
/// collector.
/// </summary>
internal static class WorkerProgram
{
    /// <summary>Runs until the host stops. Returns 0, 1 if the exchange refused the key, or 2 for invalid options or settings, or an address that cannot be used.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken stop = default)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            Console.Write(CommandLine.Help);
            return 0;
        }

        if (CommandLine.FindFault(args) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return 2;
        }

        try
        {
            return await RunHostAsync(args, stop);
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
                await Console.Error.WriteLineAsync($"Nexus:{failure}");
        }
        catch (InvalidDataException exception)
        {
            await Console.Error.WriteLineAsync($"appsettings.json: {exception.InnerException?.Message ?? exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"--urls: {exception.Message}");
        }

        return 2;
    }

    private static async Task<int> RunHostAsync(string[] args, CancellationToken stop)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        await using var simulator = await SimulateWithoutKeyAsync(builder.Configuration);

        // The host logs an exception at its start with a stack trace; this program reports it in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.AddNexus(builder.Configuration.GetSection("Nexus")).Subscribe(BarLog.Subscribe);
        builder.Services.AddHealthChecks().AddNexus();
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => Export(metrics.AddMeter("Nexus.Reactive"), builder.Configuration));
        await using var host = builder.Build();
        host.MapHealthChecks("/health");

        await ((IHost)host).RunAsync(stop);
        return Environment.ExitCode;
    }

    // The address of the collector is in the standard OpenTelemetry variable.
    private static void Export(MeterProviderBuilder metrics, ConfigurationManager configuration)
    {
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
            metrics.AddOtlpExporter();
        if (configuration["Metrics"] == "console")
            metrics.AddConsoleExporter();
    }

    private static async Task<SimulatedExchange?> SimulateWithoutKeyAsync(ConfigurationManager configuration)
    {
        var section = configuration.GetSection("Nexus");
        if (section["ClientKey"] is not null || section["ClientKeyFile"] is not null)
            return null;
        var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = [.. section.GetSection("Symbols").GetChildren().Select(static symbol => symbol.Value!)] });
        section["Endpoint"] = exchange.BaseUri.ToString();
        section["ClientKey"] = "demo";
        return exchange;
    }
}
