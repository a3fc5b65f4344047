using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Executes requests for snapshots, one at a time for each symbol.</summary>
internal sealed class SnapshotLoader(
    IObserver<OrderSnapshot> observer, Func<SnapshotRequest, CancellationToken, Task<OrderSnapshot>> getSnapshot, NexusFeed feed, SnapshotRequestOptions options)
    : IObserver<SnapshotRequest>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Symbol, Line> _lines = [];
    private bool _isOver;

    public void OnNext(SnapshotRequest value)
    {
        Attempt? attempt;
        lock (_gate)
        {
            if (_isOver)
                return;
            if (!_lines.TryGetValue(value.Symbol, out var line))
                _lines.Add(value.Symbol, line = new Line());
            line.Waiting = value;
            attempt = line.IsBusy ? null : Begin(line);
        }

        Execute(attempt);
    }

    public void OnError(Exception error)
    {
        Dispose();
        lock (_gate)
            observer.OnError(error);
    }

    public void OnCompleted()
    {
        Dispose();
        lock (_gate)
            observer.OnCompleted();
    }

    public void Dispose()
    {
        Line[] lines;
        lock (_gate)
        {
            _isOver = true;
            lines = [.. _lines.Values];
        }

        foreach (var line in lines)
        {
            line.Timer.Dispose();
            line.Running?.TryCancel();
        }
    }

    private static Attempt Begin(Line line)
    {
        var attempt = new Attempt(line, line.Waiting!);
        (line.Running, line.Waiting, line.IsBusy) = (attempt, null, true);
        return attempt;
    }

    // Not called under the lock, because schedulers and the caller's code may run at once.
    private void Execute(Attempt? attempt)
    {
        if (attempt is null)
            return;
        attempt.Line.Timer.Disposable = feed.Clock.Schedule((Self: this, attempt), options.Timeout, static (_, state) =>
        {
            state.Self.End(state.attempt, null, new TimeoutException("The request for a snapshot was not answered in time."));
            return Disposable.Empty;
        });
        options.Scheduler.Schedule((Self: this, attempt), TimeSpan.Zero, static (_, state) =>
        {
            state.Self.Call(state.attempt);
            return Disposable.Empty;
        });
    }

    private void Call(Attempt attempt)
    {
        if (attempt.Token.IsCancellationRequested)
            return;
        Task<OrderSnapshot> task;
        try
        {
            task = getSnapshot(attempt.Request, attempt.Token) ?? throw new InvalidOperationException("The function returned no task.");
        }
        catch (Exception error)
        {
            End(attempt, null, error);
            return;
        }

        // Not awaited, so that the answer of a completed task does not depend on a synchronization context.
        _ = task.ContinueWith(
            static (task, state) =>
            {
                var (self, attempt) = ((SnapshotLoader, Attempt))state!;
                var error = GetError(task, attempt.Request);
                self.End(attempt, error is null ? task.Result : null, error);
            },
            (this, attempt),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private static Exception? GetError(Task<OrderSnapshot> task, SnapshotRequest request)
    {
        if (task.IsCanceled)
            return new TaskCanceledException(task);
        if (task.IsFaulted)
            return task.Exception.InnerException ?? task.Exception;
        if (task.Result is not { } snapshot)
            return new InvalidOperationException("The function returned no snapshot.");
        return snapshot.Symbol is { } symbol && symbol != request.Symbol
            ? new InvalidOperationException($"The function returned a snapshot of {symbol} for {request.Symbol}.")
            : null;
    }

    private void End(Attempt attempt, OrderSnapshot? snapshot, Exception? error)
    {
        Attempt? next = null;
        TimeSpan? delay = null;
        var line = attempt.Line;
        lock (_gate)
        {
            // The answer of a request that was given up is ignored.
            if (_isOver || line.Running != attempt)
                return;
            line.Running = null;
            line.Timer.Disposable = Disposable.Empty;
            if (error is null)
            {
                line.Failures = 0;
                line.IsBusy = false;
                observer.OnNext(snapshot!);
                next = line.Waiting is null || _isOver || line.IsBusy ? null : Begin(line);
            }
            else
            {
                line.Waiting ??= attempt.Request;
                delay = GetDelay(line.Failures++);
            }
        }

        attempt.TryCancel();
        if (delay is { } wait)
        {
            feed.Faults.TryPublish(new SubscriberFault(nameof(NexusObservable.GetSnapshots), attempt.Request, error!));
            line.Timer.Disposable = feed.Clock.Schedule((Self: this, line), wait, static (_, state) =>
            {
                state.Self.Retry(state.line);
                return Disposable.Empty;
            });
        }

        Execute(next);
    }

    private void Retry(Line line)
    {
        Attempt? attempt;
        lock (_gate)
            attempt = _isOver || line.Running is not null || line.Waiting is null ? null : Begin(line);
        Execute(attempt);
    }

    private TimeSpan GetDelay(int failures) =>
        new((long)Math.Min(options.RetryDelay.Ticks * Math.Pow(2, failures), options.MaxRetryDelay.Ticks));

    /// <summary>The requests of one symbol.</summary>
    private sealed class Line
    {
        /// <summary>The time-out of the running request, or the delay before its repetition.</summary>
        public SerialDisposable Timer { get; } = new();

        public Attempt? Running { get; set; }

        public SnapshotRequest? Waiting { get; set; }

        /// <summary>Whether a request is running or waits for its repetition.</summary>
        public bool IsBusy { get; set; }

        public int Failures { get; set; }
    }

    /// <summary>One call of the function, and the source of its token.</summary>
    private sealed class Attempt(Line line, SnapshotRequest request) : CancellationTokenSource
    {
        public Line Line => line;

        public SnapshotRequest Request => request;

        /// <summary>Cancels the token. Its callbacks are the caller's code.</summary>
        public void TryCancel() => Quietly.Run(static attempt => attempt.Cancel(), this);
    }
}
