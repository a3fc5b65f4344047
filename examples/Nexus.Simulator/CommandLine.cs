using Nexus.Examples;
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
        var option = new OptionReader(args);
        while (option.Read())
        {
            switch (option.Name)
            {
                case "--port":
                    options = options with { Port = option.Whole(0, 65_535) };
                    break;
                case "--seed":
                    options = options with { Seed = option.Whole(int.MinValue, int.MaxValue) };
                    break;
                case "--depth":
                    options = options with { BookDepth = option.Whole(1, 1000) };
                    break;
                case "--rate":
                    options = options with { Rate = option.Rate() };
                    break;
                case "--symbol":
                    symbols.Add(Symbol(option));
                    break;
                case "--key":
                    keys.Add(option.Text());
                    break;
                case "--for":
                    duration = option.Duration();
                    break;
                case "--hostile":
                    misdeeds.AddRange(Hostility(option));
                    break;
                case "--restart":
                    restartEvery = option.Duration();
                    break;
                case "--tls":
                    options = options with { Certificate = Certificate(option) };
                    break;
                case "--authority":
                    authorityFile = option.Text();
                    break;
                default:
                    throw option.Unknown();
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

    private static string Symbol(OptionReader option)
    {
        var text = option.Text();
        return text.Split('_') is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }] parts && parts.All(static part => part.All(char.IsLetterOrDigit))
            ? text
            : throw option.Fault($"'{text}' is not of the form TYPE_BASE_QUOTE");
    }

    private static IEnumerable<(double, WireBehaviour)> Hostility(OptionReader option)
    {
        var text = option.Text();
        if (text == "all")
            return Misdeeds.All.Values.Select(static misdeed => (misdeed.Chance, misdeed.New()));
        var parts = text.Split('=', 2);
        if (!Misdeeds.All.TryGetValue(parts[0], out var known))
            throw option.Fault($"'{parts[0]}' is none of {string.Join(", ", Misdeeds.All.Keys)}, all");
        if (parts is not [_, var chance])
            return [(known.Chance, known.New())];
        return OptionReader.TryNumber(chance, out var number) && number is >= 0 and <= 1
            ? [(number, known.New())]
            : throw option.Fault($"'{chance}' is not a chance from 0 to 1");
    }

    private static ServerCertificate Certificate(OptionReader option) => option.Text() switch
    {
        "good" => ServerCertificate.Good,
        "expired" => ServerCertificate.Expired,
        "wrong-host" => ServerCertificate.WrongHost,
        var text => throw option.Fault($"'{text}' is none of good, expired, wrong-host"),
    };
}
