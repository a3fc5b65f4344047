namespace Nexus.Reactive.Backtesting;

/// <summary>Runs a strategy on many recordings with many sets of parameters, on all cores.</summary>
public static class BackTest
{
    /// <summary>Runs a strategy once for each recording and each set of parameters.</summary>
    /// <typeparam name="TParameters">The strategy's parameters.</typeparam>
    /// <typeparam name="TResult">The result of a run.</typeparam>
    /// <param name="recordings">The paths of the recordings.</param>
    /// <param name="parameters">The sets of parameters.</param>
    /// <param name="strategy">
    /// Starts the strategy on the run's feed and gateway; the last item of its stream is the result of the run. It is called on several threads at the same
    /// time, so runs must not share state.
    /// </param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="options">The exchange, the number of runs at the same time, and the progress. If null, the defaults are used.</param>
    /// <param name="cancellationToken">Stops all runs.</param>
    /// <returns>One row for each run: the recordings in their order, and for each the sets of parameters in their order.</returns>
    /// <remarks>
    /// The table depends only on the arguments: not on the number of cores, and not on which run ends first. A run that fails, because its recording cannot be
    /// read or contains no valid message but malformed ones, the strategy throws or its stream has no item, is a row with an error; the other runs continue. Memory: the runs under way and the rows.
    /// </remarks>
    /// <exception cref="ArgumentException">A recording or a set of parameters is null, or the options contradict each other.</exception>
    /// <exception cref="OperationCanceledException">The runs were canceled.</exception>
    public static Task<BackTestTable> RunAsync<TParameters, TResult>(
        IEnumerable<string> recordings,
        IEnumerable<TParameters> parameters,
        Func<BackTestRun<TParameters>, IObservable<TResult>> strategy,
        BackTestColumns<TParameters, TResult> columns,
        BackTestOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new BackTestOptions();
        options.Exchange.Check(nameof(options));
        string[] paths = [.. recordings];
        TParameters[] grid = [.. parameters];
        OptionValue.NoNulls(paths, nameof(recordings));
        OptionValue.NoNulls(grid, nameof(parameters));
        return new BackTestRunner<TParameters, TResult>(strategy, columns, options).RunAsync(paths, grid, cancellationToken);
    }
}
