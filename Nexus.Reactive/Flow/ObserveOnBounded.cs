using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// Delivers the items on a scheduler, such as a desktop app's UI thread, through a bounded buffer, and reports the number of dropped items.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Buffered, then delivered on the scheduler, in order, each as a separate work item. If the buffer is full, <paramref name="policy"/> applies.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Delivered on the scheduler after the buffered items.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source and drops the buffer. No notification follows, not even if it is called inside a callback.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: all notifications are delivered on it; the source never waits for it. Concurrency: the source may push
    /// from several threads.
    /// Memory: <paramref name="capacity"/> items. The <see cref="Buffered{T}.Dropped"/> counts and the items delivered add up to the items received.
    /// <code>
    /// source    abcd-----e--|
    /// ObserveOnBounded  -----(xd)e--|
    /// capacity = 2, and the scheduler is busy for five characters; x = c, which reports that two items before it were dropped
    /// </code>
    /// </remarks>
    /// <param name="source">The items.</param>
    /// <param name="capacity">The maximum number of waiting items, 1 or more. The item being delivered is not counted.</param>
    /// <param name="policy">The policy for a new item when the buffer is full.</param>
    /// <param name="scheduler">Delivers the items.</param>
    public static IObservable<Buffered<T>> ObserveOnBounded<T>(this IObservable<T> source, int capacity, OverflowPolicy policy, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (!Enum.IsDefined(policy))
            throw new ArgumentOutOfRangeException(nameof(policy), policy, "The policy is not a defined value.");
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<Buffered<T>>((observer, resources) =>
        {
            var buffer = new ObserveOnBoundedObserver<T>(observer, capacity, policy, scheduler);
            resources.Add(buffer);
            resources.Add(source.Subscribe(buffer));
        });
    }

    private sealed class ObserveOnBoundedObserver<T>(IObserver<Buffered<T>> observer, int capacity, OverflowPolicy policy, IScheduler scheduler)
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

            Schedule(new WorkItem());
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
                    _waiting.First!.ValueRef = AddDropped(_waiting.First.Value, oldest.Dropped + 1);
                    break;
                case OverflowPolicy.DropWrite:
                    _waiting.Last!.ValueRef = AddDropped(_waiting.Last.Value, 1);
                    break;
                default:
                    _isOver = true;
                    _error = new InvalidOperationException($"More than {capacity} items are waiting to be delivered.");
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

            Schedule(new WorkItem());
        }

        private void Schedule(WorkItem work)
        {
            // Assign the item before scheduling it, because an immediate scheduler runs it, and all resulting work, inside Schedule.
            _work.Disposable = work;
            work.Disposable = scheduler.Schedule((this, work), static (_, state) => state.Item1.Run(state.work));
        }

        // Each item is a separate work item, so that a UI thread can do other work in between.
        private IDisposable Run(WorkItem work)
        {
            // An immediate scheduler has called this method from the loop below, which takes the next item itself.
            if (work.TryReturnToCaller())
                return Disposable.Empty;
            while (DeliverNext())
            {
                var next = new WorkItem(Environment.CurrentManagedThreadId);
                Schedule(next);
                if (!next.HasReturnedToCaller())
                    break;
            }

            return Disposable.Empty;
        }

        /// <summary>Delivers one item or the terminal. Returns true if more items are waiting.</summary>
        private bool DeliverNext()
        {
            if (_work.IsDisposed)
                return false;
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
                DeliverEnd();
                return false;
            }

            observer.OnNext(item);
            lock (_gate)
                return _isWorking = _isOver || _waiting.Count > 0;
        }

        private void DeliverEnd()
        {
            if (_error is null)
                observer.OnCompleted();
            else
                observer.OnError(_error);
        }

        private static Buffered<T> AddDropped(Buffered<T> item, long dropped) => item with { Dropped = item.Dropped + dropped };

        /// <summary>A scheduled work item, which stores the thread that schedules it.</summary>
        private sealed class WorkItem(int schedulingThread = 0) : IDisposable
        {
            private SingleAssignmentDisposableValue _scheduled;
            private int _schedulingThread = schedulingThread;
            private bool _hasReturned;

            public IDisposable? Disposable { set => _scheduled.Disposable = value; }

            public void Dispose() => _scheduled.Dispose();

            /// <summary>Returns true if the loop that schedules this item is on the call stack.</summary>
            public bool TryReturnToCaller() => _hasReturned = _schedulingThread == Environment.CurrentManagedThreadId;

            /// <summary>Called by the loop after it has scheduled the item. Returns true if the scheduler has already run it.</summary>
            public bool HasReturnedToCaller()
            {
                _schedulingThread = 0;
                return _hasReturned;
            }
        }
    }
}
