using System.Reactive;

namespace Nexus.Reactive.Testing;

// The calls of the operator, and the calls of its callers.
internal sealed partial class ContractRules<T>
{
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
        Require(observer.Items > 0 || Has(OperatorTraits.SendsNothing), trait, "no items were emitted: choose samples for which the operator emits items, otherwise the other rules check little");
    }

    private void IsDeterministic() => RequireAlike(RunWhole(Start()), RunWhole(Start()), "one run emitted");

    private void DownstreamExceptionsPass()
    {
        var run = Start();
        var error = new InvalidOperationException("the subscriber's");
        var (isSubscribed, hasThrown) = (false, false);
        var (observer, _) = run.Watch(kind =>
        {
            // Rx reports exceptions thrown within Subscribe in different ways.
            if (kind != NotificationKind.OnNext || !isSubscribed)
                return;
            hasThrown = true;
            throw error;
        });
        isSubscribed = true;
        var before = observer.Events.Count;
        Exception? caught = null;
        try
        {
            run.PushAll();
        }
        catch (Exception thrown)
        {
            caught = thrown;
        }

        if (!hasThrown && caught is null)
            return;
        if (Has(OperatorTraits.Isolates))
        {
            Require(caught is null, $"it reached the source: {MarbleText.Of(caught ?? error)}");
            return;
        }

        Require(caught == error, OperatorTraits.Isolates, caught is null ? "it was swallowed" : $"another exception reached the source: {MarbleText.Of(caught)}");
        Require(
            observer.Events.Skip(before).SkipWhile(static item => item.Notification.Kind == NotificationKind.OnNext).All(item => item.Notification.Exception == error),
            "something else was emitted to the subscriber that threw it");
    }
}
