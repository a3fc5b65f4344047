using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The rules of the contract by name, and which of them an operator breaks.</summary>
internal static class ContractRules
{
    public const string Lazy = "it does nothing before it is subscribed to";
    public const string Once = "it subscribes to each source once for each subscription";
    public const string Threads = "it emits only on its callers' threads and its scheduler";
    public const string ErrorsInSubscribe = "an error that occurs within Subscribe is passed on";
    public const string ThrowsInSubscribe = "an exception that a source's Subscribe throws is not lost";
    public const string Meets = "no item is lost when two threads push at the same time";
    public const string Never = "it stays open while its sources emit nothing";
    public const string Empty = "an empty source completes it";
    public const string SingleItem = "any number of items, then the end, completes it";
    public const string Sends = "it emits items for its samples";
    public const string Alike = "two runs are alike";
    public const string Other = "other samples do not change a later run";
    public const string Surroundings = "its surroundings do not change its items";
    public const string Unchanged = "no item is changed";
    public const string Errors = "a source's error is passed on as the same instance at the same time";
    public const string OtherFirst = "the other source may end first";
    public const string Disposal = "after disposal, nothing is emitted and nothing remains";
    public const string Within = "disposal within OnNext ends it immediately";
    public const string Passes = "an exception of a subscriber is not swallowed, and only it may follow";
    public const string Reentrant = "what a source emits from within OnNext is not lost";
    public const string Mutes = "nothing follows the end, whatever the source does";
    public const string Serialized = "calls from several threads are serialized";
    public const string Order = "items of one instant keep their order";
    public const string State = "two subscriptions share no state";
    public const string Others = "the disposal of one subscription does not affect another";
    public const string Forgets = "after disposal, nothing references the subscriber";
    public const string Synchronous = "a source that emits within Subscribe is like any other";
    public const string Leaves = "at the end, no subscription and no timer remains";
    public const string LikeTheFirst = "a run after all others is like the first";
    public const string Function = "an exception of its function becomes an error";

    public static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    public static readonly string[] All =
        [Lazy, Threads, Once, Never, Empty, SingleItem, Sends, Alike, Other, Surroundings, Unchanged, Errors, ErrorsInSubscribe, ThrowsInSubscribe, OtherFirst, Disposal, Within, Passes, Reentrant, Mutes, Serialized, Meets, Order, State, Others, Forgets, Synchronous, Leaves, LikeTheFirst];

    public static Func<IObservable<int>, IScheduler, IObservable<int>> CompletesUnless(Func<int, bool> hangs) => (source, _) => Observable.Create<int>(observer =>
    {
        var items = 0;
        return source.Subscribe(
            item =>
            {
                items++;
                observer.OnNext(item);
            },
            observer.OnError,
            () =>
            {
                if (!hangs(items))
                    observer.OnCompleted();
            });
    });

    public static BareObservable Bare(Func<IObserver<int>, IDisposable> subscribe) => new BareObservable(subscribe);

    public static string[] Broken(Func<IObservable<int>, IScheduler, IObservable<int>> build, OperatorTraits traits = OperatorTraits.None) =>
        Broken(OperatorContract.Of("Sample", build, [1, 2, 3, 4], traits));

    public static string[] Broken(Func<IObservable<int>, IObservable<int>, IScheduler, IObservable<int>> build) =>
        Broken(OperatorContract.Of("Sample", build, [1, 2, 3, 4], [10, 20, 30, 40]));

    public static string[] Broken(OperatorContract contract) => [.. contract.Rules.Where(IsBroken).Select(static rule => rule.Name)];

    private static bool IsBroken(ContractRule rule)
    {
        try
        {
            rule.Check();
            return false;
        }
        catch (MarbleException)
        {
            return true;
        }
    }

    /// <summary>Without the guard that Rx puts before the subscriber of an observable of its own.</summary>
    public sealed class BareObservable(Func<IObserver<int>, IDisposable> subscribe) : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => subscribe(observer);
    }

    public sealed class OnceOnly(IDisposable inner) : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _isDisposed = true;
            inner.Dispose();
        }
    }

    /// <summary>Without the guard that Rx puts before an observer of delegates.</summary>
    public sealed class Calls(Action<int> onNext, Action<Exception> onError, Action onCompleted) : IObserver<int>
    {
        public void OnNext(int value) => onNext(value);

        public void OnError(Exception error) => onError(error);

        public void OnCompleted() => onCompleted();
    }
}
