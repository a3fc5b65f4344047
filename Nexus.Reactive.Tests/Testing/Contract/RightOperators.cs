using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Testing.OperatorTraits;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Operators as applications write them, by hand or of others. Each keeps the contract.</summary>
internal static partial class RightOperators
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<RxOperator> All { get; } =
    [
        // What sends within Subscribe.
        One("A running sum with its start", static (source, _) => source.Scan(0, static (a, b) => a + b).StartWith(0)),
        One("A state that is sent at once", static (source, _) => Observable.Create<int>(observer =>
        {
            observer.OnNext(0);
            return source.Subscribe(observer);
        })),
        One("A state that is shared and sent at once", static (source, scheduler) => source.Publish(shared => shared.StartWith(-1).Merge(shared.Throttle(Second, scheduler)))),

        // What ends by itself.
        One("Up to and with the first above two", static (source, _) => source.Publish(static shared => shared.TakeWhile(static n => n <= 2).Merge(shared.FirstOrDefaultAsync(static n => n > 2).Where(static n => n > 2)))),
        One("The first or none", static (source, _) => source.Take(1).DefaultIfEmpty(-1)),
        One("Until idle", static (source, scheduler) => source.Publish(shared => shared.TakeUntil(shared.Throttle(Second, scheduler))), EndsByItself | DropsReentrantItems),

        // What gathers.
        One("A median", static (source, _) => source.ToList().Select(static list => list.Order().ElementAtOrDefault(list.Count / 2))),
        One("A histogram", static (source, _) => source.Aggregate(new Dictionary<int, int>(), static (counts, n) => new(counts) { [n] = counts.GetValueOrDefault(n) + 1 })),
        One("Batches until idle", static (source, scheduler) => source.Publish(shared => shared.Buffer(shared.Throttle(Second, scheduler))).Where(static batch => batch.Count > 0)),

        // State, time and gates by hand.
        One("Pairs", static (source, _) => source.Scan((Before: 0, Now: 0), static (pair, n) => (pair.Now, n)).Skip(1)),
        One("A counter of each subscription", static (source, _) => Observable.Defer(() =>
        {
            var count = 0;
            return source.Select(n => (n, ++count));
        })),
        One("The first of each second", static (source, scheduler) => Observable.Defer(() =>
        {
            var open = DateTimeOffset.MinValue;
            return source.Where(_ => scheduler.Now >= open).Do(_ => open = scheduler.Now + Second);
        })),
        One("A resource", static (source, _) => Observable.Using(static () => new CancellationDisposable(), resource => source.TakeWhile(_ => !resource.IsDisposed))),
        One("A queue that one call drains", static (source, _) => Drained(source)),
        One("A heartbeat", static (source, scheduler) => source.Publish(shared => shared.Merge(Observable.Interval(Second, scheduler).Select(static _ => 0).TakeUntil(shared.LastOrDefaultAsync())))),
        Two("A merge under one lock", static (first, second, _) => Gated(first, second)),
        Two("The latest of both under one lock", static (first, second, _) =>
        {
            return Observable.Defer(() =>
            {
                var gate = new object();
                var (left, right) = (0, 0);
                return first.Synchronize(gate).Select(n => (left = n) + right).Merge(second.Synchronize(gate).Select(n => left + (right = n)));
            });
        }),

        // What differs by nature.
        One("Errors as items", static (source, _) => source.Select(static n => (n, "")).Catch(static (Exception error) => Observable.Return((0, error.Message))), HandlesErrors),
        One("Another try after a second", static (source, scheduler) => source.RetryWhen(errors => errors.Delay(Second, scheduler).Take(2)), HandlesErrors | DropsReentrantItems),
        One("Two hops", static (source, scheduler) => source.ObserveOn(scheduler).Select(static n => n).ObserveOn(scheduler), DeliversOnScheduler),
        Two("A reserve", static (first, second, _) => first.Concat(second.Take(1)), SubscribesOnDemand),
        One("Notifications and back", static (source, _) => source.Materialize().Where(static n => n.Kind != NotificationKind.OnNext || n.Value > 1).Dematerialize()),
        .. Siblings(),
        .. Awkward(),
    ];

    // One call at a time delivers; a call within OnNext leaves its item in the queue.
    private static IObservable<int> Drained(IObservable<int> source) => Observable.Create<int>(observer =>
    {
        var queue = new Queue<Notification<int>>();
        var isDraining = false;
        return source.Materialize().Subscribe(notification =>
        {
            lock (queue)
            {
                queue.Enqueue(notification);
                if (isDraining)
                    return;
                isDraining = true;
            }

            while (true)
            {
                Notification<int>? next;
                lock (queue)
                {
                    if (!queue.TryDequeue(out next))
                    {
                        isDraining = false;
                        return;
                    }
                }

                next.Accept(observer);
            }
        });
    });

    private static IObservable<int> Gated(IObservable<int> first, IObservable<int> second) => Observable.Create<int>(observer =>
    {
        var gate = new object();
        var open = 2;
        void Complete()
        {
            if (--open == 0)
                observer.OnCompleted();
        }

        return StableCompositeDisposable.Create(
            first.Synchronize(gate).Subscribe(observer.OnNext, observer.OnError, Complete),
            second.Synchronize(gate).Subscribe(observer.OnNext, observer.OnError, Complete));
    });

    private static RxOperator One<T>(string name, Func<IObservable<int>, IScheduler, IObservable<T>> apply, OperatorTraits traits = None) =>
        new(name, with => OperatorContract.Of(name, apply, [1, 2, 3, 4], with), traits);

    private static RxOperator Two<T>(string name, Func<IObservable<int>, IObservable<int>, IScheduler, IObservable<T>> apply, OperatorTraits traits = None) =>
        new(name, with => OperatorContract.Of(name, apply, [1, 2, 3, 4], [10, 20, 30, 40], with), traits);

    private sealed class CancellationDisposable : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
