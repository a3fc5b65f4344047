using System.Globalization;
using Nexus.Simulator.Hostility;
using Nexus.Simulator.Tls;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator;

/// <summary>The program's options. A fault is a <see cref="FormatException"/> whose message is one line naming the option.</summary>
internal sealed record CommandLine(SimulatorOptions Simulator, TimeSpan? For, TimeSpan? RestartEvery, string? AuthorityFile)
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
          --hostile KIND   misbehaves, may be given again; KIND=CHANCE sets how often, from 0 to 1
          --restart TIME   goes away and comes back on the same port, so often
          --tls KIND       wss and https with a certificate that is good, expired or for a wrong-host
          --authority FILE writes whom to trust for that, as PEM (SSL_CERT_FILE names it to most programs)
          --help           this text

        Kinds of hostility, with their chance at each message unless set (* at each connection):
          drop 0.001        cuts the line without a word
          close 0.001       closes it with a code
          half-open 0.1 *   accepts, then says nothing
          stall 0.001       stops in the middle of a message, for good
          split 0.05        sends a message in frames of 7 bytes
          malformed 0.01    sends what is no message before one
          unknown 0.01      sends an event nobody knows, and an error
          huge 0.0005       sends a message of 64 MB
          duplicate 0.01    sends a message twice
          reorder 0.01      sends a message after the next one
          time-travel 0.01  moves a timestamp by a day, ahead or back
          refuse 0.1 *      refuses a good key with 401
          all               each of them, with its chance

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
        var misdeeds = new List<(double, WireBehaviour)>();
        TimeSpan? duration = null;
        TimeSpan? restartEvery = null;
        string? authorityFile = null;
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
                case "--hostile":
                    misdeeds.AddRange(Hostility(name, value));
                    break;
                case "--restart":
                    restartEvery = Duration(name, value);
                    break;
                case "--tls":
                    options = options with { Certificate = Certificate(name, value) };
                    break;
                case "--authority":
                    authorityFile = Given(name, value);
                    break;
                default:
                    throw new FormatException($"{name}: no such option; --help lists them");
            }
        }

        if (authorityFile is not null && options.Certificate == ServerCertificate.None)
            throw new FormatException("--authority: there is none without --tls");
        if (misdeeds.Count > 0)
            options = options with { Behaviour = new Hostile(options.Seed, otherwise: null, [.. misdeeds]) };
        return new CommandLine(
            options with { Symbols = symbols.Count == 0 ? options.Symbols : [.. symbols.Distinct()], Keys = keys.Count == 0 ? ["KEY"] : [.. keys.Distinct()] },
            duration,
            restartEvery,
            authorityFile);
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

    private static IEnumerable<(double, WireBehaviour)> Hostility(string name, string? value)
    {
        if (Given(name, value) == "all")
            return Misdeeds.All.Values.Select(static misdeed => (misdeed.Chance, misdeed.New()));
        var parts = value!.Split('=', 2);
        if (!Misdeeds.All.TryGetValue(parts[0], out var known))
            throw new FormatException($"{name}: '{parts[0]}' is none of {string.Join(", ", Misdeeds.All.Keys)}, all");
        return [(parts.Length == 1 ? known.Chance : Chance(name, parts[1]), known.New())];
    }

    private static double Chance(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
            ? number
            : throw new FormatException($"{name}: '{value}' is not a chance from 0 to 1");

    private static ServerCertificate Certificate(string name, string? value) => Given(name, value) switch
    {
        "good" => ServerCertificate.Good,
        "expired" => ServerCertificate.Expired,
        "wrong-host" => ServerCertificate.WrongHost,
        _ => throw new FormatException($"{name}: '{value}' is none of good, expired, wrong-host"),
    };

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
