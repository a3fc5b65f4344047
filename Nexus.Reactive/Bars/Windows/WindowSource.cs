using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>The input of windows.</summary>
/// <param name="Messages">Trades or books only, or all messages of a feed.</param>
/// <param name="Scheduler">Supplies the time; null if the timestamps of the trades supply it.</param>
/// <param name="GapEnd">For all messages of a feed, reads <see cref="NexusFeed.GapEnd"/>; null for trades only.</param>
/// <param name="IsOneOfSeveral">Whether other symbols of the connection are hidden; asked when the first symbol begins. Null for trades alone.</param>
/// <param name="OpenGaps">The feed's gaps that are open; null for trades alone.</param>
internal readonly record struct WindowSource(
    IObservable<NexusMessage> Messages,
    IScheduler? Scheduler,
    Func<GapEnd>? GapEnd,
    Func<bool>? IsOneOfSeveral = null,
    OpenGaps? OpenGaps = null)
{
    /// <summary>True if all messages of a feed are included. They arrive in turns of the clock.</summary>
    public bool IsFeed => GapEnd is not null;

    public static WindowSource From(NexusFeed feed) => new(feed, feed.Clock, () => feed.GapEnd, () => feed.IsOneOfSeveral, feed.OpenGaps);

    public static WindowSource From(IObservable<Trade> trades, IScheduler? scheduler) => new(trades, scheduler, GapEnd: null);

    public static WindowSource From(IObservable<Book> books, IScheduler scheduler) => new(books, scheduler, GapEnd: null);

    /// <summary>Creates an observable that runs an engine for each subscription, with a second source of signals, which take effect in turns of a feed.</summary>
    public IObservable<TResult> Run<TSignal, TResult>(IObservable<TSignal> signals, Func<IObserver<TResult>, IWindowEngine> create)
    {
        var messages = Messages;
        var inTurns = IsFeed ? signals.ObserveOn(Scheduler!) : signals;
        return SafeObservable.Create<TResult>((observer, resources) =>
        {
            var engine = create(observer);
            resources.Add(engine);
            resources.Add(inTurns.Subscribe(signal => engine.OnSignal(signal!), engine.OnError));
            resources.Add(messages.Subscribe(engine));
        });
    }

    /// <summary>Creates an observable that runs an engine for each subscription.</summary>
    public IObservable<TResult> Run<TResult>(Func<IObserver<TResult>, IWindowEngine> create)
    {
        var messages = Messages;
        return SafeObservable.Create<TResult>((observer, resources) =>
        {
            var engine = create(observer);
            resources.Add(engine);
            resources.Add(messages.Subscribe(engine));
        });
    }
}

/// <summary>A subscription to windows.</summary>
internal interface IWindowEngine : IObserver<NexusMessage>, IDisposable
{
    void OnSignal(object signal);
}
