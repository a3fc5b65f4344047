using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Compares this library's ratios with those stored in the repository and fails if one became worse beyond the measured noise.</summary>
/// <remarks>
/// The same code gives other ratios in each process, because its place in memory differs. So the stored range is that of many processes, and the limit is above
/// it by its width. A ratio is worse in a process if the 99 % confidence interval of its median lies above the limit; it is lost only if it is worse in five
/// processes one after the other.
/// </remarks>
internal static class SpeedGuard
{
    private const string Child = "--measure";
    private const int Attempts = 5;
    private const int StoredProcesses = 10;
    private static readonly TimeSpan PerContest = TimeSpan.FromSeconds(1);

    /// <summary>Returns 0 if no ratio is lost or none is stored for this kind of processor, 1 if one is lost, 2 for arguments that it does not know.</summary>
    public static int Run(string[] arguments) => arguments switch
    {
        [Child, .. var contests] => Measure(contests),
        ["--save", var file] => Save(file),
        [var file] when File.Exists(file) => Compare(file),
        [var file] when !file.StartsWith('-') => Refuse($"guard: '{file}' does not exist"),
        _ => Refuse("usage: guard FILE | guard --save FILE"),
    };

    private static int Refuse(string reason)
    {
        Console.Error.WriteLine(reason);
        return 2;
    }

    private static int Compare(string file)
    {
        var stored = StoredRatio.Read(file).Where(static row => row.Processor == StoredRatio.ThisProcessor).ToDictionary(static row => row.Contest, StringComparer.Ordinal);
        if (stored.Count == 0)
        {
            Console.WriteLine($"guard: no ratios are stored for {StoredRatio.ThisProcessor}; `guard --save {file}` stores them");
            return 0;
        }

        var open = stored.Keys.ToList();
        for (var attempt = 1; attempt <= Attempts && open.Count > 0; attempt++)
        {
            foreach (var measured in MeasureInProcess(open))
            {
                var range = stored[measured.Contest];
                var isWorse = measured.Low > range.Limit;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{measured.Contest}: {measured.Ratio:0.000} ({measured.Low:0.000}–{measured.High:0.000}), stored {range.Low:0.000}–{range.High:0.000}, limit {range.Limit:0.000}{(isWorse ? $", worse in process {attempt}" : "")}"));
                if (!isWorse)
                    open.Remove(measured.Contest);
            }
        }

        Console.WriteLine(open.Count == 0 ? $"guard: none of {stored.Count} ratios is lost" : $"guard: lost: {string.Join("; ", open)}");
        return open.Count == 0 ? 0 : 1;
    }

    private static int Save(string file)
    {
        var contests = GuardedPair.All.Select(static pair => pair.Contest).ToList();
        var processes = Enumerable.Range(1, StoredProcesses).SelectMany(i =>
        {
            Console.WriteLine($"process {i} of {StoredProcesses}");
            return MeasureInProcess(contests);
        });
        StoredRatio.Write(file, processes.GroupBy(static measured => measured.Contest, static measured => measured.Ratio, StringComparer.Ordinal)
            .Select(static ratios => new StoredRatio(StoredRatio.ThisProcessor, ratios.Key, ratios.Min(), ratios.Max())));
        return 0;
    }

    // The child prints one line for each ratio.
    private static List<MeasuredRatio> MeasureInProcess(List<string> contests)
    {
        using var process = OwnProcess.Start(["guard", Child, .. contests]);
        var measured = process.StandardOutput.ReadToEnd().Split('\n').Select(MeasuredRatio.Parse).OfType<MeasuredRatio>().ToList();
        process.WaitForExit();
        return process.ExitCode == 0 && measured.Count == contests.Count
            ? measured
            : throw new InvalidOperationException($"A measuring process ended with code {process.ExitCode} and {measured.Count} of {contests.Count} ratios.");
    }

    private static int Measure(string[] contests)
    {
        foreach (var contest in Contest.All())
        {
            if (contests.Contains(contest.Name, StringComparer.Ordinal) && GuardedPair.All.FirstOrDefault(pair => pair.Contest == contest.Name) is { } pair)
            {
                var own = Rounds.Measure(pair.Select(contest), PerContest)[1];
                Console.WriteLine(new MeasuredRatio(contest.Name, own.Ratio, own.Interval.Low, own.Interval.High));
            }
        }

        return 0;
    }
}
