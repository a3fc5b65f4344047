using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>Runs work that is due within a period at the end of the period.</summary>
internal sealed class BusyScheduler(IScheduler scheduler, DateTimeOffset from, DateTimeOffset until) : IScheduler
{
    public DateTimeOffset Now => scheduler.Now;

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => Schedule(state, Now, action);

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) => Schedule(state, Now + dueTime, action);

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        // Work that is already due counts from the time at which it is requested.
        var due = dueTime < Now ? Now : dueTime;
        return scheduler.Schedule((State: state, Action: action), due < from || due >= until ? due : until, (_, work) => work.Action(this, work.State));
    }
}
