using System.Collections.Concurrent;
using System.Reactive.Concurrency;

namespace Nexus.Reactive.Tests.Shared;

/// <summary>A UI thread, as in every UI toolkit: a separate thread that runs posted work in order.</summary>
internal sealed class UiThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posted = [];
    private readonly Thread _thread;

    public UiThread()
    {
        _thread = new Thread(Pump) { IsBackground = true, Name = "UI" };
        _thread.Start();
        Scheduler = new SynchronizationContextScheduler(this);
    }

    public IScheduler Scheduler { get; }

    /// <summary>The number of waiting posts.</summary>
    public int Backlog => _posted.Count;

    public bool IsCurrent => Thread.CurrentThread == _thread;

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("The library must not wait for the UI.");

    /// <summary>Runs an action on the thread, after all earlier posts.</summary>
    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    done.SetResult(work());
                }
                catch (Exception exception)
                {
                    done.SetException(exception);
                }
            },
            null);
        return done.Task;
    }

    public Task Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    public void Dispose()
    {
        _posted.CompleteAdding();
        _thread.Join();
        _posted.Dispose();
    }

    private void Pump()
    {
        SetSynchronizationContext(this);
        foreach (var (callback, state) in _posted.GetConsumingEnumerable())
            callback(state);
    }
}
