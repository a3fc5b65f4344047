using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <inheritdoc cref="Conflate{T}(IObservable{T}, TimeSpan, IScheduler)"/>
    public static IObservable<T> Conflate<T>(this IObservable<T> source, TimeSpan minInterval) => source.Conflate(minInterval, DefaultScheduler.Instance);

    /// <summary>
    /// Reduces the rate of a stream of states. The first item is passed on immediately, then the latest item, at most once per <paramref name="minInterval"/>.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Passed on immediately if no item was passed on within the interval. Otherwise, the item waits for the end of the interval, and a later item replaces it.</description></item>
    /// <item><term>OnCompleted</term><description>A waiting item is emitted immediately, then the completion.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately; a waiting item is not emitted.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and stops the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: runs the intervals; an item that does not wait is delivered on the source's thread, so add
    /// <see cref="ObserveLatestOn"/> before a user interface. Concurrency: serialized. Memory: one item, and one timer while it is needed.
    /// <code>
    /// source    a-bc---d---------ef|
    /// Conflate  a---c---d--------e-(f|)
    /// minInterval = 4 characters
    /// </code>
    /// </remarks>
    /// <param name="source">States of which only the latest matters. Do not use it for events that must all be processed.</param>
    /// <param name="minInterval">The minimum time between two items; the last one may follow sooner.</param>
    /// <param name="scheduler">Runs the intervals.</param>
    public static IObservable<T> Conflate<T>(this IObservable<T> source, TimeSpan minInterval, IScheduler scheduler) =>
        source.Conflate(static _ => default(Unit), minInterval, scheduler);

    /// <inheritdoc cref="Conflate{T, TKey}(IObservable{T}, Func{T, TKey}, TimeSpan, IScheduler)"/>
    public static IObservable<T> Conflate<T, TKey>(this IObservable<T> source, Func<T, TKey> keySelector, TimeSpan minInterval)
        where TKey : notnull => source.Conflate(keySelector, minInterval, DefaultScheduler.Instance);

    /// <summary>
    /// Reduces the rate of a stream of states for each key separately. The first item of a key is passed on immediately, then the latest item, at most once per
    /// <paramref name="minInterval"/>.
    /// </summary>
    /// <remarks>
    /// Behaves as <see cref="Conflate{T}(IObservable{T}, TimeSpan, IScheduler)"/> for each key. On completion, the waiting items are emitted in the order of
    /// their keys' first items.
    /// When <paramref name="keySelector"/> throws, the stream ends with that error. Memory: one item and one timer for each key that had an item within the
    /// interval; a key without recent items takes no memory.
    /// <code>
    /// source    a-b-A-B-----|
    /// Conflate  a-b-----A-B-|
    /// minInterval = 8 characters; a, A = of one key, b, B = of another
    /// </code>
    /// </remarks>
    /// <param name="source">States of which only the latest of each key matters. Do not use it for events that must all be processed.</param>
    /// <param name="keySelector">Returns an item's key, such as its symbol.</param>
    /// <param name="minInterval">The minimum time between two items of a key; the last one may follow sooner.</param>
    /// <param name="scheduler">Runs the intervals.</param>
    public static IObservable<T> Conflate<T, TKey>(this IObservable<T> source, Func<T, TKey> keySelector, TimeSpan minInterval, IScheduler scheduler)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentOutOfRangeException.ThrowIfLessThan(minInterval, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<T>((observer, resources) =>
        {
            var conflate = new ConflateObserver<T, TKey>(observer, keySelector, minInterval, scheduler);
            resources.Add(conflate);
            resources.Add(source.Subscribe(conflate));
        });
    }

    private sealed class ConflateObserver<T, TKey>(IObserver<T> observer, Func<T, TKey> keySelector, TimeSpan minInterval, IScheduler scheduler)
        : IObserver<T>, IDisposable
        where TKey : notnull
    {
        private readonly Lock _gate = new();

        // The keys that had an item within the interval, and the same keys in the order of their first items.
        private readonly Dictionary<TKey, LinkedListNode<Slot>> _slots = [];
        private readonly LinkedList<Slot> _inOrder = [];
        private volatile bool _isOver;

        public void OnNext(T value)
        {
            TKey key;
            try
            {
                key = keySelector(value);
            }
            catch (Exception error)
            {
                OnError(error);
                return;
            }

            lock (_gate)
            {
                if (_isOver)
                    return;
                if (_slots.TryGetValue(key, out var node))
                {
                    node.Value.Wait(value);
                    return;
                }

                node = _inOrder.AddLast(new Slot(key));
                _slots.Add(key, node);
                Arm(node);
                observer.OnNext(value);
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
            {
                foreach (var slot in _inOrder.ToList())
                {
                    if (slot.TryTake(out var value))
                        observer.OnNext(value);
                }

                observer.OnCompleted();
            }
        }

        public void Dispose()
        {
            // Never waits for a subscriber that is being called on another thread: that thread may be waiting for this one.
            _isOver = true;
            if (!_gate.TryEnter())
                return;
            try
            {
                foreach (var slot in _inOrder)
                    slot.Timer.Dispose();
            }
            finally
            {
                _gate.Exit();
            }
        }

        private void Arm(LinkedListNode<Slot> node) =>
            node.Value.Timer.Disposable = scheduler.Schedule((this, node), minInterval, static (_, state) => state.Item1.Elapsed(state.node));

        private IDisposable Elapsed(LinkedListNode<Slot> node)
        {
            lock (_gate)
            {
                if (_isOver)
                    return Disposable.Empty;
                if (node.Value.TryTake(out var value))
                {
                    Arm(node);
                    observer.OnNext(value);
                }
                else
                {
                    _slots.Remove(node.Value.Key);
                    _inOrder.Remove(node);
                }
            }

            return Disposable.Empty;
        }

        private sealed class Slot(TKey key)
        {
            private T _value = default!;
            private bool _isWaiting;

            public TKey Key { get; } = key;

            public SerialDisposable Timer { get; } = new();

            public void Wait(T value)
            {
                _value = value;
                _isWaiting = true;
            }

            public bool TryTake(out T value)
            {
                (value, _value) = (_value, default!);
                var was = _isWaiting;
                _isWaiting = false;
                return was;
            }
        }
    }
}
