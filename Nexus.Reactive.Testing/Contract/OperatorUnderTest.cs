using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>The operator of a contract.</summary>
/// <param name="Build">Applies the operator to new sources and a scheduler.</param>
/// <param name="Traits">The differences of the operator by design.</param>
/// <param name="TakesScheduler">Whether the test's function has a parameter for the scheduler.</param>
internal sealed record OperatorUnderTest<T>(
    Func<SourceSetup, IScheduler, (IObservable<T> Output, ManualSource[] Inputs)> Build, OperatorTraits Traits = OperatorTraits.None, bool TakesScheduler = true)
{
    /// <summary>Returns the likely reason for timers and threads of the operator's own, after a colon; empty if it uses the scheduler of the contract.</summary>
    public string ExplainOwnTimers(bool usesScheduler) =>
        !TakesScheduler ? $": give it a scheduler with the overload {nameof(OperatorContract.Of)}(name, (source, scheduler) => …)"
        : usesScheduler ? ""
        : ": it does not use the scheduler that it was given";
}
