using System.Reactive;

namespace Nexus.Reactive.Testing;

// The calls of the operator, and the calls of its callers.
internal sealed partial class ContractRules<T>
{
    private const int Crowd = 64;

    // Fewer than the subscriptions, because timers of other code may end at the same time.
    private const int ManyTimers = Crowd / 2;
    private const int Attempts = 3;

    private const int MostWaits = 100;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private void KeepsToItsThreads()
    {
        _guard.ExpectsStrays = true;

        // A completion may flush items that a real timer would have emitted, so the first run has none.
        foreach (var completes in new[] { false, true })
        {
            var run = Start();
            run.Watch();
            run.PushRange(0, run.Samples);
            if (completes)
                run.Complete();
            run.AdvanceFar();
        }

        if (!Has(OperatorTraits.OwnTimers))
            StartsNoSystemTimer();
    }

    // A timer of the system may fire long after the rule. Many subscriptions show it: other code of the process does not start as many timers each time.
    private void StartsNoSystemTimer()
    {
        var usesScheduler = false;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var runs = Enumerable.Range(0, Crowd).Select(_ => Start()).ToList();
            var before = (Timers: Timer.ActiveCount, Work: ThreadPool.CompletedWorkItemCount + ThreadPool.PendingWorkItemCount);
            var subscriptions = runs.ConvertAll(static run =>
            {
                var (_, subscription) = run.Watch();
                run.Push(0);
                return subscription;
            });
            var started = Timer.ActiveCount - before.Timers;
            // Work on the thread pool may start them a moment later. Work that runs now is in neither count.
            var mayFollow = ThreadPool.CompletedWorkItemCount + ThreadPool.PendingWorkItemCount - before.Work >= ManyTimers;
            for (var waited = 0; mayFollow && started < ManyTimers && waited < MostWaits; waited++)
            {
                Thread.Sleep(Moment);
                started = Timer.ActiveCount - before.Timers;
            }

            subscriptions.ForEach(static subscription => subscription.Dispose());
            usesScheduler |= runs[0].Scheduler.IsUsed;
            if (started < ManyTimers)
                return;
        }

        throw new ContractFault(
            $"it starts timers of the system{_operator.ExplainOwnTimers(usesScheduler)}\n   If this is intended, declare {nameof(OperatorTraits)}.{nameof(OperatorTraits.OwnTimers)}. That trait also stops the search for leaked timers.");
    }

    private void SendsSomething()
    {
        var run = Start();
        var (observer, _) = run.Watch();
        run.PushRange(0, run.Samples);
        var hasEndedByItself = observer.IsOver;
        run.Complete();
        run.AdvanceFar();
        var trait = observer.End is { Kind: NotificationKind.OnError } ? OperatorTraits.FailsByItself
            : hasEndedByItself ? OperatorTraits.EndsByItself
            : OperatorTraits.SendsNothing;
        Require(observer.Items > 0 || Has(OperatorTraits.SendsNothing), trait, "no items were emitted: choose samples for which the operator emits items, otherwise the other rules check little. If an earlier rule saw items, state outlives the operator, for example in a static field");
    }

    private void IsDeterministic() => RequireAlike(RunWhole(Start()), RunWhole(Start()), "one run emitted");

    private void DownstreamExceptionsPass()
    {
        var samples = Start().Samples;
        for (var item = 1; item <= samples; item++)
            DownstreamExceptionPasses(NotificationKind.OnNext, item);
        DownstreamExceptionPasses(NotificationKind.OnCompleted, 1);
        foreach (var error in ErrorKinds.Create("the subscriber's"))
            DownstreamExceptionPasses(NotificationKind.OnNext, 1, error);
    }

    private void DownstreamExceptionPasses(NotificationKind throwing, int call, Exception? ofKind = null)
    {
        var run = Start();
        var error = ofKind ?? new InvalidOperationException("the subscriber's");
        RecordingObserver<T>? observer = null;
        var (isSubscribed, left, thrownAt) = (false, call, -1);
        (observer, _) = run.Watch(kind =>
        {
            // Rx reports exceptions thrown within Subscribe in different ways.
            if (kind != throwing || !isSubscribed || --left != 0)
                return;
            thrownAt = observer!.Events.Count;
            throw error;
        });
        isSubscribed = true;
        Exception? caught = null;
        try
        {
            run.PushAll();
        }
        catch (Exception thrown)
        {
            caught = thrown;
        }

        if (thrownAt < 0 && caught is null)
            return;
        if (Has(OperatorTraits.Isolates))
        {
            Require(caught is null, $"it reached the source: {MarbleText.Of(caught ?? error)}");
            return;
        }

        Require(caught == error, OperatorTraits.Isolates, caught is null ? $"it was swallowed: {MarbleText.Of(error)}" : $"another exception reached the source: {MarbleText.Of(caught)}");
        Require(
            observer.Events.Skip(thrownAt).All(item => item.Notification.Kind == NotificationKind.OnNext || (throwing == NotificationKind.OnNext && item.Notification.Exception == error)),
            "something else was emitted to the subscriber that threw it");
        if (throwing == NotificationKind.OnNext)
            LeavesNoLock(run);
    }

    // A source on another thread must not wait for a lock that the exception left behind.
    private void LeavesNoLock(OperatorRun<T> run)
    {
        var other = new Thread(() => _guard.AtHome(() => Carelessly(() => run.Push(0, 0)))) { IsBackground = true };
        other.Start();
        other.Join();
    }
}
