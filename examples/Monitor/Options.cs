using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Reactive.Nats;

namespace Nexus.Monitoring;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record Options
{
    public const string Help = """
        Shows a Nexus feed live: book, bars, trades, own orders. Without options it runs on a simulated exchange and needs no key.

          dotnet run --project examples/Monitor -- [options]

          --endpoint WHERE   simulator (default), staging, production, or an address such as ws://127.0.0.1:9001/ws
          --bus URL          reads from this message bus instead of an endpoint, such as nats://127.0.0.1:4222
          --own              with --bus: also reads the account's own orders
          --environment NAME, --account NAME, --creds FILE, --nkey FILE, --inbox PREFIX, --ca FILE
                             options of the bus; require --bus; see examples/Gateway
          --key KEY          the client key; required except on the simulator
          --allow-unencrypted
                             sends the key over ws:// to another machine, where others on the network path can read it
          --symbol SYMBOL    TYPE_BASE_QUOTE; repeat for more symbols (default SPOT_BTC_USDT; in a replay all)
          --for DURATION     stops after 500ms, 10s, 5m, 1h, counted from the program's start; a plain number is seconds
                             (default: the simulator stops after 30 s, the others at Ctrl+C)
          --record FILE      records the messages, compressed if FILE ends in .gz; with several symbols, each has its own file:
                             session.tsv.gz becomes session.SPOT_BTC_USDT.tsv.gz, …
          --replay FILE      replays a recording; repeat to merge several files by arrival time;
                             --symbol then selects the symbols to show
          --speed FACTOR     with --replay: 1 is the recording's own pace (default), 10 is ten times as fast;
                             with --plain, the default is full speed
          --plain            prints one line per second and symbol, then the counts, without cutting the simulator's connection;
                             the default when the output is not a terminal
          --help             shows this text

        Keys: Tab or 1 to 9 shows another symbol in detail; space pauses a replay, + and - change its speed; q quits.

        The exit code is 0; 1 without a connection to the endpoint or the bus, after refused credentials, or after a failure while running; 2 for an invalid
        option, or a recording that cannot be read. A damaged recording is shown as far as it can be read and returns 0; nexus-recording verify returns 1 for it.

        """;

    /// <summary>The simulator's client key, which is not a secret.</summary>
    public const string SimulatorKey = "demo";

    public const int SimulatorSeed = 7;

    private const string DefaultSymbol = "SPOT_BTC_USDT";

    public string Endpoint { get; private init; } = "simulator";

    public BusArguments Bus { get; private init; } = new();

    public BusScope Scope { get; private init; }

    public string? Key { get; private init; }

    public bool AllowsUnencrypted { get; private init; }

    /// <summary>The selected symbols; an empty list in a replay selects all.</summary>
    public IReadOnlyList<Symbol> Symbols { get; private init; } = [];

    public TimeSpan? For { get; private init; }

    public string? Record { get; private init; }

    public IReadOnlyList<string> Replay { get; private init; } = [];

    /// <summary>The speed factor of a replay; null for the default.</summary>
    public double? Speed { get; private init; }

    /// <summary>The speed factor at which a replay starts; null replays at full speed.</summary>
    public double? Pace => Speed ?? (IsPlain ? null : 1);

    public bool IsPlain { get; init; }

    public bool IsHelp { get; private init; }

    public bool IsReplay => Replay.Count > 0;

    public bool IsBus => Bus.Url is not null;

    public bool IsSimulator => !IsReplay && !IsBus && Endpoint == "simulator";

    public TimeSpan? Duration => For ?? (IsSimulator ? TimeSpan.FromSeconds(30) : null);

    /// <summary>Returns whether a symbol is selected.</summary>
    public bool Shows(Symbol symbol) => Symbols.Count == 0 || Symbols.Contains(symbol);

    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options();
        var option = new OptionReader(args);
        while (option.Read())
        {
            options = option.Name switch
            {
                "--endpoint" => options with { Endpoint = option.Endpoint() },
                "--own" => options with { Scope = BusScope.All },
                "--key" => options with { Key = option.Text() },
                "--allow-unencrypted" => options with { AllowsUnencrypted = true },
                "--symbol" => options with { Symbols = [.. options.Symbols.Append(option.Parse<Symbol>("TYPE_BASE_QUOTE")).Distinct()] },
                "--for" => options with { For = option.Duration() },
                "--record" => options with { Record = option.Text() },
                "--replay" => options with { Replay = [.. options.Replay, option.Text()] },
                "--speed" => options with { Speed = option.Rate() },
                "--plain" => options with { IsPlain = true },
                "--help" or "-h" => options with { IsHelp = true },
                _ => options with { Bus = options.Bus.TryRead(option) ?? throw option.Unknown() },
            };
        }

        return options.IsHelp ? options : options.Checked();
    }

    public NexusEndpoint GetEndpoint(Symbol symbol) => Endpoint switch
    {
        "staging" => NexusEndpoint.Staging(Key!, symbol),
        "production" => NexusEndpoint.Production(Key!, symbol),
        _ => new NexusEndpoint(Endpoint, Key!, symbol),
    };

    /// <summary>Returns the file to which a symbol is recorded. With several symbols, the file name contains the symbol before the extension.</summary>
    public string? GetRecordPath(Symbol symbol)
    {
        if (Record is null || Symbols.Count == 1)
            return Record;
        var name = Path.GetFileName(Record);
        var dot = name.IndexOf('.', 1);
        if (dot < 0)
            dot = name.Length;
        return Path.Combine(Path.GetDirectoryName(Record) ?? "", $"{name[..dot]}.{symbol}{name[dot..]}");
    }

    private Options Checked()
    {
        if (IsReplay && Record is not null)
            throw new FormatException("--record: a replay cannot be recorded");
        if (IsReplay && Endpoint != "simulator")
            throw new FormatException("--replay: cannot be combined with --endpoint");
        Bus.Check();
        if (IsBus && (IsReplay || Endpoint != "simulator"))
            throw new FormatException($"--bus: cannot be combined with {(IsReplay ? "--replay" : "--endpoint")}");
        if (!IsBus && Scope == BusScope.All)
            throw new FormatException("--own: requires --bus");
        if (!IsReplay && !IsSimulator && !IsBus && Key is null)
            throw new FormatException("--key: this endpoint requires a client key");
        if (!IsReplay && !IsBus && !AllowsUnencrypted && Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri is { Scheme: "ws", IsLoopback: false })
            throw new FormatException("--endpoint: this address would send the key unencrypted; use wss, or add --allow-unencrypted");
        if (!IsReplay && Speed is not null)
            throw new FormatException("--speed: requires --replay");
        foreach (var file in Replay)
            CheckReadable(file);
        var complete = IsReplay || Symbols.Count > 0 ? this : this with { Symbols = [Symbol.Parse(DefaultSymbol)] };
        foreach (var symbol in complete.Symbols)
        {
            if (complete.GetRecordPath(symbol) is { } file)
                CheckWritable(file);
        }

        return complete;
    }

    private static void CheckReadable(string file)
    {
        try
        {
            if (Directory.Exists(file))
                throw new IOException("it is a folder");
            using var opened = File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"--replay: cannot read '{file}': {OneLine(exception)}", exception);
        }
    }

    // Opens the file for writing without changing it, and deletes it if it is new.
    private static void CheckWritable(string file)
    {
        try
        {
            var isNew = !File.Exists(file);
            using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write))
            {
            }

            if (isNew)
                File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"--record: cannot write '{file}': {OneLine(exception)}", exception);
        }
    }

    private static string OneLine(Exception exception) => PrintableText.OneLine(exception.Message);
}
