using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Simulator;

namespace Nexus.Desk;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record CommandLine(int Port, SimulatorOptions Simulator, TimeSpan? For, bool OpensBrowser, BusArguments Bus)
{
    public const string Help = """
        Shows a trading screen in the browser, on a simulated exchange or on the message bus.

          dotnet run --project examples/Desk -- [options]

          --port N         port of the page on 127.0.0.1; 0 selects a free one (default 5080)
          --symbol SYMBOL  TYPE_BASE_QUOTE; repeat for more symbols (default SPOT_BTC_USDT; on the simulator also SPOT_ETH_USDT, SPOT_SOL_USDT)
          --bus URL        reads from this message bus instead of the simulator, such as nats://127.0.0.1:4222
          --environment NAME, --account NAME, --creds FILE, --nkey FILE, --inbox PREFIX, --ca FILE
                           options of the bus; require --bus; see examples/Gateway
          --seed N         seed of the random market (default 7)
          --rate N         orders and cancellations per second and symbol (default 60)
          --for DURATION   stops after 500ms, 30s, 5m, 1h; a plain number is seconds (default: runs until Ctrl+C)
          --no-browser     prints the address and does not open a browser
          --help           shows this text

        """;

    private const int DefaultPort = 5080;

    private static readonly string[] DefaultSymbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT", "SPOT_SOL_USDT"];

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var port = DefaultPort;
        var simulator = new SimulatorOptions { Rate = 60 };
        var symbols = new List<string>();
        TimeSpan? duration = null;
        var opensBrowser = true;
        var bus = new BusArguments();
        var option = new OptionReader(args);
        while (option.Read())
        {
            switch (option.Name)
            {
                case "--port":
                    port = option.Whole(0, 65_535);
                    break;
                case "--seed":
                    simulator = simulator with { Seed = option.Whole(int.MinValue, int.MaxValue) };
                    break;
                case "--rate":
                    simulator = simulator with { Rate = option.Rate() };
                    break;
                case "--symbol":
                    symbols.Add(SymbolText(option));
                    break;
                case "--for":
                    duration = option.Duration();
                    break;
                case "--no-browser":
                    opensBrowser = false;
                    break;
                default:
                    bus = bus.TryRead(option) ?? throw option.Unknown();
                    break;
            }
        }

        bus.Check();
        string[] defaults = bus.Url is null ? DefaultSymbols : DefaultSymbols[..1];
        return new CommandLine(
            port,
            simulator with { Symbols = symbols.Count == 0 ? defaults : [.. symbols.Distinct()] },
            duration,
            opensBrowser,
            bus);
    }

    private static string SymbolText(OptionReader option)
    {
        var text = option.Text();
        return Symbol.TryParse(text, out _) ? text : throw option.Fault($"'{text}' is not of the form TYPE_BASE_QUOTE");
    }
}
