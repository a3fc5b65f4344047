namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Passes items on and repeats the last item of a symbol as stale when a gap begins, until the symbol's next item.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Passed on as current.</description></item>
    /// <item><term>Gap</term><description>The last item of each affected symbol is emitted as stale, unless it already is, in the order of the symbols.</description></item>
    /// <item><term>OnError</term><description>Passed on from either stream.</description></item>
    /// <item><term>OnCompleted</term><description>That of the items. If the gaps complete, the items continue.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from both streams.</description></item>
    /// </list>
    /// Temperature: the same as the items. Scheduler: none. Concurrency: the two streams may push from different threads. Memory: one item per symbol.
    /// <code>
    /// source     -a--b-----a-|
    /// gaps       ------x-y----
    /// MarkStale  -a--b-A-B-a-|
    /// a, b = of two symbols; x, y = gaps of the symbol of a, of all symbols; A, B = stale
    /// </code>
    /// </remarks>
    /// <param name="source">The items, such as books.</param>
    /// <param name="gaps">The gaps of the feed that the items are from.</param>
    public static IObservable<Stale<T>> MarkStale<T>(this IObservable<T> source, IObservable<FeedGap> gaps)
        where T : IHasSymbol
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(gaps);
        return SafeObservable.Create<Stale<T>>((observer, resources) =>
        {
            var marker = new StaleMarker<T>(observer);
            resources.Add(gaps.Subscribe(marker.OnGap, marker.OnError));
            resources.Add(source.Subscribe(marker));
        });
    }

    /// <summary>Pairs each item with the other stream's latest item of the same symbol, and marks the latest item as stale after a gap.</summary>
    /// <remarks>
    /// The same as <see cref="WithLatestBySymbol{T, TLatest}(IObservable{T}, IObservable{TLatest})"/>, except that IsStale is true from a gap of the symbol
    /// until the other stream's next item.
    /// <code>
    /// items               ---a-a---a-|
    /// latest              -p-----q---|
    /// gaps                ----x------|
    /// WithLatestBySymbol  ---y-Y---z-|
    /// y = (a, p), Y = (a, p) and stale, z = (a, q)
    /// </code>
    /// </remarks>
    /// <param name="items">The items.</param>
    /// <param name="latest">The stream whose latest item of each symbol is used.</param>
    /// <param name="gaps">The gaps of the feed that the latest items are from.</param>
    public static IObservable<(T Item, TLatest Latest, bool IsStale)> WithLatestBySymbol<T, TLatest>(this IObservable<T> items, IObservable<TLatest> latest, IObservable<FeedGap> gaps)
        where T : IHasSymbol
        where TLatest : IHasSymbol
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(latest);
        ArgumentNullException.ThrowIfNull(gaps);
        return items.WithLatestBySymbol(
            latest.MarkStale(gaps), static item => item.Symbol, static marked => marked.Value!.Symbol, static (item, marked) => (item, marked.Value!, marked.IsStale));
    }

    private sealed class StaleMarker<T>(IObserver<Stale<T>> observer) : IObserver<T>
        where T : IHasSymbol
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<Symbol, Stale<T>> _last = [];

        public void OnNext(T value)
        {
            lock (_gate)
            {
                var current = new Stale<T>(IsStale: false, value);
                _last[value.Symbol] = current;
                observer.OnNext(current);
            }
        }

        public void OnGap(FeedGap gap)
        {
            lock (_gate)
            {
                Symbol[] affected = [.. _last.Where(pair => !pair.Value.IsStale && (gap.Symbol is not { } symbol || symbol == pair.Key)).Select(static pair => pair.Key)];
                foreach (var symbol in affected)
                    _last[symbol] = _last[symbol] with { IsStale = true };
                foreach (var symbol in affected)
                    observer.OnNext(_last[symbol]);
            }
        }

        public void OnError(Exception error)
        {
            lock (_gate)
                observer.OnError(error);
        }

        public void OnCompleted()
        {
            lock (_gate)
                observer.OnCompleted();
        }
    }
}
