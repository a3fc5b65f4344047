using System.Collections.Concurrent;
using System.Reactive.Linq;
using Nexus.Reactive.Backtesting.Matching;

namespace Nexus.Reactive.Backtesting;

/// <summary>Runs the combinations in parallel and collects their rows in order.</summary>
internal sealed class BackTestRunner<TParameters, TResult>(
    Func<BackTestRun<TParameters>, IObservable<TResult>> strategy, BackTestColumns<TParameters, TResult> columns, BackTestOptions options)
{
    private readonly Lock _gate = new();
    private int _done;
    private int _failed;
    private long _messages;

    public async Task<BackTestTable> RunAsync(string[] recordings, TParameters[] parameters, CancellationToken cancellationToken)
    {
        var rows = new BackTestRow[recordings.Length * parameters.Length];

        // The runs of one recording follow each other, so that the file stays in the system's cache.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, rows.Length), parallel, async (index, stop) =>
        {
            var row = await RunOneAsync(recordings[index / parameters.Length], parameters[index % parameters.Length], rows.Length, stop).ConfigureAwait(false);
            rows[index] = row;
        }).ConfigureAwait(false);
        return new BackTestTable(columns.Columns, rows);
    }

    private async Task<BackTestRow> RunOneAsync(string recording, TParameters parameters, int total, CancellationToken stop)
    {
        var cells = new object?[columns.Columns.Count];
        string? error = null;
        var counts = new RunCounts();
        try
        {
            cells = columns.Read(parameters);
            columns.Read(await ReplayAsync(recording, parameters, counts, stop).ConfigureAwait(false), cells);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
        catch (Exception fault)
        {
            error = OneLine($"{fault.GetType().Name}: {fault.Message}");
        }

        Report(total, error is not null, counts.Messages);
        return new BackTestRow(recording, cells, error) { Gaps = counts.Market.Gaps, Malformed = counts.Market.Malformed };
    }

    private async Task<TResult> ReplayAsync(string recording, TParameters parameters, RunCounts counts, CancellationToken stop)
    {
        var faults = new ConcurrentQueue<Exception>();
        var feedOptions = (options.Exchange.Feed ?? new NexusFeedOptions()) with { UnobservedFault = fault => faults.Enqueue(fault.Exception) };
        using var exchange = new PaperExchange(
            NexusRecording.OpenFeed([recording], feedOptions), options.Exchange with { Feed = feedOptions });
        var result = new LastItem<TResult>(exchange);
        using var observed = exchange.Feed.SubscriberFaults.Subscribe(fault => faults.Enqueue(fault.Exception));
        using var running = strategy(new BackTestRun<TParameters>(recording, parameters, exchange)).Subscribe(result);
        using var counted = exchange.Feed.Subscribe(_ => counts.Messages++, static _ => { });
        try
        {
            await exchange.Feed.RunAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            counts.Market = exchange.Counts;
        }

        if (counts.Market.HasOnlyFaults)
            throw NotARecording(recording, counts.Market);
        return faults.TryDequeue(out var first) ? throw new InvalidOperationException($"A subscriber failed: {first.Message}", first) : result.Get();
    }

    private void Report(int total, bool isFailed, long messages)
    {
        lock (_gate)
        {
            _done++;
            _failed += isFailed ? 1 : 0;
            _messages += messages;
            try
            {
                options.Progress?.Report(new BackTestProgress(_done, total, _failed, _messages));
            }
            catch (Exception)
            {
                // The caller's progress bar does not end the runs.
            }
        }
    }

    // A file of another kind would give a row of zeros.
    private static InvalidDataException NotARecording(string recording, MarketCounts counts)
    {
        var faults = counts.Malformed + counts.Gaps;
        return new InvalidDataException(FormattableString.Invariant($"No line of '{recording}' is a message: {faults} {(faults == 1 ? "line is" : "lines are")} malformed or damaged."));
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private sealed class RunCounts
    {
        /// <summary>The messages delivered to the strategy.</summary>
        public long Messages { get; set; }

        public MarketCounts Market { get; set; }
    }
}
