using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.Sources;

/// <summary>Delivers the past of a market before its live feed, so that a chart is not empty at the start.</summary>
internal static class MarketPast
{
    // The heat map shows two minutes.
    private static readonly TimeSpan Books = TimeSpan.FromMinutes(2);

    /// <summary>Returns a feed of the past and of the live messages, and a task that completes when it is ready for the live messages.</summary>
    public static (NexusFeed Feed, Task Ready) Before(NexusFeed live, Symbol symbol, DeskOptions options)
    {
        if (Find(symbol, options) is not { } past)
            return (live, Task.CompletedTask);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var present = Observable.Create<NexusMessage>(observer =>
        {
            var subscription = live.Subscribe(observer);
            ready.TrySetResult();
            return subscription;
        });
        return (new NexusFeed(past.Concat(present)), ready.Task);
    }

    private static IObservable<NexusMessage>? Find(Symbol symbol, DeskOptions options)
    {
        if (options.Simulator is { } simulator)
            return options.Past > TimeSpan.Zero ? Enumerate(simulator.RunPast(symbol.ToString(), options.Past, Books)) : null;
        if (options.History.Count == 0)
            return null;

        // The orders of another run are not those of this one. What happened since the recording is not known.
        return NexusRecording.OpenFeed(options.History).ForSymbol(symbol).RefCount()
            .Where(static message => message is not (OrderUpdate or Transaction))
            .Concat(Observable.Return<NexusMessage>(new FeedGap("not connected between the history and now", symbol)));
    }

    private static IObservable<NexusMessage> Enumerate(IEnumerable<string> texts) => Observable.Create<NexusMessage>(observer =>
    {
        foreach (var text in texts)
            observer.OnNext(NexusDecoder.Decode(text));
        observer.OnCompleted();
        return Disposable.Empty;
    });
}
