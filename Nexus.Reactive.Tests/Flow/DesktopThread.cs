using System.Collections.Concurrent;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>A desktop app's thread: one thread that runs what is posted to it, in order.</summary>
internal sealed class DesktopThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Run, object? State)> _posts = [];
    private readonly Thread _thread;

    public DesktopThread()
    {
        _thread = new Thread(() =>
        {
            SetSynchronizationContext(this);
            foreach (var (run, state) in _posts.GetConsumingEnumerable())
                run(state);
        })
        { IsBackground = true };
        _thread.Start();
    }

    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>How many posts wait.</summary>
    public int Backlog => _posts.Count;

    public override void Post(SendOrPostCallback d, object? state) => _posts.Add((d, state));

    public Task InvokeAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                action();
                done.SetResult();
            },
            null);
        return done.Task;
    }

    public void Dispose()
    {
        _posts.CompleteAdding();
        _thread.Join(TimeSpan.FromSeconds(10));
        _posts.Dispose();
    }
}
