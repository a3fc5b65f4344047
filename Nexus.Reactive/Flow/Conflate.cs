using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <inheritdoc cref="Conflate{T}(IObservable{T}, TimeSpan, IScheduler)"/>
    public static IObservable<T> Conflate<T>(this IObservable<T> source, TimeSpan minInterval) => source.Conflate(minInterval, DefaultScheduler.Instance);

    /// <summary>Thins a stream of states out: the first at once, then the latest, no more often than each <paramref name="minInterval"/>.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Passed on if nothing was for the interval; else it waits for the interval's end, and one that comes meanwhile takes its place.</description></item>
    /// <item><term>OnCompleted</term><description>What still waits is sent at once, then the completion.</description></item>
    /// <item><term>OnError</term><description>Passed on at once; what still waits is not sent.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source and ends the waiting.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: the intervals run on it; an item that need not wait comes on the source's own thread, so add
    /// <see cref="ObserveLatestOn"/> before a user interface. Concurrency: serialized. Memory: one item, and one timer while it is needed.
    /// <code>
    /// source    a-bc---d---------ef|
    /// Conflate  a---c---d--------e-(f|)
    /// minInterval = 4 characters
    /// </code>
    /// </remarks>
    /// <param name="source">States of which only the latest matters; not events of which each one counts.</param>
    /// <param name="minInterval">The least time from one item to the next, but for the last.</param>
    /// <param name="scheduler">What the intervals run on.</param>
    public static IObservable<T> Conflate<T>(this IObservable<T> source, TimeSpan minInterval, IScheduler scheduler) =>
        source.Conflate(static _ => default(Unit), minInterval, scheduler);

    /// <inheritdoc cref="Conflate{T, TKey}(IObservable{T}, Func{T, TKey}, TimeSpan, IScheduler)"/>
    public static IObservable<T> Conflate<T, TKey>(this IObservable<T> source, Func<T, TKey> keySelector, TimeSpan minInterval)
        where TKey : notnull => source.Conflate(keySelector, minInterval, DefaultScheduler.Instance);

    /// <summary>Thins a stream of states out for each key by itself: the first at once, then the latest, no more often than each <paramref name="minInterval"/>.</summary>
    /// <remarks>
    /// As <see cref="Conflate{T}(IObservable{T}, TimeSpan, IScheduler)"/>, a key at a time; on completion what waits is sent in the order of its keys' coming.
    /// An exception of <paramref name="keySelector"/> ends the stream with it. Memory: one item and one timer for each key that had an item within the interval; a key that falls silent is forgotten.
    /// <code>
    /// source    a-b-A-B-----|
    /// Conflate  a-b-----A-B-|
    /// minInterval = 8 characters; a, A = of one key, b, B = of another
    /// </code>
    /// </remarks>
    /// <param name="source">States of which only the latest of each key matters; not events of which each one counts.</param>
    /// <param name="keySelector">The key, such as the symbol.</param>
    /// <param name="minInterval">The least time from one item of a key to its next, but for the last.</param>
    /// <param name="scheduler">What the intervals run on.</param>
    public static IObservable<T> Conflate<T, TKey>(this IObservable<T> source, Func<T, TKey> keySelector, TimeSpan minInterval, IScheduler scheduler)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentOutOfRangeException.ThrowIfLessThan(minInterval, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<T>(observer =>
        {
            var conflate = new ConflateObserver<T, TKey>(observer, keySelector, minInterval, scheduler);
            return new CompositeDisposable(source.Subscribe(conflate), conflate);
        });
    }

    private sealed class ConflateObserver<T, TKey>(IObserver<T> observer, Func<T, TKey> keySelector, TimeSpan minInterval, IScheduler scheduler)
        : IObserver<T>, IDisposable
        where TKey : notnull
    {
        private readonly Lock _gate = new();

        // The keys that had an item within the interval.
        private readonly OrderedDictionary<TKey, Slot> _slots = [];
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
                if (_slots.TryGetValue(key, out var slot))
                {
                    slot.Wait(value);
                    return;
                }

                slot = new Slot(key);
                _slots.Add(key, slot);
                Arm(slot);
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
                foreach (var slot in _slots.Values.ToList())
                {
                    if (slot.TryTake(out var value))
                        observer.OnNext(value);
                }

                observer.OnCompleted();
            }
        }

        public void Dispose()
        {
            // Never waits for a subscriber that is being called on another thread: it may be waiting for this one.
            _isOver = true;
            if (!_gate.TryEnter())
                return;
            try
            {
                foreach (var slot in _slots.Values)
                    slot.Timer.Dispose();
            }
            finally
            {
                _gate.Exit();
            }
        }

        private void Arm(Slot slot) => slot.Timer.Disposable = scheduler.Schedule((this, slot), minInterval, static (_, state) => state.Item1.Elapsed(state.slot));

        private IDisposable Elapsed(Slot slot)
        {
            lock (_gate)
            {
                if (_isOver)
                    return Disposable.Empty;
                if (slot.TryTake(out var value))
                {
                    Arm(slot);
                    observer.OnNext(value);
                }
                else
                {
                    _slots.Remove(slot.Key);
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
