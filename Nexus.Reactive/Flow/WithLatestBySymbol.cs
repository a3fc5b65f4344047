namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Pairs each item with the other stream's latest item of the same symbol, such as a trade with its book, or a bar with its top of book.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>An item produces one pair, or no pair if the other stream has not yet had an item of this symbol. Items of the other stream do not produce pairs.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately from either stream. OnError also occurs if one of the caller's functions throws.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on when the items complete. If the other stream completes, its latest items are still used.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from both streams.</description></item>
    /// </list>
    /// Temperature: the same as the stream of items. Scheduler: none. Concurrency: the two streams may push from different threads. Memory: one item per
    /// symbol.
    /// <para>The other stream is subscribed to first, so that items it replays are seen before the first item.</para>
    /// <code>
    /// items               --a--b---a--b-|
    /// latest              -p-----q--r----
    /// WithLatestBySymbol  --x------y--z-|
    /// a, p, q = of one symbol; b, r = of another; x = (a, p), y = (a, q), z = (b, r)
    /// </code>
    /// </remarks>
    /// <param name="items">The items.</param>
    /// <param name="latest">The stream whose latest item of each symbol is used.</param>
    public static IObservable<(T Item, TLatest Latest)> WithLatestBySymbol<T, TLatest>(this IObservable<T> items, IObservable<TLatest> latest)
        where T : IHasSymbol
        where TLatest : IHasSymbol =>
        items.WithLatestBySymbol(latest, static item => item.Symbol, static item => item.Symbol);

    /// <inheritdoc cref="WithLatestBySymbol{T, TLatest}(IObservable{T}, IObservable{TLatest})" path="/summary|/remarks"/>
    /// <param name="items">The items.</param>
    /// <param name="latest">The stream whose latest item of each symbol is used.</param>
    /// <param name="resultSelector">Combines an item and the latest item into a result.</param>
    public static IObservable<TResult> WithLatestBySymbol<T, TLatest, TResult>(
        this IObservable<T> items, IObservable<TLatest> latest, Func<T, TLatest, TResult> resultSelector)
        where T : IHasSymbol
        where TLatest : IHasSymbol =>
        items.WithLatestBySymbol(latest, static item => item.Symbol, static item => item.Symbol, resultSelector);

    /// <inheritdoc cref="WithLatestBySymbol{T, TLatest}(IObservable{T}, IObservable{TLatest})" path="/summary|/remarks"/>
    /// <param name="items">The items, such as the pairs of an earlier call.</param>
    /// <param name="latest">The stream whose latest item of each symbol is used.</param>
    /// <param name="itemSymbol">Returns an item's symbol.</param>
    /// <param name="latestSymbol">Returns the symbol of an item of the other stream.</param>
    public static IObservable<(T Item, TLatest Latest)> WithLatestBySymbol<T, TLatest>(
        this IObservable<T> items, IObservable<TLatest> latest, Func<T, Symbol> itemSymbol, Func<TLatest, Symbol> latestSymbol) =>
        items.WithLatestBySymbol(latest, itemSymbol, latestSymbol, static (item, last) => (item, last));

    /// <inheritdoc cref="WithLatestBySymbol{T, TLatest}(IObservable{T}, IObservable{TLatest})" path="/summary|/remarks"/>
    /// <param name="items">The items, such as the results of an earlier call.</param>
    /// <param name="latest">The stream whose latest item of each symbol is used.</param>
    /// <param name="itemSymbol">Returns an item's symbol.</param>
    /// <param name="latestSymbol">Returns the symbol of an item of the other stream.</param>
    /// <param name="resultSelector">Combines an item and the latest item into a result.</param>
    public static IObservable<TResult> WithLatestBySymbol<T, TLatest, TResult>(
        this IObservable<T> items,
        IObservable<TLatest> latest,
        Func<T, Symbol> itemSymbol,
        Func<TLatest, Symbol> latestSymbol,
        Func<T, TLatest, TResult> resultSelector)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(latest);
        ArgumentNullException.ThrowIfNull(itemSymbol);
        ArgumentNullException.ThrowIfNull(latestSymbol);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return SafeObservable.Create<TResult>((observer, resources) =>
        {
            var join = new LatestJoin<T, TLatest, TResult>(observer, itemSymbol, latestSymbol, resultSelector);
            resources.Add(latest.Subscribe(join.Latest));
            resources.Add(items.Subscribe(join));
        });
    }

    private sealed class LatestJoin<T, TLatest, TResult> : IObserver<T>
    {
        private readonly Lock _gate = new();
        private readonly PerSymbol<Slot> _slots = new();
        private readonly IObserver<TResult> _observer;
        private readonly Func<T, Symbol> _itemSymbol;
        private readonly Func<T, TLatest, TResult> _resultSelector;

        public LatestJoin(
            IObserver<TResult> observer, Func<T, Symbol> itemSymbol, Func<TLatest, Symbol> latestSymbol, Func<T, TLatest, TResult> resultSelector)
        {
            _observer = observer;
            _itemSymbol = itemSymbol;
            _resultSelector = resultSelector;
            Latest = new LatestObserver(this, latestSymbol);
        }

        public IObserver<TLatest> Latest { get; }

        public void OnNext(T value)
        {
            lock (_gate)
            {
                TResult result;
                try
                {
                    if (_slots[_itemSymbol(value)] is not { IsFilled: true } slot)
                        return;
                    result = _resultSelector(value, slot.Value!);
                }
                catch (Exception error)
                {
                    _observer.OnError(error);
                    return;
                }

                _observer.OnNext(result);
            }
        }

        public void OnError(Exception error)
        {
            lock (_gate)
                _observer.OnError(error);
        }

        public void OnCompleted()
        {
            lock (_gate)
                _observer.OnCompleted();
        }

        private void Keep(TLatest value, Func<TLatest, Symbol> symbol)
        {
            lock (_gate)
            {
                try
                {
                    _slots[symbol(value)].Fill(value);
                }
                catch (Exception error)
                {
                    _observer.OnError(error);
                }
            }
        }

        private sealed class Slot
        {
            public bool IsFilled { get; private set; }

            public TLatest? Value { get; private set; }

            public void Fill(TLatest value) => (IsFilled, Value) = (true, value);
        }

        private sealed class LatestObserver(LatestJoin<T, TLatest, TResult> join, Func<TLatest, Symbol> symbol) : IObserver<TLatest>
        {
            public void OnNext(TLatest value) => join.Keep(value, symbol);

            public void OnError(Exception error) => join.OnError(error);

            public void OnCompleted()
            {
            }
        }
    }
}
