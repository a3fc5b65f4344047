using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Nexus.Reactive.Testing;

// What surrounds the operator in an application, and differs from one application to another.
internal sealed partial class ContractRules<T>
{
    public const string RealTime = "real time does not change its items";

    public static (string Name, Action<RuleGuard> Check) IsIndependentOfRealTime(
        TimeSpan pause, OperatorUnderTest<T> op, FirstRun<T> first) =>
        (RealTime, guard =>
        {
            var rules = new ContractRules<T>(guard, op, first);
            RequireAlike(RunWhole(rules.Start()), RunWhole(rules.Start(), () => Thread.Sleep(pause)), "it reads a clock of the system: with pauses in real time, it differs from a run without them, which emitted");
        }
    );

    private void IsIndependentOfSurroundings()
    {
        var usual = RunWhole(Start());
        var events = usual;
        OnOtherThread(() => events = RunWhole(Start()));
        RequireAlike(usual, events, "on another thread, it differs: one run emitted");

        WithCulture(OtherCulture(), () => events = RunWhole(Start()));
        if (!Has(OperatorTraits.UsesCulture))
            RequireAlike(usual, events, "with another current culture, it differs: one run emitted", OperatorTraits.UsesCulture);

        WithContext(new BusyContext(), () => events = RunWhole(Start()));
        RequireAlike(usual, events, "it posts to the SynchronizationContext of its caller, such as that of a UI thread: without one, it emitted");

        events = RunWhole(Start(), static () => GC.Collect(0));
        RequireAlike(usual, events, "a garbage collection changes it, as if only a weak reference held a part of it: without one, it emitted");
    }

    private void OnOtherThread(Action action)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() => _guard.AtHome(() =>
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                thrown = ExceptionDispatchInfo.Capture(error);
            }
        }))
        { IsBackground = true };
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }

    private static void WithCulture(CultureInfo culture, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Without the data of cultures, only the invariant culture exists.
    private static CultureInfo OtherCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        culture.DateTimeFormat.ShortDatePattern = "d. M. yyyy";
        culture.DateTimeFormat.LongTimePattern = "HH'h'mm'm'ss";
        return culture;
    }

    private static void WithContext(SynchronizationContext context, Action action)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>The context of a thread that is busy during the run.</summary>
    private sealed class BusyContext : SynchronizationContext
    {
        public override SynchronizationContext CreateCopy() => this;

        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
