using System.Reactive;

namespace Nexus.Reactive.Testing;

// Items that a source emits from within the subscriber's OnNext must have the same effect as items that it emits directly afterwards.
internal sealed partial class ContractRules<T>
{
    private const int MostNested = 3;

    private void IsReentrant()
    {
        var error = new InvalidOperationException("the source's");
        for (var input = 0; input < Start().Inputs.Length; input++)
        {
            Compare(input, "an item", MostNested, static (run, input, left) => run.Push(input, left));
            Compare(input, "a pair of items", MostNested, static (run, input, left) =>
            {
                run.Push(input, left);
                run.Push(input, left + 1);
            });
            for (var first = 0; first < MostNested; first++)
            {
                Compare(input, "a completion", 1, static (run, input, _) => run.Complete(input), first);
                Compare(input, "an error", 1, (run, input, _) => run.Fail(input, error), first);
            }
        }
    }

    private void Compare(int input, string what, int count, Action<OperatorRun<T>, int, int> send, int first = 0)
    {
        var after = RunNested(input, count, send, first, isWithin: false);
        var within = RunNested(input, count, send, first, isWithin: true);
        if (within is null || after is null)
            return;
        var isLost = (count > 1 && within.Items < after.Items)
            || within.Events.Count - within.Items > 1
            || (after.IsOver && !within.IsOver)
            || (IsSources(after.End) && within.End?.Exception != after.End?.Exception && !IsSources(within.End));
        Require(!isLost, OperatorTraits.DropsReentrantItems, $"{what} was emitted from within OnNext, and the observer received:\n      {Describe(within.Events)}\n   When it was emitted directly after OnNext, the observer received:\n      {Describe(after.Events)}");
    }

    private static bool IsSources(Notification<T>? end) => end?.Exception is InvalidOperationException { Message: "the source's" };

    /// <summary>
    /// Performs a whole run in which a source emits more during some items, from the item with the index <paramref name="first"/> on. Returns null if the nested
    /// call is not allowed.
    /// </summary>
    private RecordingObserver<T>? RunNested(int input, int count, Action<OperatorRun<T>, int, int> send, int first, bool isWithin)
    {
        var run = Start();
        var source = run.Inputs[input];
        var (left, due, isSubscribed, isSending) = (count, 0, false, false);
        var (observer, _) = run.Watch(kind =>
        {
            if (kind != NotificationKind.OnNext || !isSubscribed || left - due <= 0 || source.Open == 0 || source.HasEnded)
                return;
            if (first-- > 0)
                return;
            due++;
            if (isWithin)
                SendDue();
        });
        isSubscribed = true;
        for (var sample = 0; sample < run.Samples; sample++)
        {
            foreach (var pushed in run.SendingOrder)
            {
                if (!TryPush(pushed, sample))
                    return null;
            }

            run.Advance(OperatorRun<T>.Pause, SendDueAfter);
        }

        for (var ending = 0; ending < run.Inputs.Length; ending++)
        {
            if (!run.Inputs[ending].HasEnded)
                run.Complete(ending);
        }

        run.AdvanceFar();
        return observer;

        bool TryPush(int pushed, int sample)
        {
            try
            {
                run.Push(pushed, sample);
                SendDueAfter();
                return true;
            }
            catch (InvalidOperationException) when (isWithin && pushed != input)
            {
                return false;
            }
        }

        void SendDueAfter()
        {
            if (isSending)
                return;
            isSending = true;
            SendDue();
            isSending = false;
        }

        void SendDue()
        {
            while (due > 0 && !source.HasEnded)
            {
                due--;
                send(run, input, left--);
            }
        }
    }
}
