using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Hands the items over to a scheduler, such as a desktop app's thread, through a buffer that never holds more than so many, and says how many it dropped.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Buffered; delivered on the scheduler, in order, each as a work item of its own. When the buffer is full, <paramref name="policy"/> decides.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Delivered on the scheduler after what is buffered.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source and drops the buffer; from inside a callback, too, nothing follows.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: everything is delivered on it; the source never waits for it. Concurrency: the source may push from several threads.
    /// Memory: <paramref name="capacity"/> items. The <see cref="Buffered{T}.Dropped"/> counts and the items delivered add up to the items received.
    /// <code>
    /// source    abcd-----e--|
    /// ObserveOnBounded  -----(xd)e--|
    /// capacity = 2, and the scheduler is busy for five characters; x = c, with word that two before it were dropped
    /// </code>
    /// </remarks>
    /// <param name="source">The items.</param>
    /// <param name="scheduler">Where they are delivered.</param>
    /// <param name="capacity">How many may wait, 1 or more; the one that is being delivered no longer waits.</param>
    /// <param name="policy">What to do with one more.</param>
    public static IObservable<Buffered<T>> ObserveOnBounded<T>(
        this IObservable<T> source, IScheduler scheduler, int capacity, OverflowPolicy policy = OverflowPolicy.DropOldest)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(scheduler);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (!Enum.IsDefined(policy))
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "There is no such policy.");
        return SafeObservable.Create<Buffered<T>>(observer =>
        {
            var buffer = new ObserveOnBoundedObserver<T>(observer, scheduler, capacity, policy);
            return new CompositeDisposable(source.Subscribe(buffer), buffer);
        });
    }

    private sealed class ObserveOnBoundedObserver<T>(IObserver<Buffered<T>> observer, IScheduler scheduler, int capacity, OverflowPolicy policy)
        : IObserver<T>, IDisposable
    {
        private readonly Lock _gate = new();
        private readonly LinkedList<Buffered<T>> _waiting = [];
        private readonly SerialDisposable _work = new();
        private bool _isWorking;
        private bool _isOver;
        private Exception? _error;

        public void OnNext(T value)
        {
            lock (_gate)
            {
                if (_isOver)
                    return;
                if (_waiting.Count < capacity)
                    _waiting.AddLast(new Buffered<T>(value, 0));
                else
                    Overflow(value);
                if (_isWorking)
                    return;
                _isWorking = true;
            }

            Schedule();
        }

        public void OnError(Exception error) => End(error);

        public void OnCompleted() => End(null);

        public void Dispose()
        {
            _work.Dispose();
            lock (_gate)
            {
                _isOver = true;
                _waiting.Clear();
            }
        }

        private void Overflow(T value)
        {
            switch (policy)
            {
                case OverflowPolicy.DropOldest:
                    var oldest = _waiting.First!.Value;
                    _waiting.RemoveFirst();
                    _waiting.AddLast(new Buffered<T>(value, 0));
                    _waiting.First!.ValueRef = Count(_waiting.First.Value, oldest.Dropped + 1);
                    break;
                case OverflowPolicy.DropWrite:
                    _waiting.Last!.ValueRef = Count(_waiting.Last.Value, 1);
                    break;
                default:
                    _isOver = true;
                    _error = new InvalidOperationException($"More than {capacity} items wait to be delivered.");
                    break;
            }
        }

        private void End(Exception? error)
        {
            lock (_gate)
            {
                if (_isOver)
                    return;
                _isOver = true;
                _error = error;
                if (_isWorking)
                    return;
                _isWorking = true;
            }

            Schedule();
        }

        private void Schedule()
        {
            // Placed before it is scheduled: an immediate scheduler runs it, and what follows from it, at once.
            var work = new SingleAssignmentDisposable();
            _work.Disposable = work;
            work.Disposable = scheduler.Schedule(this, static (_, self) => self.Work());
        }

        // One item a turn, so that a desktop's thread comes to its other business in between.
        private IDisposable Work()
        {
            if (_work.IsDisposed)
                return Disposable.Empty;
            Buffered<T> item;
            bool isItem;
            lock (_gate)
            {
                isItem = _waiting.Count > 0;
                item = _waiting.First?.Value ?? default;
                if (isItem)
                    _waiting.RemoveFirst();
            }

            if (!isItem)
            {
                SendEnd();
                return Disposable.Empty;
            }

            observer.OnNext(item);
            lock (_gate)
            {
                _isWorking = _isOver || _waiting.Count > 0;
                if (!_isWorking)
                    return Disposable.Empty;
            }

            Schedule();
            return Disposable.Empty;
        }

        private void SendEnd()
        {
            if (_error is null)
                observer.OnCompleted();
            else
                observer.OnError(_error);
        }

        private static Buffered<T> Count(Buffered<T> item, long dropped) => item with { Dropped = item.Dropped + dropped };
    }
}
