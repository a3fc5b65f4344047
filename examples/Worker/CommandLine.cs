namespace Nexus.Worker;

/// <summary>The program's options, which are settings of the configuration. An unknown option would otherwise have no effect.</summary>
internal static class CommandLine
{
    public const string Help = """
        Runs the feed in a .NET host, with health checks and metrics. Without a key it uses the simulated exchange.

          dotnet run --project examples/Worker -- [options]

          --Nexus:NAME VALUE   a setting of docs/hosting.md, such as --Nexus:ClientKeyFile /run/secrets/key or --Nexus:Symbols:0 SPOT_BTC_USDT
          --Metrics console    writes the metrics to the console; OTEL_EXPORTER_OTLP_ENDPOINT sends them to a collector
          --Logging:NAME VALUE a setting of .NET's logging, such as --Logging:LogLevel:Default Warning
          --urls URL           the address that serves /health, such as http://127.0.0.1:5000
          --help               shows this text

        """;

    private static readonly string[] Sections = ["Nexus:", "Logging:", "Kestrel:", "OTEL_"];
    private static readonly string[] Names = ["Metrics", "urls", "environment", "AllowedHosts"];

    /// <summary>Returns one line about the first argument that is not an option with a value; null if there is none.</summary>
    public static string? FindFault(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var option = args[i];
            var name = option.TrimStart('-', '/').Split('=')[0];
            if (!option.StartsWith("--", StringComparison.Ordinal) || !IsKnown(name))
                return $"{option.Split('=')[0]}: unknown option; --help lists the options";
            if (!option.Contains('=', StringComparison.Ordinal) && (++i == args.Count || args[i].StartsWith("--", StringComparison.Ordinal)))
                return $"{option}: the value is missing";
            if (name.Equals("Metrics", StringComparison.OrdinalIgnoreCase) && (option.Contains('=', StringComparison.Ordinal) ? option.Split('=', 2)[1] : args[i]) is not "console" and var metrics)
                return $"--Metrics: '{metrics}' is not console";
        }

        return null;
    }

    private static bool IsKnown(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) || Array.Exists(Sections, section => name.Length > section.Length && name.StartsWith(section, StringComparison.OrdinalIgnoreCase));
}
