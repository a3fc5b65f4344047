using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>Does what falls into a stretch of time at that time's end.</summary>
internal sealed class BusyScheduler(IScheduler scheduler, DateTimeOffset from, DateTimeOffset until) : IScheduler
{
    public DateTimeOffset Now => scheduler.Now;

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => Schedule(state, Now, action);

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) => Schedule(state, Now + dueTime, action);

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        // What is due already falls into the time that it is asked for.
        var due = dueTime < Now ? Now : dueTime;
        return scheduler.Schedule((State: state, Action: action), due < from || due >= until ? due : until, (_, work) => work.Action(this, work.State));
    }
}
