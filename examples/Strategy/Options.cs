using Nexus.Examples;
using Nexus.Reactive;

namespace Strategy;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record Options
{
    public const string Help = """
        Runs a small strategy: live on the embedded simulator, on a recording of such a run, or with paper orders on a recording or on the message bus.

          dotnet run --project examples/Strategy -- [options]

          --for DURATION   duration of live trading: 30s, 5m, 1h; a plain number is seconds (default 60s)
          --seed N         seed of the random market (default 7)
          --record FILE    records the live run (.tsv or .tsv.gz)
          --replay FILE    replays the recording of a live run and prints the same signals
          --backtest FILE  runs on a recording's market with paper orders
          --bus URL        runs on the live market of the message bus, such as nats://127.0.0.1:4222, with paper orders
          --symbol SYMBOL  with --bus: TYPE_BASE_QUOTE (default SPOT_BTC_USDT)
          --environment NAME, --account NAME, --creds FILE, --nkey FILE, --inbox PREFIX, --ca FILE
                           options of the bus; require --bus; see examples/Gateway
          --plot FILE      writes the plot to this file (default strategy.png)
          --help           shows this text

        """;

    public TimeSpan For { get; private init; } = TimeSpan.FromSeconds(60);

    public int Seed { get; private init; } = 7;

    public string? Record { get; private init; }

    public string? Replay { get; private init; }

    public string? Backtest { get; private init; }

    public BusArguments Bus { get; private init; } = new();

    public Symbol Symbol { get; private init; } = Symbol.Parse("SPOT_BTC_USDT");

    public string Plot { get; private init; } = "strategy.png";

    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options();
        var option = new OptionReader(args);
        while (option.Read())
        {
            options = option.Name switch
            {
                "--for" => options with { For = option.Duration() },
                "--seed" => options with { Seed = option.Whole(int.MinValue, int.MaxValue) },
                "--record" => options with { Record = option.Text() },
                "--replay" => options with { Replay = option.Text() },
                "--backtest" => options with { Backtest = option.Text() },
                "--plot" => options with { Plot = option.Text() },
                "--symbol" => options with { Symbol = option.Parse<Symbol>("TYPE_BASE_QUOTE") },
                _ => options with { Bus = options.Bus.TryRead(option) ?? throw option.Unknown() },
            };
        }

        options.Bus.Check();
        if (options.Bus.Url is not null && (options.Replay ?? options.Backtest ?? options.Record) is not null)
            throw new FormatException("--bus: cannot be combined with --record, --replay and --backtest");
        return options;
    }
}
