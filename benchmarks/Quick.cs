using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace Nexus.Reactive.Benchmarks;

/// <summary>One implementation of a task, run a number of times per round.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Run">Runs all operations; the result only prevents the compiler from removing them.</param>
/// <param name="Prepare">Runs before each run and is not measured.</param>
internal sealed record Candidate(string Name, Func<long> Run, Action? Prepare = null);

/// <summary>Several implementations of the same task. The first is this library's, with ratio 1.</summary>
/// <param name="Name">The task.</param>
/// <param name="Operations">The number of operations in one round.</param>
/// <param name="Candidates">The implementations.</param>
internal sealed record Contest(string Name, int Operations, params IReadOnlyList<Candidate> Candidates);

/// <summary>The contests of one part of the library. Every class that implements it takes part, so a new part is a new file.</summary>
internal interface IContests
{
    /// <summary>The position in the table.</summary>
    int Order { get; }

    /// <summary>Creates the inputs and the contests; called just before they run.</summary>
    IEnumerable<Contest> All();
}

/// <summary>Prints a table of ratios in about a minute: medians over rounds in which every candidate runs once, so that a disturbance affects all of them.</summary>
internal static class Quick
{
    private const int MinRounds = 7;
    private const int MaxRounds = 1000;
    private static readonly TimeSpan PerContest = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(4);

    /// <param name="filter">A text in the names of the contests to run.</param>
    /// <param name="save">A file to which the rows are appended; see <c>history.csv</c>.</param>
    public static void Run(string filter, string? save)
    {
        Console.WriteLine("Medians of interleaved rounds; ratio: time relative to the first candidate. One thread, messages as .NET strings.");
        var rooms = typeof(Quick).Assembly.GetTypes()
            .Where(t => t.IsClass && t.IsAssignableTo(typeof(IContests)))
            .Select(t => (IContests)Activator.CreateInstance(t)!)
            .OrderBy(r => r.Order);
        foreach (var contest in rooms.SelectMany(r => r.All()).Where(c => c.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)))
        {
            var rows = Measure(contest);
            Print(contest, rows);
            if (save is not null)
                File.AppendAllLines(save, rows.Select(row => row.ToCsv(contest.Name)));
        }
    }

    private static Row[] Measure(Contest contest)
    {
        var candidates = contest.Candidates;
        foreach (var candidate in candidates)
            WarmUp(candidate);

        var times = candidates.Select(_ => new List<double>()).ToArray();
        var ratios = candidates.Select(_ => new List<double>()).ToArray();
        var bytes = new long[candidates.Count];
        var total = Stopwatch.StartNew();
        for (var round = 0; round < MinRounds || (round < MaxRounds && total.Elapsed < PerContest); round++)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                candidates[i].Prepare?.Invoke();
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var start = Stopwatch.GetTimestamp();
                candidates[i].Run();
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / contest.Operations);
                bytes[i] = GC.GetTotalAllocatedBytes(precise: true) - before;
                ratios[i].Add(times[i][^1] / times[0][^1]);
            }
        }

        return [.. candidates.Select((candidate, i) => new Row(candidate.Name, Median(ratios[i]), Median(times[i]), bytes[i] / contest.Operations))];
    }

    private static void Print(Contest contest, Row[] rows)
    {
        Console.WriteLine();
        Console.WriteLine($"| {contest.Name,-44} | {"ratio",7} | {"ns",9} | {"bytes",8} |");
        Console.WriteLine($"|{new string('-', 46)}|{new string('-', 8)}:|{new string('-', 10)}:|{new string('-', 9)}:|");
        foreach (var (name, ratio, nanoseconds, bytes) in rows)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name,-44} | {ratio,7:0.00} | {nanoseconds,9:0.#} | {bytes,8} |"));
    }

    // Waits until tiered compilation has settled: no method was compiled for a while, even on a busy machine.
    private static void WarmUp(Candidate candidate)
    {
        var start = Stopwatch.StartNew();
        var compiled = JitInfo.GetCompiledMethodCount();
        var since = start.Elapsed;
        for (var i = 0; i < 3 || (start.Elapsed - since < Settled && start.Elapsed < LongestWarmUp); i++)
        {
            candidate.Prepare?.Invoke();
            candidate.Run();
            if (JitInfo.GetCompiledMethodCount() is var now && now != compiled)
            {
                compiled = now;
                since = start.Elapsed;
            }
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private sealed record Row(string Name, double Ratio, double Nanoseconds, long Bytes)
    {
        public string ToCsv(string contest) =>
            string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd},\"{contest}\",\"{Name}\",{Ratio:0.00},{Nanoseconds:0.#},{Bytes}");
    }
}
