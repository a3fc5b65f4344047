using System.Reactive;
using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>The rules, each a run of its own.</summary>
internal sealed partial class ContractRules<T>
{
    private readonly OperatorTraits _traits;
    private readonly Func<bool, IScheduler, (IObservable<T> Output, ManualSource[] Inputs)> _build;

    private ContractRules(OperatorTraits traits, Func<bool, IScheduler, (IObservable<T> Output, ManualSource[] Inputs)> build)
    {
        _traits = traits;
        _build = build;
    }

    public static IEnumerable<(string Name, Action Check)> For(
        OperatorTraits traits, Func<bool, IScheduler, (IObservable<T> Output, ManualSource[] Inputs)> build)
    {
        var rules = new ContractRules<T>(traits, build);
        yield return ("it does nothing before it is subscribed to", rules.IsLazy);
        yield return ("it subscribes to each source once a subscription", rules.SubscribesOnce);
        yield return ("a source that never ends leaves it open", rules.NeverStaysOpen);
        yield return ("an empty source completes it", () => rules.CompletesAfter(0));
        yield return ("one item, then the end, completes it", () => rules.CompletesAfter(1));
        yield return ("it sends something for its samples", rules.SendsSomething);
        yield return ("two runs are alike", rules.IsDeterministic);
        yield return ("a source's error passes on, the same instance, at the same time", rules.ErrorPassesOn);
        yield return ("the other source may end first", rules.OtherSourceMayEndFirst);
        yield return ("after disposal nothing is sent and nothing is left", rules.DisposalEndsAll);
        yield return ("disposal within OnNext ends it there", rules.DisposalWithinOnNext);
        yield return ("what a subscriber throws is not swallowed, and only that may follow", rules.DownstreamExceptionsPass);
        yield return ("an item pushed from within OnNext does no harm", rules.IsReentrant);
        yield return ("nothing follows the end, whatever the source does", rules.MutesViolations);
        yield return ("calls from several threads are serialized", rules.IsSerialized);
        yield return ("two subscriptions share no state", rules.SharesNoState);
        yield return ("a source that ends within Subscribe is like any other", rules.TakesSynchronousSources);
        yield return ("at the end every source is left and every timer gone", rules.LeavesNothing);
    }

    private OperatorRun<T> Start(bool isSynchronous = false) => new(_build, isSynchronous);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new ContractFault(otherwise);
    }

    private static void RequireNothingLeft(OperatorRun<T> trial, string after)
    {
        var open = trial.OpenSubscriptions;
        Require(open == 0, $"{open} source subscription(s) still open {after}");
        var steps = trial.AdvanceFar();
        Require(steps == 0, $"{steps} item(s) of work still ran {after}");
    }

    private static void RequireCompletion(RecordingObserver<T> witness) => Require(witness.HasCompleted, $"it did not complete:\n      {Describe(witness.Events)}");

    private static string Describe(IEnumerable<MarbleEvent<T>> events) =>
        string.Join("\n      ", events.Select(static item => $"{item.Time:c} {Describe(item.Notification)}").DefaultIfEmpty("nothing"));

    private static string Describe(Notification<T> notification) => notification.Kind switch
    {
        NotificationKind.OnNext => MarbleText.Of(notification.Value),
        NotificationKind.OnError => MarbleText.Of(notification.Exception!),
        _ => "completion",
    };

    private static void RequireAlike(IReadOnlyList<MarbleEvent<T>> left, IReadOnlyList<MarbleEvent<T>> right, string what)
    {
        var alike = left.Count == right.Count
            && left.Zip(right).All(static pair => pair.First.Time == pair.Second.Time && MarbleEquality<T>.Default.Equals(pair.First.Notification, pair.Second.Notification));
        Require(alike, $"{what}\n      {Describe(left)}\n   and\n      {Describe(right)}");
    }

    private static IReadOnlyList<MarbleEvent<T>> RunWhole(OperatorRun<T> trial)
    {
        var (witness, _) = trial.Watch();
        trial.PushAll();
        return witness.Events;
    }
}
