using System.Reactive.Concurrency;

namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>Runs actions on the clock after their latencies, in the order in which they were sent.</summary>
internal sealed class DelayLine(IScheduler clock, Latency latency, Random random) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _waiting = [];
    private bool _isDisposed;
    private DateTimeOffset _lastSent;
    private DateTimeOffset _lastDue;

    /// <param name="action">The action.</param>
    /// <param name="isImmediate">Whether an action without latency runs inside this call, which must be in the feed's turn.</param>
    public void Send(Action action, bool isImmediate = false)
    {
        TimeSpan wait;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            var now = clock.Now;

            // The clock has restarted. What waits keeps its distance from the clock.
            if (now < _lastSent)
                _lastDue -= _lastSent - now;
            _lastSent = now;
            var delay = latency.Next(random, now);
            var due = delay < DateTimeOffset.MaxValue - now ? now + delay : DateTimeOffset.MaxValue;
            _lastDue = due = due > _lastDue ? due : _lastDue;
            wait = due - now;
            isImmediate &= wait == TimeSpan.Zero && _waiting.Count == 0;
            if (!isImmediate)
                _waiting.Enqueue(action);
        }

        if (isImmediate)
            action();
        else
            clock.Schedule(wait, Run);
    }

    /// <summary>Drops the waiting actions, and those sent later.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _waiting.Clear();
        }
    }

    private void Run()
    {
        Action? action;
        lock (_gate)
            _waiting.TryDequeue(out action);
        action?.Invoke();
    }
}
