using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive.Testing;

/// <summary>
/// Exceptions that nothing catches on threads of an operator's own. They would terminate the process; here they go to the rule that runs. The rule is known
/// by the execution context, which threads, timers and work items inherit, so exceptions of everything else in the process are left alone.
/// </summary>
internal static class UnhandledExceptions
{
    // A timer and a work item leave their context before their exception is unhandled, at once.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);

    private static readonly ThreadLocal<(RuleGuard? Guard, long At)> Left = new();
    private static readonly AsyncLocal<RuleGuard?> Guard = new(OnChanged);
    private static readonly Lazy<bool> IsInstalled = new(Install);

    /// <summary>Sends the exceptions of whatever the current thread starts from now on to a rule.</summary>
    public static void GoTo(RuleGuard guard) => Guard.Value = IsInstalled.Value ? guard : null;

    // A process has one such handler. Where the application has set its own, exceptions on other threads go there.
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
