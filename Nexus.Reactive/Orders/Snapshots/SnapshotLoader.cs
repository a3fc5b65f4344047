using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Executes requests for snapshots, one at a time for each symbol.</summary>
/// <remarks>
/// Requests, answers and timers come from different threads and are handled one at a time, in turns. The subscriber is called without a lock, so it may wait for
/// any of these threads.
/// </remarks>
/// <param name="observer">Receives the snapshots.</param>
/// <param name="getSnapshot">The caller's function.</param>
/// <param name="clock">Runs the delays.</param>
/// <param name="report">Receives the failures, and whether the exception is one of the subscriber that no other caller receives.</param>
/// <param name="options">Delays, the time-out, and the scheduler of the function.</param>
internal sealed class SnapshotLoader(
    IObserver<OrderSnapshot> observer,
    Func<SnapshotRequest, CancellationToken, Task<OrderSnapshot>> getSnapshot,
    IScheduler clock,
    Action<SubscriberFault, bool> report,
    SnapshotRequestOptions options)
    : IObserver<SnapshotRequest>, IDisposable
{
    private readonly DrainQueue<Action> _turns = new(static turn => turn());
    private readonly CancellationTokenSource _end = new();

    // Only used in turns.
    private readonly Dictionary<Symbol, Line> _lines = [];
    private volatile bool _isOver;

    public void OnNext(SnapshotRequest value) => _turns.Push(() => Add(value));

    public void OnError(Exception error) => _turns.Push(() =>
    {
        Dispose();
        observer.OnError(error);
    });

    public void OnCompleted() => _turns.Push(() =>
    {
        Dispose();
        observer.OnCompleted();
    });

    /// <summary>Cancels the running requests immediately, and the timers when the current turn has ended. Waits for no other thread.</summary>
    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        Quietly.Run(static end => end.Cancel(), _end);
        _turns.Push(() =>
        {
            foreach (var line in _lines.Values)
                line.Timer.Dispose();
        });
    }

    private void Add(SnapshotRequest request)
    {
        if (_isOver)
            return;
        if (!_lines.TryGetValue(request.Symbol, out var line))
            _lines.Add(request.Symbol, line = new Line());
        line.Waiting = request;
        if (!line.IsBusy)
            Begin(line);
    }

    private void Begin(Line line)
    {
        var attempt = new Attempt(line, line.Waiting!, _end.Token);
        (line.Running, line.Waiting, line.IsBusy) = (attempt, null, true);
        line.Timer.Disposable = clock.Schedule(
            options.Timeout, () => _turns.Push(() => End(attempt, null, new TimeoutException("The request for a snapshot was not answered in time."))));
        try
        {
            options.Scheduler.Schedule(() => Call(attempt));
        }
        catch (Exception error)
        {
            // Of the caller's scheduler.
            _turns.Push(() => End(attempt, null, error));
        }
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
            task = Task.FromException<OrderSnapshot>(error);
        }

        // Not awaited, so that the answer of a completed task does not depend on a synchronization context.
        _ = task.ContinueWith(
            static (task, state) =>
            {
                var (self, attempt) = ((SnapshotLoader, Attempt))state!;
                self.Answer(attempt, task);
            },
            (this, attempt),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Answer(Attempt attempt, Task<OrderSnapshot> task)
    {
        try
        {
            var error = GetError(task, attempt.Request);
            _turns.Push(() => End(attempt, error is null ? task.Result : null, error));
        }
        catch (Exception error)
        {
            // A subscriber's exception would be lost in the task.
            report(new SubscriberFault(nameof(NexusObservable.GetSnapshots), attempt.Request, error), true);
        }
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
        // The answer of a request that was given up is ignored.
        var line = attempt.Line;
        if (_isOver || line.Running != attempt)
            return;
        line.Running = null;
        line.Timer.Disposable = Disposable.Empty;
        attempt.End();
        if (error is null)
        {
            line.Failures = 0;
            observer.OnNext(snapshot!);
            line.IsBusy = false;
            if (line.Waiting is not null && !_isOver)
                Begin(line);
            return;
        }

        line.Waiting ??= attempt.Request;
        line.Timer.Disposable = clock.Schedule(GetDelay(line.Failures++), () => _turns.Push(() => Retry(line)));
        report(new SubscriberFault(nameof(NexusObservable.GetSnapshots), attempt.Request, error), false);
    }

    private void Retry(Line line)
    {
        if (!_isOver)
            Begin(line);
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

    /// <summary>One call of the function, and the source of its token, which is also canceled when the subscription ends.</summary>
    private sealed class Attempt : CancellationTokenSource
    {
        private readonly CancellationTokenRegistration _registration;

        public Attempt(Line line, SnapshotRequest request, CancellationToken end)
        {
            (Line, Request) = (line, request);
            _registration = end.UnsafeRegister(static attempt => ((Attempt)attempt!).TryCancel(), this);
        }

        public Line Line { get; }

        public SnapshotRequest Request { get; }

        /// <summary>Cancels the token, so that a function that was given up stops.</summary>
        public void End()
        {
            _registration.Unregister();
            TryCancel();
        }

        // The token's callbacks are the caller's code.
        private void TryCancel() => Quietly.Run(static attempt => attempt.Cancel(), this);
    }
}
