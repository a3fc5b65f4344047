using System.Reactive;

namespace Nexus.Reactive;

/// <summary>Calls code that must not affect the stream, such as loggers, meter listeners and fault handlers. Their exceptions are dropped.</summary>
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

    /// <summary>Returns an observer whose action may throw for any item.</summary>
    public static IObserver<T> Observer<T>(Action<T> onNext) => new AnonymousObserver<T>(item => Run(onNext, item));
}
