using System.Reactive.Linq;
using Nexus.Reactive.Backtesting;
using Strategy.Report;

namespace Strategy.Grid;

/// <summary>Back-tests a strategy over recordings and a grid of parameters.</summary>
internal static class GridTest
{
    public static Task<BackTestTable> RunAsync(
        IRules rules, IReadOnlyList<Axis> axes, IEnumerable<string> recordings, BackTestOptions options, CancellationToken cancellationToken)
    {
        var columns = new BackTestColumns<IRules, Outcome>();
        foreach (var axis in axes)
            columns.Parameter(axis.Setting.Name, axis.Setting.Get);
        columns
            .Result("profit", static outcome => outcome.Profit, "0.########")
            .Result("drawdown", static outcome => outcome.Drawdown, "0.########")
            .Result("fees", static outcome => outcome.Fees, "0.########")
            .Result("volume", static outcome => outcome.Volume, "0.########")
            .Result("fills", static outcome => outcome.Fills)
            .Result("signals", static outcome => outcome.Signals)
            .Result("position", static outcome => outcome.Position);
        return BackTest.RunAsync(recordings, Axis.Combine(rules, axes), Run, columns, options, cancellationToken);
    }

    // The result is emitted when the market has ended.
    private static IObservable<Outcome> Run(BackTestRun<IRules> run) => Observable.Using(
        () => new Trading(run.Feed, run.Parameters, run.Gateway, keepsHistory: false),
        trading => run.Feed.Gaps.LastOrDefaultAsync().Select(_ => trading.Failure is { } failure ? throw failure : trading.Journal.Outcome));
}
