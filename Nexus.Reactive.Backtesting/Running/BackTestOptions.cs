namespace Nexus.Reactive.Backtesting;

/// <summary>Options of <see cref="BackTest"/>.</summary>
public sealed record BackTestOptions
{
    /// <summary>The paper exchange of each run. The default has no latency and no fees.</summary>
    public PaperExchangeOptions Exchange { get; init => field = OptionValue.NotNull(value); } = new();

    /// <summary>The number of runs at the same time. The default is the number of cores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public int MaxParallelism { get; init => field = OptionValue.Positive(value); } = Environment.ProcessorCount;

    /// <summary>
    /// Receives the progress after each run, from the threads of the runs but one report at a time, in ascending order. An exception of it is ignored. If null,
    /// nothing is reported.
    /// </summary>
    public IProgress<BackTestProgress>? Progress { get; init; }
}

/// <summary>How far a back-test has come.</summary>
/// <param name="Done">The number of runs that have ended.</param>
/// <param name="Total">The number of all runs.</param>
/// <param name="Failed">The number of runs that have failed.</param>
/// <param name="Messages">The number of messages that the runs have delivered.</param>
public readonly record struct BackTestProgress(int Done, int Total, int Failed, long Messages);
