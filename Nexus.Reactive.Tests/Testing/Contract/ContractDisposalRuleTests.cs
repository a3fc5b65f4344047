using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Testing.ContractRules;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Operators that break the rules about disposal and about subscribers that throw.</summary>
public sealed class ContractDisposalRuleTests
{
    [Test]
    public void A_source_that_stays_subscribed_after_the_last_sample() => Assert.That(
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
    public void A_second_disposal_that_throws() =>
        Assert.That(Broken(static (source, _) => Bare(observer => new OnceOnly(source.Subscribe(observer)))), Does.Contain(Disposal));

    [Test]
    public void An_item_sent_during_disposal() => Assert.That(
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
    public void The_remaining_items_of_a_batch_after_a_disposal() =>
        Assert.That(Broken(static (source, _) => Bare(observer => source.Select(static n => new[] { n, n }).Subscribe(
            pair => Array.ForEach(pair, observer.OnNext),
            observer.OnError,
            observer.OnCompleted))), Does.Contain(Within));

    [Test]
    public void An_Isolate_operator_that_does_not_isolate() =>
        Assert.That(Broken(static (source, _) => source.Select(static n => n), OperatorTraits.Isolates), Is.EqualTo(new[] { Passes }));

    [Test]
    public void A_second_error_for_the_subscriber_that_threw() => Assert.That(
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
    public void A_reentrant_item_that_ends_with_an_error() => Assert.That(
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
}
