using Nexus.Examples;
using Nexus.Reactive;

namespace Nexus.Monitoring;

/// <summary>What the command line asks for. A fault in it is a <see cref="FormatException"/> whose message is one line naming the option.</summary>
internal sealed record Options
{
    public const string Help = """
        Shows a Nexus feed live: ladder, bars, trades, own orders. Without options on an exchange of its own: no key, no network.

          dotnet run --project examples/Monitor -- [options]

          --endpoint WHERE   simulator (default), staging, production, or an address such as ws://127.0.0.1:9001/ws
          --key KEY          the client key; needed everywhere but on the simulator
          --symbol SYMBOL    TYPE_BASE_QUOTE, may be given again (default SPOT_BTC_USDT)
          --for DURATION     stops after 500ms, 10s, 5m, 1h; without it the simulator stops after 30 s, the others at Ctrl+C
          --record FILE      writes what arrives, gzip if FILE ends in .gz; with several symbols one file for each: session.tsv.gz
                             becomes session.SPOT_BTC_USDT.tsv.gz, …
          --replay FILE      plays a recording instead, at full speed; may be given again, files are merged by arrival time;
                             --symbol then selects whose bars and books are shown
          --plain            one line for each second and symbol, then the counts; also when the output is not a terminal
          --help             this text

        """;

    /// <summary>The simulator's client key and seed: there is nothing to guard.</summary>
    public const string SimulatorKey = "demo";

    public const int SimulatorSeed = 7;

    private const string DefaultSymbol = "SPOT_BTC_USDT";

    public string Endpoint { get; private init; } = "simulator";

    public string? Key { get; private init; }

    /// <summary>The symbols asked for; none with a replay: all.</summary>
    public IReadOnlyList<Symbol> Symbols { get; private init; } = [];

    public TimeSpan? For { get; private init; }

    public string? Record { get; private init; }

    public IReadOnlyList<string> Replay { get; private init; } = [];

    public bool IsPlain { get; init; }

    public bool IsHelp { get; private init; }

    public bool IsReplay => Replay.Count > 0;

    public bool IsSimulator => !IsReplay && Endpoint == "simulator";

    public TimeSpan? Duration => For ?? (IsSimulator ? TimeSpan.FromSeconds(30) : null);

    /// <summary>Whether a symbol was asked for.</summary>
    public bool Shows(Symbol symbol) => Symbols.Count == 0 || Symbols.Contains(symbol);

    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options();
        var option = new OptionReader(args);
        while (option.Read())
        {
            options = option.Name switch
            {
                "--endpoint" => options with { Endpoint = ReadEndpoint(option) },
                "--key" => options with { Key = option.Text() },
                "--symbol" => options with { Symbols = [.. options.Symbols.Append(ReadSymbol(option)).Distinct()] },
                "--for" => options with { For = option.Duration() },
                "--record" => options with { Record = option.Text() },
                "--replay" => options with { Replay = [.. options.Replay, option.Text()] },
                "--plain" => options with { IsPlain = true },
                "--help" or "-h" => options with { IsHelp = true },
                _ => throw option.Unknown(),
            };
        }

        return options.IsHelp ? options : options.Checked();
    }

    public NexusEndpoint EndpointOf(Symbol symbol) => Endpoint switch
    {
        "staging" => NexusEndpoint.Staging(Key!, symbol),
        "production" => NexusEndpoint.Production(Key!, symbol),
        _ => new NexusEndpoint(Endpoint, Key!, symbol),
    };

    /// <summary>Where a symbol is recorded: with several of them its name goes before the extension.</summary>
    public string? RecordOf(Symbol symbol)
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
            throw new FormatException("--record: a replay is a recording already");
        if (IsReplay && Endpoint != "simulator")
            throw new FormatException("--replay: it needs no --endpoint");
        if (!IsReplay && !IsSimulator && Key is null)
            throw new FormatException($"--key: {Endpoint} needs a client key");
        foreach (var file in Replay)
            CheckReadable(file);
        var complete = IsReplay || Symbols.Count > 0 ? this : this with { Symbols = [Symbol.Parse(DefaultSymbol)] };
        foreach (var symbol in complete.Symbols)
        {
            if (complete.RecordOf(symbol) is { } file)
                CheckWritable(file);
        }

        return complete;
    }

    private static string ReadEndpoint(OptionReader option)
    {
        var text = option.Text();
        return text is "simulator" or "staging" or "production"
            || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "ws" or "wss", Query: "", Fragment: "", UserInfo: "" })
            ? text
            : throw option.Fault($"'{text}' is not simulator, staging, production or an address such as ws://127.0.0.1:9001/ws");
    }

    private static Symbol ReadSymbol(OptionReader option)
    {
        var text = option.Text();
        return Symbol.TryParse(text, out var symbol) ? symbol : throw option.Fault($"'{text}' is not of the form TYPE_BASE_QUOTE");
    }

    private static void CheckReadable(string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"--replay: cannot read '{file}': {OneLine(exception)}", exception);
        }
    }

    // Opens it for writing without touching what it holds, and leaves nothing behind that was not there.
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

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ");
}
