using System.Reactive;

namespace Nexus.Reactive.Testing;

// The items themselves.
internal sealed partial class ContractRules<T>
{
    private void ChangesNoItem()
    {
        if (Has(OperatorTraits.ChangesItems))
            return;
        var run = Start();
        var texts = new List<(int At, string Text)>();
        RecordingObserver<T>? observer = null;
        (observer, _) = run.Watch(kind =>
        {
            if (kind == NotificationKind.OnNext && observer is not null)
                texts.Add((observer.Events.Count - 1, ContentText.Of(observer.Events[^1].Notification.Value)));
        });
        run.PushAll();
        foreach (var (index, input) in run.Inputs.Index())
        {
            if (input.FindChangedSample() is { } change)
                Require(false, OperatorTraits.ChangesItems, $"it changed what source {index + 1} emitted: {change}");
        }

        foreach (var (at, before) in texts)
        {
            var now = ContentText.Of(observer.Events[at].Notification.Value);
            Require(string.Equals(now, before, StringComparison.Ordinal), OperatorTraits.ChangesItems, $"an item changed after it was emitted: it was {before} and is {now}");
        }
    }

    // An operator that hands items to its scheduler runs them in one batch or each by itself.
    private void KeepsOrderOfInstant()
    {
        if (!Has(OperatorTraits.DeliversOnScheduler))
            return;
        var apart = Start();
        var (expected, _) = apart.Watch();
        apart.Settle();
        for (var sample = 0; sample < apart.Samples; sample++)
        {
            apart.Push(0, sample);
            apart.Settle();
        }

        var together = Start();
        var (observer, _) = together.Watch();
        together.Settle();
        for (var sample = 0; sample < together.Samples; sample++)
            together.Push(0, sample);
        together.Settle();
        Require(
            !HoldTheSame(expected.Events, observer.Events) || expected.Events.Zip(observer.Events).All(static pair => AreAlike(pair.First, pair.Second)),
            $"items that came one after the other within one instant were emitted as:\n      {Describe(observer.Events)}\n   With time between them, they were emitted as:\n      {Describe(expected.Events)}");
    }
}
