using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive.Testing;

/// <summary>
/// Passes exceptions that are not caught on separate threads of an operator to the current rule; they would otherwise terminate the process. The rule is
/// identified by the execution context, which threads, timers and work items inherit, so other exceptions in the process are not handled.
/// </summary>
internal static class UnhandledExceptions
{
    // Timers and work items leave their context immediately before their exception is unhandled.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);

    private static readonly ThreadLocal<(RuleGuard? Guard, long At)> Left = new();
    private static readonly AsyncLocal<RuleGuard?> Guard = new(OnChanged);
    private static readonly Lazy<bool> IsInstalled = new(Install);

    /// <summary>Passes the exceptions of all work that the current thread starts from now on to a rule.</summary>
    public static void GoTo(RuleGuard guard) => Guard.Value = IsInstalled.Value ? guard : null;

    // A process has one such handler. If the application has set its own, it receives the exceptions on other threads.
    private static bool Install()
    {
        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(TryHandle);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void OnChanged(AsyncLocalValueChangedArgs<RuleGuard?> change)
    {
        if (change.ThreadContextChanged)
            Left.Value = (change.PreviousValue, Stopwatch.GetTimestamp());
    }

    private static bool TryHandle(Exception error)
    {
        var (left, at) = Left.Value;
        var guard = Guard.Value ?? (Stopwatch.GetElapsedTime(at) < Afterwards ? left : null);
        guard?.Thrown(error);
        return guard is not null;
    }
}
