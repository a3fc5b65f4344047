using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Prints a table of ratios in about two minutes.</summary>
internal static class Quick
{
    private static readonly TimeSpan PerContest = TimeSpan.FromSeconds(2.5);

    /// <param name="filter">A text in the names of the contests to run.</param>
    /// <param name="save">A file to which the rows are appended; see <c>history.csv</c>.</param>
    /// <returns>0, or 2 if no contest has this text in its name.</returns>
    public static int Run(string filter, string? save)
    {
        var contests = Contest.All().Where(contest => contest.Name.Contains(filter, StringComparison.OrdinalIgnoreCase));
        Console.WriteLine("Medians of interleaved rounds in alternating order. ratio: time relative to the first candidate in the same round; spread: the middle 80 % of the rounds. One thread, messages as .NET strings.");
        if (!NativeBaseline.IsAvailable)
            Console.WriteLine("The rows of simdjson are left out: they need g++ and libsimdjson-dev.");
        var count = 0;
        foreach (var contest in contests)
        {
            count++;
            var rows = Rounds.Measure(contest, PerContest);
            Print(contest, rows);
            if (save is not null)
                File.AppendAllLines(save, rows.Select(row => ToCsv(contest.Name, row)));
        }

        if (count > 0)
            return 0;
        Console.Error.WriteLine($"quick: no row has '{filter}' in its name");
        return 2;
    }

    private static void Print(Contest contest, IReadOnlyList<Samples> rows)
    {
        Console.WriteLine();
        Console.WriteLine($"| {contest.Name,-44} | {"ratio",7} | {"spread",13} | {"ns",9} | {"bytes",8} |");
        Console.WriteLine($"|{new string('-', 46)}|{new string('-', 8)}:|{new string('-', 14)}:|{new string('-', 10)}:|{new string('-', 9)}:|");
        foreach (var row in rows)
        {
            var spread = string.Create(CultureInfo.InvariantCulture, $"{row.Spread.Low:0.00}–{row.Spread.High:0.00}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Name,-44} | {row.Ratio,7:0.00} | {spread,13} | {row.Nanoseconds,9:0.#} | {row.Bytes,8} |"));
        }
    }

    private static string ToCsv(string contest, Samples row) =>
        string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd},\"{contest}\",\"{row.Name}\",{row.Ratio:0.00},{row.Nanoseconds:0.#},{row.Bytes}");
}
