using System.Globalization;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

// Operators that depend on what surrounds them, change items, or handle exceptions by their type.
internal static partial class BrokenOperators
{
    private const string Changed = "an item changed after it was emitted";

    private static IEnumerable<BrokenOperator> Surroundings()
    {
        // The machine and the caller.
        yield return One("A text in the current culture", "with another current culture, it differs", static source => source.Select(static n => FormattableString.CurrentCulture($"{n / 2m}")));
        yield return One("A number that is read in the current culture", "with another current culture, it differs", static source =>
            source.Select(static n => decimal.Parse((n / 2m).ToString(CultureInfo.InvariantCulture), CultureInfo.CurrentCulture)));
        yield return One("A post to the caller's context", "it posts to the SynchronizationContext", static source =>
            Observable.Defer(() => SynchronizationContext.Current is { } context ? source.ObserveOn(context) : source));
        yield return One("The number of its thread", "on another thread, it differs", static source => source.Select(static n => (n, Environment.CurrentManagedThreadId)));
        yield return One("A subscriber that only a weak reference holds", "a garbage collection changes it", static source => Observable.Create<int>(observer =>
        {
            var weak = new WeakReference<IObserver<int>>(new Calls(observer.OnNext, observer.OnError, observer.OnCompleted));
            return source.Subscribe(
                item =>
                {
                    if (weak.TryGetTarget(out var target))
                        target.OnNext(item);
                },
                observer.OnError,
                observer.OnCompleted);
        }));
        yield return WithPauses("A limit of one item each 5 ms of real time", static source => Observable.Defer(() =>
        {
            var last = DateTime.MinValue;
            return source.Where(_ => DateTime.UtcNow - last >= Moment).Do(_ => last = DateTime.UtcNow);
        }));

        // Items.
        yield return One("A list that is emitted and extended", Changed, static source => Observable.Defer(() => source.Scan(new List<int>(), static (list, n) =>
        {
            list.Add(n);
            return list;
        })));
        yield return One("An array that is emitted again and again", Changed, static source => Observable.Defer(() =>
        {
            var pair = new int[2];
            return source.Select(n =>
            {
                (pair[0], pair[1]) = (pair[1], n);
                return pair;
            });
        }));
        yield return Of("A list of the source that is sorted", "it changed what source 1 emitted: item 1 was [3, 1] and is [1, 3]", static (IObservable<List<int>> source) => source.Do(static list => list.Sort()), [3, 1], [5, 2], [9, 4]);
        yield return Of("A property of the source's item that is set", "it changed what source 1 emitted: item 1 was Account { Balance = 1 }", static (IObservable<Account> source) => source.Do(static account => account.Balance++), new Account(1), new Account(2), new Account(3));

        // Exceptions of one type.
        yield return One("A cancellation that is no error", "with OperationCanceledException, and no error was emitted", static source => source.Catch((OperationCanceledException _) => Observable.Empty<int>()));
        yield return One("A timeout that is no error", "with TimeoutException, and no error was emitted", static source => source.Catch((TimeoutException _) => Observable.Empty<int>()));
        yield return One("An inner exception in place of the outer", "another error was emitted: InvalidOperationException: inner", static source => source.Catch((AggregateException error) => Observable.Throw<int>(error.InnerException!)));
        yield return One("A subscriber's cancellation that is swallowed", "it was swallowed: OperationCanceledException", static source => Observable.Create<int>(observer => source.Subscribe(
            item =>
            {
                try
                {
                    observer.OnNext(item);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            },
            observer.OnError,
            observer.OnCompleted)));
        var function = One("A function's timeout that is swallowed", "its function threw TimeoutException", static source => source);
        yield return function with
        {
            Contract = function.Contract.WithThrowingFunction(static (IObservable<int> source, IScheduler _, Exception error) => source.Select<int, int>(_ => throw error).Catch((TimeoutException _) => Observable.Empty<int>()), 1),
        };
        yield return One("No handler of errors", "a call of Subscribe without an error handler does so", static source => Observable.Create<int>(observer => source.Subscribe(observer.OnNext, observer.OnCompleted)));
        yield return One("An error that is null", "it emits a null error", static source => Raw(observer => source.Subscribe(new Calls(observer.OnNext, _ => observer.OnError(null!), observer.OnCompleted))));
        yield return One("No subscription", "Subscribe returned null", static source => Raw(observer =>
        {
            source.Subscribe(observer);
            return null!;
        }));
        yield return One("No observable", "null was returned instead of an observable", static _ => (IObservable<int>)null!);
    }

    private static BrokenOperator Of<T>(string name, string verdict, Func<IObservable<T>, IObservable<T>> apply, params T[] samples) =>
        new(name, verdict, OperatorContract.Of(name, apply, samples).WithTimeLimit(Limit));

    private static BrokenOperator WithPauses(string name, Func<IObservable<int>, IObservable<int>> apply) =>
        new(name, "it reads a clock of the system", OperatorContract.Of(name, apply, 1, 2, 3).WithRealPauses(Moment * 2));

    private sealed class Account(int balance)
    {
        public int Balance { get; set; } = balance;
    }
}
