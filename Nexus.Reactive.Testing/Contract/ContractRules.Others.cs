using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Testing;

// What a subscription leaves behind for others.
internal sealed partial class ContractRules<T>
{
    private void DisposalLeavesOthers()
    {
        for (var leaver = 0; leaver <= 1; leaver++)
        {
            var usual = RunTwo(leaver, leaves: false);
            var other = RunTwo(leaver, leaves: true);
            var until = usual.Run.HasFastTimer || other.Run.HasFastTimer ? Math.Min(usual.Run.Scheduler.Clock, other.Run.Scheduler.Clock) : long.MaxValue;
            var (expected, actual) = (Until(until, usual.Events), Until(until, other.Events));

            // Subscriptions that share items by design may take over those of the one that left.
            var isAlike = actual.Length >= expected.Length && (expected.Length == 0 || actual[^1].Notification.Kind == expected[^1].Notification.Kind);
            var which = leaver == 0 ? "second" : "first";
            if (!Has(OperatorTraits.SharesState))
                RequireAlike(expected, actual, $"the {which} of two subscriptions differs after the other one was disposed: without the disposal, it received");
            Require(isAlike, $"the other one of two subscriptions was disposed twice, and the {which} received:\n      {Describe(actual)}\n   Without the disposal, it received:\n      {Describe(expected)}");
        }

        var both = Start();
        var (_, first) = both.Watch();
        var (_, second) = both.Watch();
        both.Push(0);
        first.Dispose();
        first.Dispose();
        both.Push(1);
        second.Dispose();
        RequireNothingLeft(both, "after the disposal of two subscriptions");
    }

    private (OperatorRun<T> Run, IReadOnlyList<MarbleEvent<T>> Events) RunTwo(int leaver, bool leaves)
    {
        var run = Start();
        var (observer, subscription) = run.Watch();
        var (other, otherSubscription) = run.Watch();
        run.Push(0);
        if (leaves)
        {
            var leaving = leaver == 0 ? subscription : otherSubscription;
            leaving.Dispose();
            leaving.Dispose();
        }

        run.PushRange(1, run.Samples);
        run.Complete();
        run.AdvanceFar();
        return (run, (leaver == 0 ? other : observer).Events);
    }

    private void ForgetsItsSubscriber()
    {
        var run = Start();
        var subscriber = SubscribeForATime(run);
        run.AdvanceFar();
        Require(IsCollected(subscriber), "a reference remains: a static field, an event, or a list of the operator leaks every subscriber");
        GC.KeepAlive(run);
    }

    // A method of its own, so that the caller's frame holds no reference.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference SubscribeForATime(OperatorRun<T> run)
    {
        var (observer, subscription) = run.Watch();
        run.Push(0);
        subscription.Dispose();
        return new WeakReference(observer);
    }

    // A young object needs no full collection, which is slow in a large process.
    private static bool IsCollected(WeakReference reference)
    {
        GC.Collect(0);
        for (var attempt = 0; attempt < Attempts && reference.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return !reference.IsAlive;
    }
}
