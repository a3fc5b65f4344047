using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Testing.ContractRules;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Operators that break the rules about the end, with as little else broken as possible.</summary>
public sealed class ContractEndRuleTests
{
    public enum Call
    {
        Item,
        Completion,
        Error,
    }

    [Test]
    public void A_completion_without_a_cause() =>
        Assert.That(Broken(static (source, scheduler) => source.TakeUntil(Observable.Timer(TimeSpan.FromMinutes(1), scheduler))), Does.Contain(Never));

    [Test]
    public void No_completion_of_an_empty_source() => Assert.That(Broken(CompletesUnless(static items => items == 0)), Is.EqualTo(new[] { Empty, Synchronous }));

    [Test]
    public void No_completion_after_a_single_item() => Assert.That(Broken(CompletesUnless(static items => items == 1)), Is.EqualTo(new[] { SingleItem, Mutes, Synchronous }));

    [Test]
    public void An_operator_that_emits_no_items() => Assert.That(Broken(static (source, _) => source.IgnoreElements()), Is.EqualTo(new[] { Sends }));

    [Test]
    public void An_error_swallowed_after_an_item() => Assert.That(
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
    public void An_item_that_blocks_or_is_retained_after_the_other_source_ends(bool hangs)
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

        Assert.That(broken, Does.Contain(OtherFirst).And.Not.Contain(Empty).And.Not.Contain(SingleItem).And.Not.Contain(Leaves));
    }

    [Test]
    public void A_notification_after_the_end([Values] bool isBehindError, [Values] Call behind, [Values] bool isLate)
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
}
