using System.Globalization;

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
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new FormatException($"{args[i]}: a value is missing, or no such option; --help lists them");
            options = args[i] switch
            {
                "--for" => options with { For = TimeSpan.FromSeconds(Whole(args[i], value.TrimEnd('s'), 1)) },
                "--seed" => options with { Seed = Whole(args[i], value, int.MinValue) },
                "--record" => options with { Record = value },
                "--replay" => options with { Replay = value },
                "--backtest" => options with { Backtest = value },
                "--plot" => options with { Plot = value },
                _ => throw new FormatException($"{args[i]}: no such option; --help lists them"),
            };
        }

        return options;
    }

    private static int Whole(string name, string value, int min) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= int.MaxValue / 1000
            ? number
            : throw new FormatException($"{name}: '{value}' is not a whole number from {min}");
}
