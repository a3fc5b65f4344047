using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>States when a snapshot of a symbol's orders is needed: at the start, after a gap, and when fills are missing.</summary>
    /// <param name="source">The orders' events, from which missing fills and silent orders are known.</param>
    /// <param name="feed">The feed, from which symbols and gaps are known.</param>
    /// <param name="maxOrderSilence">The time without an input about an open order after which a snapshot is needed. If null, silence is no reason.</param>
    /// <returns>The requests.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>First message of a symbol</term><description>One request with <see cref="SnapshotReason.Started"/>.</description></item>
    /// <item><term>End of a gap</term><description>One request for each affected symbol, at its FeedResumed or its next book or trade, whichever comes first.</description></item>
    /// <item><term>FillsMissing</term><description>One request for the order's symbol.</description></item>
    /// <item><term>Silence</term><description>One request when an open order has been silent for <paramref name="maxOrderSilence"/>.</description></item>
    /// <item><term>OnError</term><description>Passed on from the source or the feed.</description></item>
    /// <item><term>OnCompleted</term><description>That of the source.</description></item>
    /// <item><term>Dispose</term><description>Ends all subscriptions.</description></item>
    /// </list>
    /// Temperature: hot. Scheduler: the feed's clock. Concurrency: serialized. Memory: the symbols, and the open orders if silence is a reason.
    /// <code>
    /// feed              -b-x--b--b-|
    /// source            --------f--|
    /// SnapshotRequests  -s----g-m--|
    /// b = a book, x = a gap, f = fills are missing; s = started, g = the gap ended, m = fills are missing
    /// </code>
    /// </remarks>
    public static IObservable<SnapshotRequest> SnapshotRequests(this IObservable<OrderEvent> source, NexusFeed feed, TimeSpan? maxOrderSilence = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(feed);
        if (maxOrderSilence is { } silence)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(silence, TimeSpan.Zero, nameof(maxOrderSilence));
        return SafeObservable.Create<SnapshotRequest>((observer, resources) =>
        {
            var requester = new SnapshotRequester(observer, feed);
            resources.Add(feed.Subscribe(requester));
            if (maxOrderSilence is not { } longest)
            {
                resources.Add(source.Subscribe(requester.OnOrder, requester.OnError, requester.Complete));
                return;
            }

            // The source is subscribed to once, because each subscription to a tracker is another tracker.
            var shared = source.Publish();
            resources.Add(shared.WatchOpenOrders(longest, feed.Clock).Subscribe(requester.OnAlert, requester.OnError));
            resources.Add(shared.Subscribe(requester.OnOrder, requester.OnError, requester.Complete));
            resources.Add(shared.Connect());
        });
    }

    private sealed class SnapshotRequester(IObserver<SnapshotRequest> observer, NexusFeed feed) : IObserver<NexusMessage>
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<Symbol, Cut> _symbols = [];

        [Flags]
        private enum Cut
        {
            None = 0,
            Own = 1,
            All = 2,
        }

        public void OnNext(NexusMessage value)
        {
            lock (_gate)
            {
                switch (value)
                {
                    case FeedGap gap:
                        Set(gap.Symbol, static (cut, isOwn) => cut | (isOwn ? Cut.Own : Cut.All));
                        break;
                    case FeedResumed { Symbol: { } symbol }:
                        End(symbol, Cut.Own | Cut.All);
                        break;
                    case FeedResumed:
                        foreach (var symbol in _symbols.Keys.ToArray())
                            End(symbol, Cut.All);
                        break;
                    case IHasSymbol { Symbol: var symbol } when _symbols.TryAdd(symbol, Cut.None):
                        Request(symbol, SnapshotReason.Started);
                        break;
                    case Book or Trade:
                        End(((IHasSymbol)value).Symbol, Cut.Own | Cut.All);
                        break;
                }
            }
        }

        public void OnOrder(OrderEvent change)
        {
            if (change.Kind != OrderEventKind.FillsMissing)
                return;
            lock (_gate)
                Request(change.Symbol, SnapshotReason.FillsMissing);
        }

        public void OnAlert(OrderAlert alert)
        {
            if (alert.Reason != OrderAlertReason.Unheard)
                return;
            lock (_gate)
                Request(alert.Symbol, SnapshotReason.OrderUnheard);
        }

        public void OnError(Exception error)
        {
            lock (_gate)
                observer.OnError(error);
        }

        // The end of the feed is also the end of the events.
        public void OnCompleted()
        {
        }

        public void Complete()
        {
            lock (_gate)
                observer.OnCompleted();
        }

        private void Set(Symbol? symbol, Func<Cut, bool, Cut> change)
        {
            foreach (var known in _symbols.Keys.Where(known => symbol is not { } only || only == known).ToArray())
                _symbols[known] = change(_symbols[known], symbol is not null);
        }

        private void End(Symbol symbol, Cut ended)
        {
            if (!_symbols.TryGetValue(symbol, out var cut) || cut == Cut.None)
                return;
            _symbols[symbol] = cut & ~ended;
            if (_symbols[symbol] == Cut.None)
                Request(symbol, SnapshotReason.GapEnded);
        }

        private void Request(Symbol symbol, SnapshotReason reason) => observer.OnNext(new SnapshotRequest(symbol, reason, feed.Clock.Now));
    }
}
