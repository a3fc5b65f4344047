using System.Globalization;
using Nexus.Reactive;
using Nexus.Simulator;

namespace Nexus.Desk;

/// <summary>The program's options. A fault is a <see cref="FormatException"/> whose message is one line naming the option.</summary>
internal sealed record CommandLine(int Port, SimulatorOptions Simulator, TimeSpan? For, bool OpensBrowser)
{
    public const string Help = """
        A trading screen over Nexus.Reactive, on an exchange of its own.

          dotnet run --project examples/Desk -- [options]

          --port N         port of the page on 127.0.0.1, 0 for any free one (default 5080)
          --symbol SYMBOL  TYPE_BASE_QUOTE, may be given again (default SPOT_BTC_USDT, SPOT_ETH_USDT, SPOT_SOL_USDT)
          --seed N         another seed, another day (default 7)
          --rate N         orders and cancellations a second and symbol (default 60)
          --for DURATION   ends by itself: 500ms, 30s, 5m, 1h (default: until Ctrl+C)
          --no-browser     prints the address and opens nothing
          --help           this text

        """;

    private const int DefaultPort = 5080;

    // What a timer can wait for, some 24 days, in seconds.
    private const double LongestWait = int.MaxValue / 1000;

    private static readonly string[] DefaultSymbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT", "SPOT_SOL_USDT"];

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var port = DefaultPort;
        var simulator = new SimulatorOptions { Rate = 60 };
        var symbols = new List<string>();
        TimeSpan? duration = null;
        var opensBrowser = true;
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            switch (name)
            {
                case "--port":
                    port = Whole(name, Next(), 0, 65_535);
                    break;
                case "--seed":
                    simulator = simulator with { Seed = Whole(name, Next(), int.MinValue, int.MaxValue) };
                    break;
                case "--rate":
                    simulator = simulator with { Rate = Rate(name, Next()) };
                    break;
                case "--symbol":
                    symbols.Add(SymbolText(name, Next()));
                    break;
                case "--for":
                    duration = Duration(name, Next());
                    break;
                case "--no-browser":
                    opensBrowser = false;
                    break;
                default:
                    throw new FormatException($"{name}: no such option; --help lists them");
            }

            string Next() => ++i < args.Count && args[i].Length > 0 ? args[i] : throw new FormatException($"{name}: a value is missing");
        }

        return new CommandLine(
            port,
            simulator with { Symbols = symbols.Count == 0 ? DefaultSymbols : [.. symbols.Distinct()] },
            duration,
            opensBrowser);
    }

    private static int Whole(string name, string value, int min, int max) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{name}: '{value}' is not a whole number from {min} to {max}");

    private static double Rate(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000
            ? number
            : throw new FormatException($"{name}: '{value}' is not a number above 0, up to 1000000");

    private static string SymbolText(string name, string value) =>
        Symbol.TryParse(value, out _) ? value : throw new FormatException($"{name}: '{value}' is not of the form TYPE_BASE_QUOTE");

    private static TimeSpan Duration(string name, string value)
    {
        var digits = value.TrimEnd('h', 'm', 's');
        var seconds = value[digits.Length..] switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * seconds is > 0 and <= LongestWait
                ? TimeSpan.FromSeconds(number * seconds)
                : throw new FormatException($"{name}: '{value}' is not a duration such as 500ms, 30s, 5m or 1h");
    }
}
