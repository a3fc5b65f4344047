using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Simulator;

namespace Nexus.Desk;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Shows a trading screen in the browser: on a simulated exchange, on an exchange, on the message bus, or on a recording.

          dotnet run --project examples/Desk -- [options]

          --endpoint WHERE simulator (default), staging, production, or an address such as ws://127.0.0.1:9001/ws
          --key KEY        the client key; required except on the simulator
          --allow-unencrypted
                           sends the key over ws:// to another machine, where others on the network path can read it
          --history FILE   shows this recording before the live messages of an exchange; repeat to merge several files
          --bus URL        reads from this message bus instead, such as nats://127.0.0.1:4222
          --environment NAME, --account NAME, --creds FILE, --nkey FILE, --inbox PREFIX, --ca FILE
                           options of the bus; require --bus; see examples/Gateway
          --replay FILE    plays a recording, with a time line; repeat to merge several files
          --speed FACTOR   with --replay: the speed at the start; 1 (default) is the recording's own pace, at most 1000
          --paper          fills orders against the market shown, without sending them; without it, only the simulator takes orders
          --symbol SYMBOL  TYPE_BASE_QUOTE; repeat for more symbols (default SPOT_BTC_USDT; on the simulator also SPOT_ETH_USDT,
                           SPOT_SOL_USDT; in a replay all)
          --port N         port of the page on 127.0.0.1; 0 selects a free one (default 5080)
          --seed N         simulator: seed of the random market (default 7)
          --rate N         simulator: orders and cancellations per second and symbol (default 60)
          --past DURATION  simulator: how long the markets have run at the start (default 10m)
          --no-past        simulator: the markets start empty
          --for DURATION   stops after 500ms, 30s, 5m, 1h; a plain number is seconds (default: runs until Ctrl+C)
          --no-browser     prints the address and does not open a browser
          --help           shows this text

        The exit code is 0; 1 if the bus cannot be used or the port is in use; 2 for an invalid option, or a recording that cannot be read.

        """;

    private const string Simulated = "simulator";

    private static readonly string[] DefaultSymbols = ["SPOT_BTC_USDT", "SPOT_ETH_USDT", "SPOT_SOL_USDT"];

    public int Port { get; private init; } = 5080;

    public TimeSpan? For { get; private init; }

    public bool OpensBrowser { get; private init; } = true;

    public string Endpoint { get; private init; } = Simulated;

    public bool AllowsUnencrypted { get; private init; }

    public IReadOnlyList<string> History { get; private init; } = [];

    public BusArguments Bus { get; private init; } = new();

    public IReadOnlyList<string> Replay { get; private init; } = [];

    public double? Speed { get; private init; }

    public bool IsPaper { get; private init; }

    public SimulatorOptions Simulator { get; private init; } = new() { Rate = 60 };

    public TimeSpan Past { get; private init; } = TimeSpan.FromMinutes(10);

    /// <summary>The selected symbols; empty for all of a recording.</summary>
    public IReadOnlyList<string> Symbols { get; private init; } = [];

    public bool IsSimulator => Endpoint == Simulated && Bus.Url is null && Replay.Count == 0;

    private string? Key { get; init; }

    // The first option that only a simulator has, for the error text.
    private string? SimulatorOption { get; init; }

    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var line = new CommandLine();
        var option = new OptionReader(args);
        while (option.Read())
        {
            line = option.Name switch
            {
                "--endpoint" => line with { Endpoint = option.Endpoint() },
                "--key" => line with { Key = option.Text() },
                "--allow-unencrypted" => line with { AllowsUnencrypted = true },
                "--history" => line with { History = [.. line.History, option.Text()] },
                "--replay" => line with { Replay = [.. line.Replay, option.Text()] },
                "--speed" => line with { Speed = option.Rate() is var speed && speed <= 1000 ? speed : throw option.Fault("the speed is above 1000") },
                "--paper" => line with { IsPaper = true },
                "--symbol" => line with { Symbols = [.. line.Symbols.Append(option.Parse<Symbol>("TYPE_BASE_QUOTE").ToString()).Distinct()] },
                "--port" => line with { Port = option.Whole(0, 65_535) },
                "--seed" => line.OfSimulator(option) with { Simulator = line.Simulator with { Seed = option.Whole(int.MinValue, int.MaxValue) } },
                "--rate" => line.OfSimulator(option) with { Simulator = line.Simulator with { Rate = option.Rate() } },
                "--past" => line.OfSimulator(option) with { Past = option.Duration() is var past && past <= TimeSpan.FromHours(6) ? past : throw option.Fault("the duration is longer than 6h") },
                "--no-past" => line.OfSimulator(option) with { Past = TimeSpan.Zero },
                "--for" => line with { For = option.Duration() },
                "--no-browser" => line with { OpensBrowser = false },
                _ => line with { Bus = line.Bus.TryRead(option) ?? throw option.Unknown() },
            };
        }

        return line.Checked();
    }

    /// <param name="simulator">The running simulator; null for other sources.</param>
    public DeskOptions CreateOptions(SimulatedExchange? simulator) => new()
    {
        Port = Port,
        SourceName = Describe(),
        Simulator = simulator,
        Past = Past,
        BaseUri = Endpoint switch
        {
            Simulated => null,
            "staging" => NexusEndpoint.Staging("-", Symbol.Parse(DefaultSymbols[0])).BaseUri,
            "production" => NexusEndpoint.Production("-", Symbol.Parse(DefaultSymbols[0])).BaseUri,
            _ => new Uri(Endpoint),
        },
        ClientKey = simulator is null ? Key : Simulator.Keys[0],
        History = History,
        Bus = Bus.Url is null ? null : Bus.CreateOptions(),
        Replay = Replay,
        Speed = Speed ?? 1,
        IsPaper = IsPaper,
        Symbols = [.. Symbols.Select(Symbol.Parse)],
        Client = new DeskOptions { Symbols = [] }.Client with { AllowUnencrypted = AllowsUnencrypted },
    };

    /// <summary>Returns a text without the key.</summary>
    public override string ToString() => nameof(CommandLine);

    private CommandLine OfSimulator(OptionReader option) => this with { SimulatorOption = SimulatorOption ?? option.Name };

    private string Describe() => this switch
    {
        { Replay.Count: > 0 } => $"the recording {string.Join(", ", Replay.Select(Path.GetFileName))}",
        { Bus.Url: not null } => "the message bus",
        { Endpoint: Simulated } => "the simulator",
        { Endpoint: "staging" or "production" } => Endpoint,
        _ => new Uri(Endpoint).Host,
    };

    private CommandLine Checked()
    {
        Bus.Check();
        var isExchange = Endpoint != Simulated;
        if (Replay.Count > 0 && (isExchange || Bus.Url is not null))
            throw new FormatException($"--replay: cannot be combined with {(isExchange ? "--endpoint" : "--bus")}");
        if (Bus.Url is not null && isExchange)
            throw new FormatException("--bus: cannot be combined with --endpoint");
        if (!IsSimulator && SimulatorOption is not null)
            throw new FormatException($"{SimulatorOption}: requires the simulator");
        if (!isExchange && Key is not null)
            throw new FormatException("--key: requires --endpoint");
        if (Key is "." or ".." || (Key is not null && string.IsNullOrWhiteSpace(Key)))
            throw new FormatException("--key: the value is not a client key");
        if (isExchange && Key is null)
            throw new FormatException("--key: this endpoint requires a client key");
        if (isExchange && !AllowsUnencrypted && Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri is { Scheme: "ws", IsLoopback: false })
            throw new FormatException("--endpoint: this address would send the key unencrypted; use wss, or add --allow-unencrypted");
        if (!isExchange && History.Count > 0)
            throw new FormatException("--history: requires --endpoint");
        if (Replay.Count == 0 && Speed is not null)
            throw new FormatException("--speed: requires --replay");
        foreach (var file in Replay)
            CheckReadable("--replay", file);
        foreach (var file in History)
            CheckReadable("--history", file);
        return Symbols.Count > 0 || Replay.Count > 0 ? WithSymbols(Symbols) : WithSymbols(IsSimulator ? DefaultSymbols : DefaultSymbols[..1]);
    }

    private CommandLine WithSymbols(IReadOnlyList<string> symbols) => this with { Symbols = symbols, Simulator = Simulator with { Symbols = symbols } };

    private static void CheckReadable(string option, string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{option}: cannot read '{file}': {PrintableText.OneLine(exception.Message)}", exception);
        }
    }
}
