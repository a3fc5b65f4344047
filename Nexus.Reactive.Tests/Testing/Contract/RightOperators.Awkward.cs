using System.Collections.Immutable;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using static Nexus.Reactive.Testing.OperatorTraits;

namespace Nexus.Reactive.Tests.Testing;

// Right operators with state by hand, resources, inner streams and items of unusual types.
internal static partial class RightOperators
{
    private static IEnumerable<RxOperator> Awkward()
    {
        // State.
        yield return One("A position and its average", static (source, _) => source.Scan((Quantity: 0m, Average: 0m), static (position, n) =>
            (position.Quantity + n, ((position.Average * position.Quantity) + (n * 100)) / (position.Quantity + n))));
        yield return One("An immutable table", static (source, _) => source.Scan(ImmutableSortedDictionary<int, int>.Empty, static (table, n) => table.SetItem(n % 3, n)));
        yield return One("A copy of a list for each item", static (source, _) => Observable.Defer(() =>
        {
            var list = new List<int>();
            return source.Select(n =>
            {
                list.Add(n);
                return list.ToArray();
            });
        }));
        yield return One("A list that is gathered and emitted once", static (source, _) => Observable.Defer(() => source.Aggregate(new List<int>(), static (list, n) =>
        {
            list.Add(n);
            return list;
        })));
        yield return One("A stream over a resource", static (source, _) => Observable.Using(static () => new MemoryStream(), stream => source.Select(n =>
        {
            stream.WriteByte((byte)n);
            return stream.Length;
        })));
        yield return One("Another try by hand", static (source, _) => Observable.Create<int>(observer =>
        {
            var current = new SerialDisposable();
            Try(3);
            return current;

            void Try(int left)
            {
                var next = new SingleAssignmentDisposable();
                current.Disposable = next;
                next.Disposable = source.Subscribe(
                    observer.OnNext,
                    error =>
                    {
                        if (left > 0)
                            Try(left - 1);
                        else
                            observer.OnError(error);
                    },
                    observer.OnCompleted);
            }
        }), HandlesErrors);

        // Inner streams.
        yield return One("Groups by hand", static (source, _) => Observable.Create<IObservable<int>>(observer =>
        {
            var groups = new Dictionary<int, Subject<int>>();
            void End(Action<IObserver<int>> end)
            {
                foreach (var group in groups.Values)
                    end(group);
            }

            return source.Subscribe(
                n =>
                {
                    if (!groups.TryGetValue(n % 2, out var group))
                        observer.OnNext(groups[n % 2] = group = new Subject<int>());
                    group.OnNext(n);
                },
                error =>
                {
                    End(group => group.OnError(error));
                    observer.OnError(error);
                },
                () =>
                {
                    End(static group => group.OnCompleted());
                    observer.OnCompleted();
                });
        }));
        yield return One("Windows that timers open and close", static (source, scheduler) => source.Window(Observable.Interval(Second, scheduler), _ => Observable.Timer(Second / 2, scheduler)).SelectMany(static window => window.Count()), NeverCompletes);
        yield return Two("One source or its opposite", static (first, second, _) => first.Publish(shared => second.Select(n => n > 20 ? shared : shared.Select(static n => -n)).Switch()), HandlesErrors);
        yield return Two("Pairs of items within a second", static (first, second, scheduler) => first.Join(second, _ => Observable.Timer(Second, scheduler), static _ => Observable.Empty<int>(), static (left, right) => left + right));
        yield return Two("Notifications of both", static (first, second, _) => first.Materialize().Merge(second.Materialize()).Where(static n => n.HasValue).Select(static n => n.Value), HandlesErrors);
        yield return Two("The first source, and the second after silence", static (first, second, scheduler) => first.Timeout(Second * 5, scheduler).Catch(second), HandlesErrors | SubscribesOnDemand);

        // Items.
        yield return One("Nothing as items", static (source, scheduler) => source.Select(static n => (int?)n).Publish(shared => shared.Merge(Observable.Interval(Second, scheduler).Select(static _ => (int?)null).TakeUntil(shared.LastOrDefaultAsync()))));
        yield return One("Sequences that are not evaluated", static (source, _) => source.Select(static n => Enumerable.Range(0, n).Select(i => i * n)));
        yield return One("Tasks that never end", static (source, _) => source.Select(static _ => new TaskCompletionSource<int>().Task));
        yield return One("Texts for a user", static (source, _) => source.Select(static n => FormattableString.CurrentCulture($"{n / 2m}")), UsesCulture);
        yield return One("A buffer that is used again", static (source, _) => Observable.Defer(() =>
        {
            var buffer = new int[1];
            return source.Select(n =>
            {
                buffer[0] = n;
                return buffer;
            });
        }), ChangesItems);

        // Subscriptions that share items.
        yield return One("Each item for one subscriber in turn", static (source, _) =>
        {
            var (all, next, connection) = (ImmutableList<IObserver<int>>.Empty, 0, Disposable.Empty);
            return Observable.Create<int>(observer =>
            {
                all = all.Add(observer);
                if (all.Count == 1)
                    connection = source.Subscribe(n => all[next++ % all.Count].OnNext(n), error => all.ForEach(one => one.OnError(error)), () => all.ForEach(static one => one.OnCompleted()));
                return Disposable.Create(() =>
                {
                    all = all.Remove(observer);
                    if (all.IsEmpty)
                        connection.Dispose();
                });
            });
        }, SharesState);
    }
}
