using System.Globalization;

namespace Nexus.Simulator;

/// <summary>The program's options. A fault is a <see cref="FormatException"/> whose message is one line naming the option.</summary>
internal sealed record CommandLine(SimulatorOptions Simulator, TimeSpan? For)
{
    public const string Help = """
        The Nexus exchange on loopback, with a market of its own.

          dotnet run --project examples/Nexus.Simulator -- [options]

          --port N         port to listen on, 0 for any free one (default 9001)
          --symbol SYMBOL  TYPE_BASE_QUOTE, may be given again (default SPOT_BTC_USDT)
          --key KEY        client key that is let in, may be given again (default KEY)
          --seed N         another seed, another day (default 7)
          --rate N         orders and cancellations a second and symbol (default 100)
          --depth N        levels a side in a BOOK, up to 1000 (default 20)
          --for DURATION   ends by itself: 500ms, 30s, 5m, 1h (default: until Ctrl+C)
          --help           this text

        """;

    private const int DefaultPort = 9001;

    // What a timer can wait for, some 24 days, in seconds.
    private const double LongestWait = int.MaxValue / 1000;

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var options = new SimulatorOptions { Port = DefaultPort };
        var symbols = new List<string>();
        var keys = new List<string>();
        TimeSpan? duration = null;
        for (var i = 0; i < args.Count; i += 2)
        {
            var name = args[i];
            var value = i + 1 < args.Count ? args[i + 1] : null;
            switch (name)
            {
                case "--port":
                    options = options with { Port = Whole(name, value, 0, 65_535) };
                    break;
                case "--seed":
                    options = options with { Seed = Whole(name, value, int.MinValue, int.MaxValue) };
                    break;
                case "--depth":
                    options = options with { BookDepth = Whole(name, value, 1, 1000) };
                    break;
                case "--rate":
                    options = options with { Rate = Rate(name, value) };
                    break;
                case "--symbol":
                    symbols.Add(Symbol(name, value));
                    break;
                case "--key":
                    keys.Add(Given(name, value));
                    break;
                case "--for":
                    duration = Duration(name, value);
                    break;
                default:
                    throw new FormatException($"{name}: no such option; --help lists them");
            }
        }

        return new CommandLine(
            options with { Symbols = symbols.Count == 0 ? options.Symbols : [.. symbols.Distinct()], Keys = keys.Count == 0 ? ["KEY"] : [.. keys.Distinct()] },
            duration);
    }

    private static string Given(string name, string? value) =>
        string.IsNullOrEmpty(value) ? throw new FormatException($"{name}: a value is missing") : value;

    private static int Whole(string name, string? value, int min, int max) =>
        int.TryParse(Given(name, value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"{name}: '{value}' is not a whole number from {min} to {max}");

    private static double Rate(string name, string? value) =>
        double.TryParse(Given(name, value), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000
            ? number
            : throw new FormatException($"{name}: '{value}' is not a number above 0, up to 1000000");

    private static string Symbol(string name, string? value) =>
        Given(name, value).Split('_') is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }] parts && parts.All(static part => part.All(char.IsLetterOrDigit))
            ? value!
            : throw new FormatException($"{name}: '{value}' is not of the form TYPE_BASE_QUOTE");

    private static TimeSpan Duration(string name, string? value)
    {
        var text = Given(name, value);
        var digits = text.TrimEnd('h', 'm', 's');
        var seconds = text[digits.Length..] switch
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
