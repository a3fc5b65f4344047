using Nexus.Examples;
using Nexus.Simulator.Hostility;
using Nexus.Simulator.Tls;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record CommandLine(SimulatorOptions Simulator, TimeSpan? For, TimeSpan? RestartEvery, string? AuthorityFile)
{
    public const string Help = """
        Runs a simulated Nexus exchange on loopback.

          dotnet run --project examples/Nexus.Simulator -- [options]

          --port N         port to listen on; 0 selects a free one (default 9001)
          --symbol SYMBOL  TYPE_BASE_QUOTE; repeat for more symbols (default SPOT_BTC_USDT)
          --key KEY        accepted client key; repeat for more keys (default KEY)
          --seed N         seed of the random market (default 7)
          --rate N         orders and cancellations per second and symbol (default 100)
          --depth N        levels on each side of a BOOK, up to 1000 (default 20)
          --for DURATION   stops after 500ms, 30s, 5m, 1h; a plain number is seconds (default: runs until Ctrl+C)
          --hostile KIND   injects a fault; repeat for more; KIND=CHANCE sets its probability from 0 to 1
          --restart TIME   restarts on the same port at this interval
          --tls KIND       uses wss and https, with a certificate: good, expired or wrong-host
          --authority FILE writes the certificate authority as PEM; set SSL_CERT_FILE to this file
          --help           shows this text

        By default, a client receives about 56 messages per second: drop=0.0001 drops its connection about every 3 minutes.

        Faults, with their default probability for each message (* for each connection):
          drop 0.001        drops the connection without a close frame
          close 0.001       closes the connection with a code
          half-open 0.1 *   accepts the connection and sends nothing
          stall 0.001       stops in the middle of a message
          split 0.05        sends a message in frames of 7 bytes
          malformed 0.01    sends an invalid text before a message
          unknown 0.01      sends an undocumented event and an error
          huge 0.0005       sends a message of 64 MB
          duplicate 0.01    sends a message twice
          reorder 0.01      swaps a message with the next one
          time-travel 0.01  moves a timestamp one day forward or backward
          refuse 0.1 *      refuses an accepted key with 401
          all               all of them

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
            throw new FormatException("--authority: requires --tls");
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
            throw option.Fault($"'{parts[0]}' is not one of {string.Join(", ", Misdeeds.All.Keys)}, all");
        if (parts is not [_, var chance])
            return [(known.Chance, known.New())];
        return OptionReader.TryNumber(chance, out var number) && number is >= 0 and <= 1
            ? [(number, known.New())]
            : throw option.Fault($"'{chance}' is not a probability from 0 to 1");
    }

    private static ServerCertificate Certificate(OptionReader option) => option.Text() switch
    {
        "good" => ServerCertificate.Good,
        "expired" => ServerCertificate.Expired,
        "wrong-host" => ServerCertificate.WrongHost,
        var text => throw option.Fault($"'{text}' is not one of good, expired, wrong-host"),
    };
}
