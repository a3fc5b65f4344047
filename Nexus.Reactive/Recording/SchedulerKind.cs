using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Distinguishes virtual schedulers, on which no time passes while a thread waits, from real ones.</summary>
internal static class SchedulerKind
{
    private static readonly TimeSpan NearTheWallClock = TimeSpan.FromHours(1);

    // Some schedulers are wrapped, so only their time shows whether they are virtual; a wrapped virtual scheduler may also have today's time.
    public static bool IsVirtual(IScheduler scheduler)
    {
        for (var type = scheduler.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VirtualTimeSchedulerBase<,>))
                return true;
        }

        return (scheduler.Now - DefaultScheduler.Instance.Now).Duration() > NearTheWallClock;
    }
}
