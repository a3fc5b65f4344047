using Nexus.Examples;

namespace Strategy;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record Options
{
    public const string Help = """
        Runs a small strategy: live on the embedded simulator, on a recording of such a run, or as a back-test with paper orders.

          dotnet run --project examples/Strategy -- [options]

          --for DURATION   how long to trade live: 30s, 5m, 1h; a plain number is seconds (default 60s)
          --seed N         seed of the random market (default 7)
          --record FILE    records the live run (.tsv or .tsv.gz)
          --replay FILE    replays the recording of a live run and prints the same signals
          --backtest FILE  runs on a recording's market with paper orders
          --plot FILE      the plot's file (default strategy.png)
          --help           this text

        """;

    public TimeSpan For { get; private init; } = TimeSpan.FromSeconds(60);

    public int Seed { get; private init; } = 7;

    public string? Record { get; private init; }

    public string? Replay { get; private init; }

    public string? Backtest { get; private init; }

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
                _ => throw option.Unknown(),
            };
        }

        return options;
    }
}
