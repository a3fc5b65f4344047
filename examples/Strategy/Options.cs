using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Reactive.Backtesting;
using Strategy.Grid;

namespace Strategy;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record Options
{
    public const string Help = """
        Runs a small strategy: live on the embedded simulator, on a recording of such a run, or with paper orders on recordings or on the message bus.

          dotnet run --project examples/Strategy -- [options]

          --strategy NAME  breakout (default) or maker
          --set NAME=VALUE changes a parameter of the strategy; may be repeated
          --for DURATION   duration of live trading: 30s, 5m, 1h; a plain number is seconds (default 60s)
          --seed N         seed of the random market (default 7)
          --record FILE    records the live run (.tsv or .tsv.gz)
          --replay FILE    replays the recording of a live run and prints the same signals
          --backtest FILE  runs on a recording's market with paper orders; may be repeated with --vary
          --vary NAME=V,V  with --backtest: runs every value of a parameter, on all cores; twice gives a grid
          --table FILE     with --vary: writes the results as Parquet
          --bus URL        runs on the live market of the message bus, such as nats://127.0.0.1:4222, with paper orders
          --symbol SYMBOL  with --bus: TYPE_BASE_QUOTE (default SPOT_BTC_USDT)
          --environment NAME, --account NAME, --creds FILE, --nkey FILE, --inbox PREFIX, --ca FILE
                           options of the bus; require --bus; see examples/Gateway
          --latency DURATION
                           of paper orders: to the exchange and back (default 0)
          --queue MODEL    of paper orders: risk-averse (default), first, log, or power:N
          --fees MAKER,TAKER
                           of paper orders, in percent of the value: -0.005,0.03 (default 0,0)
          --plot FILE      writes the plot to this file (default strategy.png)
          --help           shows this text

        The exit code is 0; 1 after an error of the exchange, of the bus or of a run; 2 for an invalid option, or a recording that cannot be read. A damaged
        recording is run as far as it can be read and returns 0; nexus-recording verify returns 1 for it.

        Parameters of breakout: window, width, imbalance, quantity, patience, hold. Parameters of maker: half-spread, skew, max-position, quantity, requote,
        price-step. Durations are in seconds.

        """;

    public IRules Rules { get; private init; } = new BreakoutRules();

    public TimeSpan For { get; private init; } = TimeSpan.FromSeconds(60);

    public int Seed { get; private init; } = 7;

    public string? Record { get; private init; }

    public string? Replay { get; private init; }

    public IReadOnlyList<string> Backtests { get; private init; } = [];

    /// <summary>The first recording of <see cref="Backtests"/>.</summary>
    public string? Backtest => Backtests is [var first, ..] ? first : null;

    public IReadOnlyList<Axis> Axes { get; private init; } = [];

    public string? Table { get; private init; }

    public BusArguments Bus { get; private init; } = new();

    public Symbol Symbol { get; private init; } = Symbol.Parse("SPOT_BTC_USDT");

    public PaperExchangeOptions Exchange { get; private init; } = new();

    public string Plot { get; private init; } = "strategy.png";

    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options { Rules = ChooseRules(args) };
        var option = new OptionReader(args);
        while (option.Read())
        {
            options = option.Name switch
            {
                "--strategy" when option.Text().Length > 0 => options,
                "--set" => options with { Rules = Set(option, options.Rules) },
                "--for" => options with { For = option.Duration() },
                "--seed" => options with { Seed = option.Whole(int.MinValue, int.MaxValue) },
                "--record" => options with { Record = option.Text() },
                "--replay" => options with { Replay = option.Text() },
                "--backtest" => options with { Backtests = [.. options.Backtests, option.Text()] },
                "--vary" => options with { Axes = [.. options.Axes, Axis.Parse(option, option.Text(), options.Rules)] },
                "--table" => options with { Table = option.Text() },
                "--plot" => options with { Plot = option.Text() },
                "--symbol" => options with { Symbol = option.Parse<Symbol>("TYPE_BASE_QUOTE") },
                "--latency" or "--queue" or "--fees" => options with { Exchange = PaperArguments.Read(option, options.Exchange) },
                _ => options with { Bus = options.Bus.TryRead(option) ?? throw option.Unknown() },
            };
        }

        options.Bus.Check();
        options.Check();
        return options;
    }

    private static IRules ChooseRules(IReadOnlyList<string> args)
    {
        // The strategy decides which parameters the other options may name.
        var option = new OptionReader([.. args.SkipWhile(static arg => arg is not "--strategy" && !arg.StartsWith("--strategy=", StringComparison.Ordinal)).Take(2)]);
        if (!option.Read())
            return new BreakoutRules();
        return option.Text() switch
        {
            "breakout" => new BreakoutRules(),
            "maker" => new MarketMakerRules(),
            var other => throw option.Fault($"'{other}' is not breakout or maker"),
        };
    }

    private static IRules Set(OptionReader option, IRules rules)
    {
        var axis = Axis.Parse(option, option.Text(), rules);
        return axis.Values is [var value] ? axis.Setting.With(rules, value) : throw option.Fault("the parameter has more than one value; use --vary");
    }

    private void Check()
    {
        if (Bus.Url is not null && (Replay ?? Record ?? Backtest) is not null)
            throw new FormatException("--bus: cannot be combined with --record, --replay and --backtest");
        if (Replay is not null && (Record ?? Backtest) is not null)
            throw new FormatException("--replay: cannot be combined with --record and --backtest");
        if (Record is not null && Backtests.Count > 0)
            throw new FormatException("--record: cannot be combined with --backtest");
        if (Axes.Count > 0 && Backtests.Count == 0)
            throw new FormatException("--vary: requires --backtest");
        if (Axes.Count > 2 || Axes.Select(static axis => axis.Setting.Name).Distinct().Count() < Axes.Count)
            throw new FormatException("--vary: at most two different parameters can be varied");
        if (Axes.Count == 0 && Backtests.Count > 1)
            throw new FormatException("--backtest: several recordings require --vary");
        if (Table is not null && Axes.Count == 0)
            throw new FormatException("--table: requires --vary");
    }
}
