using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>Does what falls into a stretch of time at that time's end.</summary>
internal sealed class BusyScheduler(IScheduler scheduler, DateTimeOffset from, DateTimeOffset until) : IScheduler
{
    public DateTimeOffset Now => scheduler.Now;

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => Schedule(state, Now, action);

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) => Schedule(state, Now + dueTime, action);

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        scheduler.Schedule((State: state, Action: action), dueTime < from ? dueTime : dueTime < until ? until : dueTime, (_, work) => work.Action(this, work.State));
}
