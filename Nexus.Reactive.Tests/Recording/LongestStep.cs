using System.Diagnostics;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>
/// Shows that no step of a run waits. A busy machine delays some steps of some runs, but not in each of many runs; a step that waits for something does so in
/// each run.
/// </summary>
internal static class LongestStep
{
    /// <summary>The time that no step may take.</summary>
    public static readonly TimeSpan Allowed = TimeSpan.FromMilliseconds(1);

    private const int MaxRuns = 60;

    /// <summary>Repeats a run until all of its steps are short.</summary>
    /// <param name="run">Performs one run and passes each of its steps to the argument.</param>
    /// <returns>The longest step of the run whose longest step is the shortest.</returns>
    public static TimeSpan Find(Action<Action<Action>> run)
    {
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < MaxRuns && least >= Allowed; i++)
        {
            var longest = TimeSpan.Zero;
            run(step =>
            {
                var start = Stopwatch.GetTimestamp();
                step();
                var elapsed = Stopwatch.GetElapsedTime(start);
                longest = elapsed > longest ? elapsed : longest;
            });
            least = longest < least ? longest : least;
        }

        return least;
    }
}
