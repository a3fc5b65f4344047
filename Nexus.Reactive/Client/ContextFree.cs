using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Starts work that must not keep the caller's ExecutionContext, with its AsyncLocals and its Activity, for the client's life.</summary>
internal static class ContextFree
{
    public static void Run(Action start)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            start();
            return;
        }

        using (ExecutionContext.SuppressFlow())
            start();
    }

    /// <summary>Schedules an action and keeps its timer in <paramref name="place"/>.</summary>
    public static void ScheduleOnce(this IScheduler scheduler, TimeSpan delay, SerialDisposable place, Action action)
    {
        // In its place before it is scheduled: the action, which may put its successor there, can run before Schedule returns.
        var timer = new SingleAssignmentDisposable();
        place.Disposable = timer;
        Run(() => timer.Disposable = scheduler.Schedule(delay, action));
    }
}
