using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>The rules. Each check creates a new instance of the operator on sources that it controls.</summary>
internal sealed partial class ContractRules<T>
{
    public const string Threads = "it emits only on its callers' threads and its scheduler";

    private readonly RuleGuard _guard;
    private readonly OperatorUnderTest<T> _operator;
    private readonly FirstRun<T> _first;

    public ContractRules(RuleGuard guard, OperatorUnderTest<T> op, FirstRun<T> first)
    {
        _guard = guard;
        _operator = op;
        _first = first;
    }

    public static IEnumerable<(string Name, Action<RuleGuard> Check)> For(OperatorUnderTest<T> op, FirstRun<T> first)
    {
        (string Name, Action<ContractRules<T>> Check)[] rules =
        [
            ("it does nothing before it is subscribed to", static rules => rules.IsLazy()),
            (Threads, static rules => rules.KeepsToItsThreads()),
            ("it subscribes to each source once for each subscription", static rules => rules.SubscribesOnce()),
            ("it stays open while its sources emit nothing", static rules => rules.NeverStaysOpen()),
            ("an empty source completes it", static rules => rules.CompletesAfter(0)),
            ("any number of items, then the end, completes it", static rules => rules.CompletesAfterItems()),
            ("it emits items for its samples", static rules => rules.SendsSomething()),
            ("two runs are alike", static rules => rules.IsDeterministic()),
            ("other samples do not change a later run", static rules => rules.KeepsNothingOfOtherSamples()),
            ("its surroundings do not change its items", static rules => rules.IsIndependentOfSurroundings()),
            ("no item is changed", static rules => rules.ChangesNoItem()),
            ("a source's error is passed on as the same instance at the same time", static rules => rules.ErrorPassesOn()),
            ("an error that occurs within Subscribe is passed on", static rules => rules.ErrorWithinSubscribePassesOn()),
            ("an exception that a source's Subscribe throws is not lost", static rules => rules.ThrowingSubscribeIsReported()),
            ("the other source may end first", static rules => rules.OtherSourceMayEndFirst()),
            ("after disposal, nothing is emitted and nothing remains", static rules => rules.DisposalEndsAll()),
            ("disposal within OnNext ends it immediately", static rules => rules.DisposalWithinOnNext()),
            ("an exception of a subscriber is not swallowed, and only it may follow", static rules => rules.DownstreamExceptionsPass()),
            ("what a source emits from within OnNext is not lost", static rules => rules.IsReentrant()),
            ("nothing follows the end, whatever the source does", static rules => rules.MutesViolations()),
            ("calls from several threads are serialized", static rules => rules.IsSerialized()),
            ("no item is lost when two threads push at the same time", static rules => rules.LosesNothingBetweenThreads()),
            ("items of one instant keep their order", static rules => rules.KeepsOrderOfInstant()),
            ("two subscriptions share no state", static rules => rules.SharesNoState()),
            ("the disposal of one subscription does not affect another", static rules => rules.DisposalLeavesOthers()),
            ("after disposal, nothing references the subscriber", static rules => rules.ForgetsItsSubscriber()),
            ("a source that emits within Subscribe is like any other", static rules => rules.TakesSynchronousSources()),
            ("at the end, no subscription and no timer remains", static rules => rules.LeavesNothing()),
            ("a run after all others is like the first", static rules => rules.IsLikeTheFirst()),
        ];
        return rules.Select(rule => (rule.Name, (Action<RuleGuard>)(guard => rule.Check(new ContractRules<T>(guard, op, first)))));
    }

    private OperatorRun<T> Start(Func<int, SourceScript?>? script = null) =>
        new(_operator, new SourceSetup(_guard, script ?? (static _ => null), RemembersEnd: !Has(OperatorTraits.NeverCompletes), IsFirstFirst: Has(OperatorTraits.EndsByItself)));

    private bool Has(OperatorTraits trait) => (_operator.Traits & trait) != OperatorTraits.None;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ContractFault(otherwise);
    }

    /// <summary>Requires a condition, except for an operator with the trait.</summary>
    private void Require(bool holds, OperatorTraits trait, string otherwise) =>
        Require(holds || Has(trait), $"{otherwise}\n   If this is intended, declare {nameof(OperatorTraits)}.{trait}.");

    private void RequireNothingLeft(OperatorRun<T> run, string after)
    {
        if (Has(OperatorTraits.DeliversOnScheduler))
            run.Settle();
        if (run.OpenSubscriptions > 0 && run.CountSettling() > 0 && run.OpenSubscriptions == 0)
            Require(false, OperatorTraits.DeliversOnScheduler, $"source subscription(s) were disposed one scheduler step later {after}");
        Require(run.OpenSubscriptions == 0, OperatorTraits.KeepsSource, $"{run.OpenSubscriptions} source subscription(s) still open {after}");
        if (Has(OperatorTraits.KeepsSource))
            return;
        Require(run.CountSettling() == 0, OperatorTraits.DeliversOnScheduler, $"item(s) of work still ran one scheduler step later {after}");
        var steps = run.AdvanceFar();
        Require(steps == 0, $"{steps} item(s) of work still ran {after}");
        Require(run.Scheduler.NextDue is null, $"an item of work is still scheduled for {run.Scheduler.NextDue:c} {after}");
    }

    private void RequireCompletion(RecordingObserver<T> observer)
    {
        if (Has(OperatorTraits.NeverCompletes))
            return;
        if (observer.End is { Kind: NotificationKind.OnError })
            Require(false, OperatorTraits.FailsByItself, $"it failed with its own error:\n      {Describe(observer.Events)}");
        else
            Require(observer.HasCompleted, OperatorTraits.NeverCompletes, $"it did not complete:\n      {Describe(observer.Events)}");
    }

    private static string Describe(IEnumerable<MarbleEvent<T>> events) =>
        string.Join("\n      ", events.Select(static item => $"{item.Time:c} {Describe(item.Notification)}").DefaultIfEmpty("nothing"));

    private static string Describe(Notification<T> notification) => notification.Kind switch
    {
        NotificationKind.OnNext => MarbleText.Of(notification.Value),
        NotificationKind.OnError => MarbleText.Of(notification.Exception!),
        _ => "completion",
    };

    private static bool AreAlike(MarbleEvent<T> left, MarbleEvent<T> right) => MarbleEquality<T>.OfContents.Equals(left.Notification, right.Notification);

    private static void RequireAlike(IReadOnlyList<MarbleEvent<T>> left, IReadOnlyList<MarbleEvent<T>> right, string what, OperatorTraits ifIntended = OperatorTraits.None)
    {
        var alike = left.Count == right.Count && left.Zip(right).All(static pair => pair.First.Time == pair.Second.Time && AreAlike(pair.First, pair.Second));
        var proposal = ifIntended == OperatorTraits.None ? "" : $"\n   If this is intended, declare {nameof(OperatorTraits)}.{ifIntended}.";
        Require(alike, $"{what}\n      {Describe(left)}\n   and\n      {Describe(right)}{proposal}");
    }

    private static IReadOnlyList<MarbleEvent<T>> RunWhole(OperatorRun<T> run, Action? afterEach = null)
    {
        var (observer, _) = run.Watch();
        for (var sample = 0; sample < run.Samples; sample++)
        {
            run.Push(sample);
            afterEach?.Invoke();
        }

        run.Complete();
        run.AdvanceFar();
        return observer.Events;
    }
}
