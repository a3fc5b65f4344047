using System.Reactive;

namespace Nexus.Reactive;

/// <summary>Calls what may not disturb the stream: loggers, meter listeners, handlers of faults. What they throw is dropped.</summary>
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
            // There is no one left to tell: this is how faults are told.
            return;
        }
    }

    /// <summary>An observer of items whose action may throw each time.</summary>
    public static IObserver<T> Observer<T>(Action<T> onNext) => new AnonymousObserver<T>(item => Run(onNext, item));
}
