using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Starts work that must not keep the caller's ExecutionContext, with its AsyncLocals and its Activity, for the lifetime of the client.</summary>
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

    /// <summary>Schedules an action and stores its timer in <paramref name="place"/>.</summary>
    public static void ScheduleOnce(this IScheduler scheduler, TimeSpan delay, SerialDisposable place, Action action)
    {
        // The timer is stored before it is scheduled, because the action can run, and store its successor, before Schedule returns.
        var timer = new SingleAssignmentDisposable();
        place.Disposable = timer;
        Run(() => timer.Disposable = scheduler.Schedule(delay, action));
    }
}
