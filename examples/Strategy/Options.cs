using Nexus.Examples;

namespace Strategy;

/// <summary>The program's options. A fault is a <see cref="FormatException"/> whose message is one line naming the option.</summary>
internal sealed record Options
{
    public const string Help = """
        A small strategy over the Nexus feed: live on the embedded simulator, replayed, or back-tested on paper.

          dotnet run --project examples/Strategy -- [options]

          --for SECONDS    how long to trade live (default 60)
          --seed N         another seed, another day (default 7)
          --record FILE    keep what a live run heard (.tsv or .tsv.gz)
          --replay FILE    the signals of a recorded run, once more
          --backtest FILE  a recording's market, with orders on paper
          --plot FILE      where the picture goes (default strategy.png)
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
                "--for" => options with { For = TimeSpan.FromSeconds(option.Whole(1, int.MaxValue / 1000, unit: "s")) },
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
