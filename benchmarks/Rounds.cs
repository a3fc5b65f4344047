using System.Diagnostics;
using System.Runtime;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// Measures candidates in rounds. In each round every candidate runs once, so that a disturbance affects all of them; every second round runs them in reverse.
/// </summary>
internal static class Rounds
{
    private const int Min = 7;
    private const int Max = 1000;
    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(4);

    /// <summary>Measures the candidates for about the given time, and at least seven rounds.</summary>
    public static IReadOnlyList<Samples> Measure(Contest contest, TimeSpan time)
    {
        var candidates = contest.Candidates;
        foreach (var candidate in candidates)
            WarmUp(candidate);

        var times = candidates.Select(static _ => new List<double>()).ToArray();
        var bytes = new long[candidates.Count];
        var total = Stopwatch.StartNew();
        for (var round = 0; round < Min || (round < Max && total.Elapsed < time); round++)
        {
            for (var place = 0; place < candidates.Count; place++)
            {
                var i = round % 2 == 0 ? place : candidates.Count - 1 - place;
                candidates[i].Prepare?.Invoke();
                var before = GC.GetTotalAllocatedBytes(precise: true);
                var start = Stopwatch.GetTimestamp();
                candidates[i].Run();
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / contest.Operations);
                bytes[i] = GC.GetTotalAllocatedBytes(precise: true) - before;
            }
        }

        return [.. candidates.Select((candidate, i) => new Samples(candidate.Name, times[i], times[0], bytes[i] / contest.Operations))];
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
}
