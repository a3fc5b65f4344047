using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Reactive;
using Strategy.Report;

namespace Strategy;

/// <summary>A strategy that trades on a feed: its signals go to the gateway, and a journal follows the result. Create it before the feed is connected.</summary>
internal sealed class Trading : IDisposable
{
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CompositeDisposable _subscriptions;
    private readonly IOrderGateway? _gateway;

    /// <param name="feed">The feed.</param>
    /// <param name="rules">The strategy.</param>
    /// <param name="gateway">The gateway for the orders; null if the feed is a recording that contains them.</param>
    /// <param name="tell">Receives each signal.</param>
    /// <param name="keepsHistory">Whether the journal keeps what the plot needs.</param>
    public Trading(NexusFeed feed, IRules rules, IOrderGateway? gateway, Action<Signal>? tell = null, bool keepsHistory = true)
    {
        _gateway = gateway;
        var signals = rules.Signals(feed).Do(signal => tell?.Invoke(signal)).Publish();
        Journal = new Journal(feed, signals, rules, keepsHistory);
        _subscriptions = [signals.Subscribe(Send, error => _broken.TrySetException(error)), signals.Connect()];
    }

    public Journal Journal { get; }

    /// <summary>The failure of the strategy or of a request; null if there is none.</summary>
    public Exception? Failure => _broken.Task.Exception?.InnerException;

    /// <summary>Completes when the feed has ended; faults if a request or the feed fails.</summary>
    public async Task Ended()
    {
        await Task.WhenAny(Journal.Ended, _broken.Task);

        // The end of the feed comes first. Requests that it leaves without an answer fail afterwards, and that is no failure of the run.
        await (Journal.Ended.IsCompleted ? Journal.Ended : _broken.Task);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _subscriptions.Dispose();
        Journal.Dispose();
    }

    // Requests are not awaited: the gateway executes them in their order, and the feed reports their results.
    private void Send(Signal signal)
    {
        if (_gateway is not null)
            _ = signal.SendTo(_gateway, _stop.Token).ContinueWith(
                task => _broken.TrySetException(task.Exception!.InnerExceptions),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
    }
}
