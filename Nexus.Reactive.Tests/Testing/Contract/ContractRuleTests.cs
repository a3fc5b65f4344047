using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Each rule of the contract against an operator that breaks it and as little else as can be.</summary>
public sealed class ContractRuleTests
{
    private const string Lazy = "it does nothing before it is subscribed to";
    private const string Once = "it subscribes to each source once for each subscription";
    private const string Threads = "it sends on its callers' threads and its scheduler only";
    private const string ErrorsInSubscribe = "an error that comes within Subscribe passes on";
    private const string ThrowsInSubscribe = "an exception that a source's Subscribe throws is not lost";
    private const string Meets = "nothing is lost when two threads meet";
    private const string Never = "it stays open while its sources send nothing";
    private const string Empty = "an empty source completes it";
    private const string Single = "one item, then the end, completes it";
    private const string Sends = "it sends something for its samples";
    private const string Alike = "two runs are alike";
    private const string Errors = "a source's error passes on, the same instance, at the same time";
    private const string OtherFirst = "the other source may end first";
    private const string Disposal = "after disposal nothing is sent and nothing is left";
    private const string Within = "disposal within OnNext ends it there";
    private const string Passes = "what a subscriber throws is not swallowed, and only that may follow";
    private const string Reentrant = "what a source sends from within OnNext is not lost";
    private const string Mutes = "nothing follows the end, whatever the source does";
    private const string Serialized = "calls from several threads are serialized";
    private const string State = "two subscriptions share no state";
    private const string Synchronous = "a source that sends within Subscribe is like any other";
    private const string Leaves = "at the end every source is left and every timer gone";
    private const string Function = "what its function throws becomes an error";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly string[] All =
        [Lazy, Threads, Once, Never, Empty, Single, Sends, Alike, Errors, ErrorsInSubscribe, ThrowsInSubscribe, OtherFirst, Disposal, Within, Passes, Reentrant, Mutes, Serialized, Meets, State, Synchronous, Leaves];

    public enum Call
    {
        Item,
        Completion,
        Error,
    }

    [Test]
    public void The_rules_are_these()
    {
        var contract = OperatorContract.Of("Same", static (IObservable<int> source, IScheduler _) => source, 1);

        Assert.That(contract.Rules.Select(static rule => rule.Name), Is.EqualTo(All));
        Assert.That(contract.Rules[0].ToString(), Is.EqualTo($"Same: {Lazy}"));
        Assert.That(contract.ToString(), Is.EqualTo("Same"));
    }

    [Test]
    public void Operators_that_send_late_or_at_the_end_keep_it() => Assert.Multiple(static () =>
    {
        Assert.That(Broken(static (source, scheduler) => source.Delay(Second, scheduler)), Is.Empty);
        Assert.That(Broken(static (source, _) => source.TakeLast(1)), Is.Empty);
        Assert.That(Broken(static (source, _) => source.Skip(1)), Is.Empty);
    });

    [Test]
    public void Two_sources_may_be_heard_late_too() => Assert.That(Broken(static (first, second, scheduler) => first.Merge(second).Delay(Second, scheduler)), Is.Empty);

    [Test]
    public void Every_sample_is_shown_the_last_source_first_and_time_passes_behind_it()
    {
        var seen = new List<(int, int)>();
        var contract = OperatorContract.Of(
            "Sample",
            (IObservable<int> first, IObservable<int> second, IScheduler scheduler) => first.WithLatestFrom(second).Throttle(TimeSpan.FromMilliseconds(300), scheduler).Do(seen.Add),
            [1],
            [10, 20, 30]);
        contract.Rules.Single(static rule => rule.Name == Sends).Check();

        Assert.That(seen, Is.EqualTo(new[] { (1, 10), (1, 20), (1, 30) }));
    }

    [Test]
    public void An_exception_is_told_whole()
    {
        var contract = OperatorContract.Of("Careless", static (IObservable<int> _, IScheduler _) => Bare(static _ => throw new NotSupportedException("no such thing")), 1);

        Assert.That(contract.Rules.Single(static rule => rule.Name == Once).Check, Throws.TypeOf<MarbleException>()
            .With.Message.StartsWith($"Careless breaks a rule of its contract: {Once}.\n   it threw System.NotSupportedException: no such thing")
            .And.InnerException.TypeOf<NotSupportedException>());
    }

    [Test]
    public void Work_or_one_of_two_subscriptions_while_it_is_built()
    {
        Assert.That(
            Broken(static (source, scheduler) =>
            {
                scheduler.Schedule(Second, static () => { });
                return source;
            }),
            Does.Contain(Lazy));
        Assert.That(
            Broken(static (first, second, _) =>
            {
                second.Publish().Connect();
                return first;
            }),
            Does.Contain(Lazy));
    }

    [Test]
    public void A_second_subscription_a_moment_later() =>
        Assert.That(Broken(static (source, scheduler) => source.Merge(source.IgnoreElements().SubscribeOn(scheduler))), Does.Contain(Once));

    [Test]
    public void An_end_by_itself() =>
        Assert.That(Broken(static (source, scheduler) => source.TakeUntil(Observable.Timer(TimeSpan.FromMinutes(1), scheduler))), Does.Contain(Never));

    [Test]
    public void No_completion_of_an_empty_source() => Assert.That(Broken(CompletesUnless(static items => items == 0)), Is.EqualTo(new[] { Empty }));

    [Test]
    public void No_completion_after_a_single_item() => Assert.That(Broken(CompletesUnless(static items => items == 1)), Is.EqualTo(new[] { Single, Mutes }));

    [Test]
    public void Not_a_single_item() => Assert.That(Broken(static (source, _) => source.IgnoreElements()), Is.EqualTo(new[] { Sends }));

    [Test]
    public void An_error_that_is_swallowed_after_an_item() => Assert.That(
        Broken(static (source, _) => Observable.Create<int>(observer =>
        {
            var any = false;
            return source.Subscribe(
                item =>
                {
                    any = true;
                    observer.OnNext(item);
                },
                error =>
                {
                    if (any)
                        observer.OnCompleted();
                    else
                        observer.OnError(error);
                },
                observer.OnCompleted);
        })),
        Is.EqualTo(new[] { Errors }));

    [TestCase(true)]
    [TestCase(false)]
    public void An_item_behind_the_other_sources_end_that_hangs_or_is_not_let_go(bool hangs)
    {
        var broken = Broken((first, second, _) => Observable.Create<int>(observer =>
        {
            var gate = new Lock();
            var (items, isFirstOver, isStuck, open) = (0, false, false, 2);
            Calls Of(bool isFirst) => new(
                item =>
                {
                    lock (gate)
                    {
                        items++;
                        isStuck |= !isFirst && isFirstOver;
                        observer.OnNext(item);
                    }
                },
                observer.OnError,
                () =>
                {
                    lock (gate)
                    {
                        isFirstOver |= isFirst && items > 0;
                        if (--open == 0 && !(isStuck && hangs))
                            observer.OnCompleted();
                    }
                });

            var subscriptions = StableCompositeDisposable.Create(first.Subscribe(Of(isFirst: true)), second.Subscribe(Of(isFirst: false)));
            return Disposable.Create(() =>
            {
                if (!isStuck || hangs)
                    subscriptions.Dispose();
            });
        }));

        Assert.That(broken, Does.Contain(OtherFirst).And.Not.Contain(Empty).And.Not.Contain(Single).And.Not.Contain(Leaves));
    }

    [Test]
    public void A_source_that_is_not_left_behind_the_last_sample() => Assert.That(
        Broken(static (source, _) => Observable.Create<int>(observer =>
        {
            var (items, isOver) = (0, false);
            var subscription = source.Do(_ => items++).Finally(() => isOver = true).Subscribe(observer);
            return Disposable.Create(() =>
            {
                if (items < 4 || isOver)
                    subscription.Dispose();
            });
        })),
        Does.Contain(Disposal));

    [Test]
    public void A_second_disposal_that_is_not_forgiven() =>
        Assert.That(Broken(static (source, _) => Bare(observer => new OnceOnly(source.Subscribe(observer)))), Does.Contain(Disposal));

    [Test]
    public void A_last_word_at_disposal() => Assert.That(
        Broken(static (source, _) => Bare(observer =>
        {
            var subscription = source.Subscribe(observer);
            return Disposable.Create(() =>
            {
                subscription.Dispose();
                observer.OnNext(-1);
            });
        })),
        Does.Contain(Disposal));

    [Test]
    public void The_rest_of_a_batch_behind_a_disposal() =>
        Assert.That(Broken(static (source, _) => Bare(observer => source.Select(static n => new[] { n, n }).Subscribe(
            pair => Array.ForEach(pair, observer.OnNext),
            observer.OnError,
            observer.OnCompleted))), Does.Contain(Within));

    [Test]
    public void An_isolation_that_does_not_isolate() =>
        Assert.That(Broken(static (source, _) => source.Select(static n => n), OperatorTraits.Isolates), Is.EqualTo(new[] { Passes }));

    [Test]
    public void Another_error_for_the_subscriber_that_threw() => Assert.That(
        Broken(static (source, _) => Bare(observer => source.Subscribe(
            item =>
            {
                try
                {
                    observer.OnNext(item);
                }
                catch (InvalidOperationException)
                {
                    observer.OnError(new NotSupportedException());
                    throw;
                }
            },
            observer.OnError,
            observer.OnCompleted))),
        Does.Contain(Passes));

    [Test]
    public void An_item_within_an_item_that_ends_it_in_error() => Assert.That(
        Broken(static (source, _) => Observable.Create<int>(observer =>
        {
            var isInside = false;
            return source.Subscribe(
                item =>
                {
                    if (isInside)
                    {
                        observer.OnError(new InvalidOperationException("inside"));
                        return;
                    }

                    isInside = true;
                    observer.OnNext(item);
                    isInside = false;
                },
                observer.OnError,
                observer.OnCompleted);
        })),
        Does.Contain(Reentrant).And.Not.Contain(Empty));

    [Test]
    public void Something_behind_the_end([Values] bool isBehindError, [Values] Call behind, [Values] bool isLate)
    {
        var broken = Broken((source, scheduler) => Bare(observer =>
        {
            var (any, end) = (false, (Call?)null);
            void Send(Call call, Action send)
            {
                if (end is null)
                {
                    any |= call == Call.Item;
                    end = call == Call.Item ? null : call;
                    send();
                }
                else if (any && call == behind && isBehindError == (end == Call.Error))
                {
                    if (isLate)
                        scheduler.Schedule(Second, send);
                    else
                        send();
                }
            }

            return source.Subscribe(new Calls(
                item => Send(Call.Item, () => observer.OnNext(item)),
                error => Send(Call.Error, () => observer.OnError(error)),
                () => Send(Call.Completion, observer.OnCompleted)));
        }));

        Assert.That(broken, Does.Contain(Mutes));
    }

    [Test]
    public void A_pair_that_two_sources_send_without_a_gate() => Assert.That(
        Broken(static (first, second, _) => Observable.Create<int>(observer =>
        {
            var (left, right) = (0, 0);
            return StableCompositeDisposable.Create(
                first.Subscribe(item => Send(left = item), observer.OnError, static () => { }),
                second.Subscribe(item => Send(right = item), observer.OnError, static () => { }));

            void Send(int _)
            {
                if (left > 0 && right > 0)
                    observer.OnNext(left + right);
            }
        })),
        Does.Contain(Serialized));

    [Test]
    public void An_end_that_the_other_source_sends_without_a_gate() => Assert.That(
        Broken(static (first, second, _) => Bare(observer => StableCompositeDisposable.Create(
            first.Subscribe(observer.OnNext, observer.OnError, static () => { }),
            second.Subscribe(static _ => { }, observer.OnError, observer.OnCompleted)))),
        Does.Contain(Serialized));

    [Test]
    public void What_is_thrown_on_another_thread() => Assert.That(
        Broken(static (first, second, _) =>
        {
            var main = Environment.CurrentManagedThreadId;
            return first.Merge(second).Do(_ => ThrowUnlessOn(main));
        }),
        Does.Contain(Meets));

    [Test]
    public void State_that_only_the_later_subscription_shows() => Assert.That(
        Broken(static (source, _) =>
        {
            var subscriptions = 0;
            return Observable.Defer(() => subscriptions++ == 0 ? source : source.Select(static n => -n));
        }),
        Is.EqualTo(new[] { State }));

    [Test]
    public void A_source_that_ends_within_Subscribe()
    {
        Assert.That(
            Broken(static (source, _) => Observable.Create<int>(observer =>
            {
                var isSubscribed = false;
                var subscription = source.Subscribe(
                    observer.OnNext,
                    observer.OnError,
                    () =>
                    {
                        if (isSubscribed)
                            observer.OnCompleted();
                    });
                isSubscribed = true;
                return subscription;
            })),
            Is.EqualTo(new[] { Synchronous }));
        Assert.That(
            Broken(static (source, _) => Bare(observer =>
            {
                var subscription = Disposable.Empty;
                subscription = source.Subscribe(
                    observer.OnNext,
                    error =>
                    {
                        subscription.Dispose();
                        observer.OnError(error);
                    },
                    () =>
                    {
                        subscription.Dispose();
                        observer.OnCompleted();
                    });
                return Disposable.Create(() => subscription.Dispose());
            })),
            Does.Contain(Synchronous).And.Not.Contain(Leaves));
    }

    [Test]
    public void A_timer_that_outlives_the_completion() => Assert.That(
        Broken(static (source, scheduler) => Observable.Create<int>(observer =>
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
                    if (items == 4)
                        scheduler.Schedule(TimeSpan.FromMinutes(2), static () => { });
                    observer.OnCompleted();
                });
        })),
        Does.Contain(Leaves));

    [Test]
    public void What_a_function_throws()
    {
        Assert.That(Guarded(static (source, scheduler, error) => source.Delay(Second, scheduler).Select<int, int>(_ => throw error)), Is.Empty);
        Assert.That(Guarded(static (source, _, error) => source.Select<int, int>(_ => throw error).Catch(Observable.Empty<int>())), Is.EqualTo(new[] { Function }));
        Assert.That(Guarded(static (source, _, _) => source.Select<int, int>(static _ => throw new InvalidOperationException("another"))), Is.EqualTo(new[] { Function }));
        Assert.That(
            Guarded(static (source, _, error) => Bare(observer => source.Subscribe(new Calls(_ => observer.OnError(error), observer.OnError, observer.OnCompleted)))),
            Is.EqualTo(new[] { Function }));

        static string[] Guarded(Func<IObservable<int>, IScheduler, Exception, IObservable<int>> build) =>
            Broken(OperatorContract.Of("Sample", static (IObservable<int> source, IScheduler _) => source.Select(static n => n), 1).WithThrowingFunction(build, 1));
    }

    private static void ThrowUnlessOn(int thread)
    {
        if (Environment.CurrentManagedThreadId != thread)
            throw new NotSupportedException("not here");
    }

    private static Func<IObservable<int>, IScheduler, IObservable<int>> CompletesUnless(Func<int, bool> hangs) => (source, _) => Observable.Create<int>(observer =>
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

    private static BareObservable Bare(Func<IObserver<int>, IDisposable> subscribe) => new BareObservable(subscribe);

    private static string[] Broken(Func<IObservable<int>, IScheduler, IObservable<int>> build, OperatorTraits traits = OperatorTraits.None) =>
        Broken(OperatorContract.Of("Sample", build, [1, 2, 3, 4], traits));

    private static string[] Broken(Func<IObservable<int>, IObservable<int>, IScheduler, IObservable<int>> build) =>
        Broken(OperatorContract.Of("Sample", build, [1, 2, 3, 4], [10, 20, 30, 40]));

    private static string[] Broken(OperatorContract contract) => [.. contract.Rules.Where(IsBroken).Select(static rule => rule.Name)];

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
    private sealed class BareObservable(Func<IObserver<int>, IDisposable> subscribe) : IObservable<int>
    {
        public IDisposable Subscribe(IObserver<int> observer) => subscribe(observer);
    }

    private sealed class OnceOnly(IDisposable inner) : IDisposable
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
    private sealed class Calls(Action<int> onNext, Action<Exception> onError, Action onCompleted) : IObserver<int>
    {
        public void OnNext(int value) => onNext(value);

        public void OnError(Exception error) => onError(error);

        public void OnCompleted() => onCompleted();
    }
}
