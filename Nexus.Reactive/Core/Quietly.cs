using System.Reactive;

namespace Nexus.Reactive;

/// <summary>Calls code that must not disturb the stream: loggers, meter listeners, fault handlers. Their exceptions are dropped.</summary>
internal static class Quietly
{
    public static void Run<T>(Action<T> action, T argument)
    {
        try
        {
            action(argument);
        }
        catch (Exception)
        {
            // This is the last place that reports faults, so its own faults are dropped.
            return;
        }
    }

    /// <summary>An observer whose action may throw on every item.</summary>
    public static IObserver<T> Observer<T>(Action<T> onNext) => new AnonymousObserver<T>(item => Run(onNext, item));
}
