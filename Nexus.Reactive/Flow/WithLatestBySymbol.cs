using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Pairs each item with the latest of the other stream that has the same symbol: a trade with its book, a bar with its top of book.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>An item gives one pair, or nothing before the other stream has had its symbol. The other stream's items give nothing by themselves.</description></item>
    /// <item><term>OnError</term><description>Of either stream, at once.</description></item>
    /// <item><term>OnCompleted</term><description>With the items; when the other stream completes, its latest stay in use.</description></item>
    /// <item><term>Dispose</term><description>Leaves both streams.</description></item>
    /// </list>
    /// Temperature: as the items'. Scheduler: none. Concurrency: the two streams may come on different threads. Memory: one item a symbol.
    /// <para>The other stream is subscribed first, so that one which replays is heard before the first item.</para>
    /// <code>
    /// items               --a--b---a--b-|
    /// latest              -p-----q--r----
    /// WithLatestBySymbol  --x------y--z-|
    /// a, p, q = of one symbol; b, r = of another; x = (a, p), y = (a, q), z = (b, r)
    /// </code>
    /// </remarks>
    public static IObservable<(T Item, TLatest Latest)> WithLatestBySymbol<T, TLatest>(this IObservable<T> items, IObservable<TLatest> latest)
        where T : IHasSymbol
        where TLatest : IHasSymbol
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(latest);
        return SafeObservable.Create<(T, TLatest)>(observer =>
        {
            var join = new LatestJoin<T, TLatest>(observer);
            return StableCompositeDisposable.Create(latest.Subscribe(join.Latest), items.Subscribe(join));
        });
    }

    private sealed class LatestJoin<T, TLatest> : IObserver<T>
        where T : IHasSymbol
        where TLatest : IHasSymbol
    {
        private readonly Lock _gate = new();
        private readonly PerSymbol<Slot> _slots = new();
        private readonly IObserver<(T, TLatest)> _observer;

        public LatestJoin(IObserver<(T, TLatest)> observer)
        {
            _observer = observer;
            Latest = new LatestObserver(this);
        }

        public IObserver<TLatest> Latest { get; }

        public void OnNext(T value)
        {
            lock (_gate)
            {
                if (_slots[value.Symbol] is { IsFilled: true } slot)
                    _observer.OnNext((value, slot.Value!));
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

        private sealed class Slot
        {
            public bool IsFilled { get; private set; }

            public TLatest? Value { get; private set; }

            public void Fill(TLatest value) => (IsFilled, Value) = (true, value);
        }

        private sealed class LatestObserver(LatestJoin<T, TLatest> join) : IObserver<TLatest>
        {
            public void OnNext(TLatest value)
            {
                lock (join._gate)
                    join._slots[value.Symbol].Fill(value);
            }

            public void OnError(Exception error) => join.OnError(error);

            public void OnCompleted()
            {
            }
        }
    }
}
