using System.Reactive.Concurrency;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Counts what was scheduled, and what of it has run.</summary>
internal sealed class CountingScheduler(IScheduler scheduler) : IScheduler
{
    public int Count { get; private set; }

    public int Runs { get; private set; }

    public TimeSpan LongestWait { get; private set; }

    public DateTimeOffset Now => scheduler.Now;

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => scheduler.Schedule(state, Counting(action));

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        LongestWait = dueTime > LongestWait ? dueTime : LongestWait;
        return scheduler.Schedule(state, dueTime, Counting(action));
    }

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        LongestWait = dueTime - Now > LongestWait ? dueTime - Now : LongestWait;
        return scheduler.Schedule(state, dueTime, Counting(action));
    }

    private Func<IScheduler, TState, IDisposable> Counting<TState>(Func<IScheduler, TState, IDisposable> action)
    {
        Count++;
        return (_, state) =>
        {
            Runs++;
            return action(this, state);
        };
    }
}
