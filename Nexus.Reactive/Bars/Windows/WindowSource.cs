using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>The input of windows.</summary>
/// <param name="Messages">Trades, or all messages of a feed.</param>
/// <param name="Scheduler">Supplies the time; null if the timestamps of the trades do.</param>
/// <param name="HasAllMessages">True if all messages of a feed are included.</param>
/// <param name="IsInTurn">True if all messages arrive in turns of the feed that owns the scheduler.</param>
internal readonly record struct WindowSource(IObservable<NexusMessage> Messages, IScheduler? Scheduler, bool HasAllMessages, bool IsInTurn)
{
    public static WindowSource From(NexusFeed feed) => new(feed, feed.Clock, HasAllMessages: true, IsInTurn: true);

    public static WindowSource From(IObservable<Trade> trades, IScheduler? scheduler) => new(trades, scheduler, HasAllMessages: false, IsInTurn: false);

    /// <summary>Creates an observable that runs an engine for each subscription.</summary>
    public IObservable<TResult> Run<TResult>(Func<IObserver<TResult>, IWindowEngine> create)
    {
        var messages = Messages;
        return SafeObservable.Create<TResult>(observer =>
        {
            var engine = create(observer);
            return StableCompositeDisposable.Create(messages.Subscribe(engine), engine);
        });
    }
}

/// <summary>One subscription to windows.</summary>
internal interface IWindowEngine : IObserver<NexusMessage>, IDisposable;
