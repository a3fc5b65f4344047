using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Reports open orders that may have changed unnoticed: after a gap, or after a long time without an input about them.</summary>
    /// <param name="source">The orders' events.</param>
    /// <param name="maxSilence">The time without an input about an open order after which it is reported.</param>
    /// <param name="scheduler">Runs the timer: the feed's clock.</param>
    /// <returns>One alert for each reason, until the next input about the order.</returns>
    /// <remarks>
    /// Inputs about an order are its ORDER_UPDATEs and TRANSACTIONs, including repetitions, and snapshots that list it.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>An event of an open order that is flagged <see cref="OrderFlags.Stale"/> produces one alert. An input about the order resets both reasons.</description></item>
    /// <item><term>Silence</term><description>When <paramref name="maxSilence"/> has passed since the last input about an open order, one alert is emitted.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on; the timer is stopped.</description></item>
    /// <item><term>Dispose</term><description>Ends the subscription and stops the timer.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: runs one timer for all orders. Concurrency: serialized. Memory: the open orders.
    /// <code>
    /// source           -a-b-x----a------|
    /// WatchOpenOrders  -----su--------u-|
    /// maxSilence = 5 characters; a = an update of an order, b = an update of another one that is done, x = a gap
    /// s = the order is stale, u = the order was not heard of for 5 characters
    /// </code>
    /// </remarks>
    public static IObservable<OrderAlert> WatchOpenOrders(this IObservable<OrderEvent> source, TimeSpan maxSilence, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxSilence, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<OrderAlert>((observer, resources) =>
        {
            var watch = new OpenOrderWatch(observer, maxSilence, scheduler);
            resources.Add(watch);
            resources.Add(source.Subscribe(watch));
        });
    }

    /// <summary>The open orders, the one that has been silent longest first.</summary>
    private sealed class OpenOrderWatch(IObserver<OrderAlert> observer, TimeSpan maxSilence, IScheduler scheduler) : IObserver<OrderEvent>, IDisposable
    {
        private readonly Lock _gate = new();
        private readonly SerialDisposable _timer = new();
        private readonly IStopwatch _clock = scheduler.StartStopwatch();
        private readonly Dictionary<long, LinkedListNode<WatchedOrder>> _orders = [];
        private readonly LinkedList<WatchedOrder> _silent = new();
        private bool _isArmed;

        public void OnNext(OrderEvent value)
        {
            lock (_gate)
            {
                var order = value.After;
                if (value.IsUntracked)
                    return;
                if (order.IsDone || value.Kind == OrderEventKind.Forgotten)
                {
                    if (_orders.Remove(order.OrderId, out var done))
                        done.List?.Remove(done);
                    return;
                }

                var isNew = !_orders.TryGetValue(order.OrderId, out var node);
                if (isNew)
                    _orders.Add(order.OrderId, node = new LinkedListNode<WatchedOrder>(new WatchedOrder()));
                node!.Value.Order = order;
                if (isNew || IsHeard(value))
                    Hear(node);
                if (!order.Flags.HasFlag(OrderFlags.Stale) || node.Value.IsStale)
                    return;
                node.Value.IsStale = true;
                observer.OnNext(new OrderAlert(order, OrderAlertReason.Stale));
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

        public void Dispose() => _timer.Dispose();

        // A snapshot's events have no cause, like those of timers.
        private static bool IsHeard(OrderEvent value) => value.Cause is OrderUpdate or Transaction || (value.Cause is null && value.Kind is not
            (OrderEventKind.FillsMissing or OrderEventKind.Misread or OrderEventKind.Missing or OrderEventKind.Conflict));

        private void Hear(LinkedListNode<WatchedOrder> node)
        {
            node.Value.HeardAt = _clock.Elapsed;
            node.Value.IsStale = false;
            node.List?.Remove(node);
            _silent.AddLast(node);
            if (!_isArmed)
                Arm(maxSilence);
        }

        private void Arm(TimeSpan wait)
        {
            _isArmed = true;
            _timer.Disposable = scheduler.Schedule(this, wait, static (_, self) => self.Elapsed());
        }

        private IDisposable Elapsed()
        {
            lock (_gate)
            {
                _isArmed = false;
                while (!_timer.IsDisposed && _silent.First is { } node)
                {
                    var left = maxSilence - (_clock.Elapsed - node.Value.HeardAt);
                    if (left > TimeSpan.Zero)
                    {
                        Arm(left);
                        break;
                    }

                    _silent.Remove(node);
                    observer.OnNext(new OrderAlert(node.Value.Order!, OrderAlertReason.Unheard));
                }

                return Disposable.Empty;
            }
        }

        private sealed class WatchedOrder
        {
            public Order? Order { get; set; }

            public TimeSpan HeardAt { get; set; }

            public bool IsStale { get; set; }
        }
    }
}
