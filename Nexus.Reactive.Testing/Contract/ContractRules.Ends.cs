using System.Reactive;

namespace Nexus.Reactive.Testing;

// The end of the operator.
internal sealed partial class ContractRules<T>
{
    public static (string Name, Action<RuleGuard> Check) FunctionThrows(
        Func<Exception, OperatorUnderTest<T>> build, ContractRule threads) =>
        ("an exception of its function becomes an error", guard =>
        {
            // On a separate thread, the exception would terminate the process.
            if (threads.Run() is { Message: var stray })
                throw new ContractFault(stray);
            FunctionThrows(guard, build, new InvalidOperationException("the function's"));
            foreach (var error in ErrorKinds.Create("the function's"))
                FunctionThrows(guard, build, error);
        }
    );

    private static void FunctionThrows(RuleGuard guard, Func<Exception, OperatorUnderTest<T>> build, Exception error)
    {
        var op = build(error);
        var rules = new ContractRules<T>(guard, op, new FirstRun<T>(op));
        var run = rules.Start();
        var (observer, _) = run.Watch();
        run.PushRange(0, run.Samples);
        run.AdvanceFar();
        Require(
            observer.Events is [.., { Notification: { Kind: NotificationKind.OnError } last }] && last.Exception == error,
            $"its function threw {MarbleText.Of(error)}, and the observer received:\n      {Describe(observer.Events)}");
        rules.RequireNothingLeft(run, "after the error");
    }

    private void NeverStaysOpen()
    {
        var run = Start();
        var (observer, _) = run.Watch();
        run.AdvanceFar();
        var trait = observer.End is { Kind: NotificationKind.OnError } ? OperatorTraits.FailsByItself : OperatorTraits.EndsByItself;
        Require(!observer.IsOver, trait, $"it ended by itself:\n      {Describe(observer.Events)}");
    }

    private void CompletesAfterItems()
    {
        for (var pushed = 1; pushed <= Start().Samples; pushed++)
        {
            CompletesAfter(pushed);
            CompletesAfter(pushed, OperatorRun<T>.Silence);
        }
    }

    private void CompletesAfter(int pushed, TimeSpan silence = default)
    {
        var run = Start();
        var (observer, _) = run.Watch();
        run.PushRange(0, pushed);
        run.Advance(silence);
        run.Complete();
        run.AdvanceFar();
        RequireCompletion(observer);
    }

    private void ErrorPassesOn()
    {
        var (inputs, samples) = (Start().Inputs.Length, Start().Samples);
        for (var failing = 0; failing < inputs; failing++)
        {
            var source = failing;
            for (var pushed = 0; pushed <= samples; pushed++)
            {
                ErrorPassesOn(source, pushed, static _ => { }, "");
                ErrorPassesOn(source, pushed, run => run.Push(source, 0), " and another one at the same time");
                ErrorPassesOn(source, pushed, static run => run.Advance(OperatorRun<T>.Silence), " and a long silence");
                if (inputs > 1)
                    ErrorPassesOn(source, pushed, run => CompleteOthers(run, source), ", and the others had completed");
            }

            foreach (var error in ErrorKinds.Create("the source's"))
                ErrorPassesOn(source, 1, static _ => { }, $" with {error.GetType().Name}", error);
        }
    }

    private static void CompleteOthers(OperatorRun<T> run, int input)
    {
        for (var other = 0; other < run.Inputs.Length; other++)
        {
            if (other != input)
                run.Complete(other);
        }
    }

    private void ErrorPassesOn(int failing, int pushed, Action<OperatorRun<T>> before, string circumstance, Exception? ofKind = null)
    {
        var run = Start();
        var (observer, _) = run.Watch();
        run.PushRange(0, pushed);
        before(run);

        // An operator that has ended, or has unsubscribed from the source, does not receive the error.
        if (observer.IsOver || run.Inputs[failing].Open == 0)
            return;
        var error = ofKind ?? new InvalidOperationException("the source's");
        run.Fail(failing, error);

        // No time passes in between, so the error is either immediate or late.
        if (Has(OperatorTraits.DeliversOnScheduler))
            run.Settle();
        RequireError(run, observer, error, $"source {failing + 1} failed after {pushed} item(s){circumstance}");
    }

    private void RequireError(OperatorRun<T> run, RecordingObserver<T> observer, Exception error, string when)
    {
        if (Has(OperatorTraits.HandlesErrors))
            return;
        var last = observer.Events is [.., var item] ? item.Notification : null;
        if (last?.Kind != NotificationKind.OnError)
        {
            var isHop = run.CountSettling() > 0 && observer.End?.Exception == error;
            Require(false, isHop ? OperatorTraits.DeliversOnScheduler : OperatorTraits.HandlesErrors, $"{when}, and no error was emitted; the observer received:\n      {Describe(observer.Events)}");
        }

        Require(last!.Exception == error, OperatorTraits.HandlesErrors, $"another error was emitted: {MarbleText.Of(last.Exception!)}");
        RequireNothingLeft(run, "after the error");
    }

    private void ErrorWithinSubscribePassesOn()
    {
        var (inputs, samples) = (Start().Inputs.Length, Start().Samples);
        for (var failing = 0; failing < inputs && !Has(OperatorTraits.HandlesErrors); failing++)
        {
            for (var pushed = 0; pushed <= samples; pushed++)
            {
                var index = failing;
                var error = new InvalidOperationException("the source's");

                // The same with a source that emits after Subscribe, because some operators end before the error.
                var later = Start();
                var (expected, _) = later.Watch();
                later.AwaitSubscription(later.Inputs[index]);
                for (var sample = 0; sample < pushed; sample++)
                    later.Push(index, sample);
                later.Fail(index, error);
                later.AdvanceFar();
                if (expected.End?.Exception != error)
                    continue;

                var script = new SourceScript(pushed, error);
                var run = Start(input => input == index ? script : null);
                var (observer, _) = run.Watch();
                run.AdvanceFar();
                Require(observer.End?.Exception == error, $"source {index + 1} failed within Subscribe after {pushed} item(s), and its error was not emitted; the observer received:\n      {Describe(observer.Events)}");
                RequireNothingLeft(run, "after the error");
            }
        }
    }

    private void ThrowingSubscribeIsReported()
    {
        for (var throwing = 0; throwing < Start().Inputs.Length && !Has(OperatorTraits.HandlesErrors); throwing++)
        {
            var index = throwing;
            var error = new InvalidOperationException("Subscribe's");
            var run = Start(input => input == index ? new SourceScript(0, Thrown: error) : null);
            Exception? thrown = null;
            RecordingObserver<T>? observer = null;
            try
            {
                (observer, _) = run.Watch();
                run.AdvanceFar();
            }
            catch (InvalidOperationException caught)
            {
                thrown = caught;
            }

            if (thrown is null && run.Inputs[index].Total == 0)
                continue;
            Require(thrown == error || observer?.End?.Exception == error, $"source {index + 1} threw within Subscribe, and neither the caller nor the observer received the exception");
        }
    }

    private void OtherSourceMayEndFirst()
    {
        var count = Start().Inputs.Length;
        for (var first = 0; first < count && count > 1; first++)
        {
            var run = Start();
            var (observer, _) = run.Watch();
            run.Push(0);
            run.Complete(first);
            for (var sample = 1; sample < run.Samples; sample++)
            {
                for (var other = 0; other < count; other++)
                {
                    if (other != first)
                        run.Push(other, sample);
                }
            }

            CompleteOthers(run, first);
            run.AdvanceFar();
            if (!Has(OperatorTraits.NeverCompletes) && observer.End is not { Kind: NotificationKind.OnError })
                Require(observer.HasCompleted, OperatorTraits.NeverCompletes, $"source {first + 1} ended first, and no completion was emitted; the observer received:\n      {Describe(observer.Events)}");
            RequireCompletion(observer);
            if (observer.IsOver)
                RequireNothingLeft(run, "at the end");
        }
    }

    private void MutesViolations()
    {
        foreach (var fails in new[] { false, true })
        {
            var run = Start();
            var (observer, _) = run.Watch();
            run.Settle();

            // These calls reach observers that have unsubscribed, as those of a faulty source do.
            var calls = run.Inputs.Select(static input => input.Hold()).Where(static held => held.Count > 0).ToArray();
            run.Push(0);
            foreach (var call in calls)
                call.End(fails ? new InvalidOperationException("the source's") : null);
            run.AdvanceFar();
            if (!observer.IsOver && (Has(OperatorTraits.NeverCompletes | OperatorTraits.SubscribesOnDemand) || (fails && Has(OperatorTraits.HandlesErrors))))
                continue;
            var before = observer.Events.Count;
            foreach (var call in calls)
            {
                Carelessly(() => call.Push(1));
                Carelessly(() => call.End(null));
                Carelessly(() => call.End(new InvalidOperationException("a second end")));
            }

            run.AdvanceFar();
            Require(observer.IsOver, $"its sources ended, and it did not; the observer received:\n      {Describe(observer.Events)}");
            Require(observer.Events.Count == before, $"after the end, the observer received:\n      {Describe(observer.Events.Skip(before))}");
        }
    }

    // The operator may throw an exception to a source that breaks the grammar.
    private static void Carelessly(Action call)
    {
        try
        {
            call();
        }
        catch (Exception)
        {
            return;
        }
    }
}
