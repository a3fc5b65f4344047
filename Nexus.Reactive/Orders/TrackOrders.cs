using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Follows the client's own orders through ORDER_UPDATEs (U) and TRANSACTIONs (T): what is said, not when it arrives, decides.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="options">Readings, timeouts and bounds; null: the defaults.</param>
    /// <returns>The orders' events.</returns>
    /// <remarks>
    /// Every U and T gives exactly one event, of the first kind that applies:
    /// <list type="table">
    /// <item><term>Duplicate</term><description>a T whose id is known; after a gap, a U not later than the order's last one before it; a U of a forgotten order; not counted</description></item>
    /// <item><term>Created … Rejected</term><description>the status is a new one, and this is its name</description></item>
    /// <item><term>Conflict</term><description>a new contradiction, or a T whose id stood for something else, or a U that ends a forgotten order otherwise; those are not counted</description></item>
    /// <item><term>PartiallyFilled, LateFill</term><description>Filled grew; LateFill when the order is done</description></item>
    /// <item><term>FillConfirmed</term><description>the lesser ledger grew</description></item>
    /// <item><term>Amended</term><description>price, quantity, type or total stated anew</description></item>
    /// <item><term>Duplicate</term><description>the status restated</description></item>
    /// <item><term>Ignored</term><description>nothing of these</description></item>
    /// </list>
    /// The status, from all that was said, in whatever order; F: FILLED was said, or the transactions reach the known quantity:
    /// <list type="table">
    /// <item><term>F and CANCELLED</term><description>Filled if the quantity is unknown or filled, else Cancelled</description></item>
    /// <item><term>F</term><description>Filled</description></item>
    /// <item><term>CANCELLED</term><description>Cancelled</description></item>
    /// <item><term>REJECTED, nothing filled</term><description>Rejected</description></item>
    /// <item><term>PARTIAL, or any fill</term><description>PartiallyFilled</description></item>
    /// <item><term>NEW</term><description>New</description></item>
    /// <item><term>else</term><description>Unknown, with the exchange's word in <see cref="Order.StatusText"/></description></item>
    /// </list>
    /// A gap gives one Stale for each open order of its symbol and infers nothing. Timers on the feed's clock give FillsMissing and Forgotten. Where two
    /// orders claim one T, the order that had it keeps it and gets a Conflict of its own, without a Cause, after that of the other.
    /// <code>
    /// feed         -n-t-p---f-u|
    /// TrackOrders  -C-P-K---F-K|
    /// n = NEW 10, p = PARTIAL_FILLED 4, f = FILLED 6, t = a transaction of 4, u = of 6
    /// C = Created, P = PartiallyFilled, K = FillConfirmed, F = Filled
    /// </code>
    /// <para>OnNext: as above, within the turn of the input. OnError, OnCompleted: the feed's, at once; open orders stay as they are, timers are dropped.
    /// No input makes an OnError. Dispose: ends the subscription and its timer.</para>
    /// <para>Temperature: as the feed, hot; each subscription is a tracker of its own that starts with nothing, so share it by an <see cref="OrderLedger"/>.
    /// Scheduler: the feed's clock. Concurrency: on the thread that delivers. Memory: open orders, done ones for
    /// <see cref="OrderTrackingOptions.DoneOrderRetention"/>, and the ids of the latest transactions.</para>
    /// <para>Quantities are in the base asset, prices in the quote asset, exact. A total that no decimal holds is rounded when read, and stops at decimal's range.</para>
    /// </remarks>
    public static IObservable<OrderEvent> TrackOrders(this NexusFeed feed, OrderTrackingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        options ??= new OrderTrackingOptions();
        return SafeObservable.Create<OrderEvent>(observer =>
        {
            var tracking = new OrderTracking(observer, new OrderTracker(options), feed);
            var resync = options.Resync?.ObserveOn(feed.Clock).Subscribe(tracking.Resync, tracking.OnError);
            return StableCompositeDisposable.Create(tracking, feed.Subscribe(tracking), resync ?? Disposable.Empty);
        });
    }

    /// <summary>One tracker between the feed and a subscriber, with one timer for whatever is due first.</summary>
    private sealed class OrderTracking(IObserver<OrderEvent> observer, OrderTracker tracker, NexusFeed feed) : IObserver<NexusMessage>, IDisposable
    {
        private readonly SerialDisposable _timer = new();
        private long _timerDue = long.MaxValue;

        public void OnNext(NexusMessage value)
        {
            var now = feed.MonotonicTicks;
            switch (value)
            {
                case OrderUpdate update:
                    observer.OnNext(tracker.OnUpdate(update, now));
                    break;
                case Transaction transaction:
                    observer.OnNext(tracker.OnTransaction(transaction, now));
                    break;
                case FeedGap gap:
                    foreach (var stale in tracker.OnGap(gap))
                        observer.OnNext(stale);
                    break;
                default:
                    return;
            }

            Expire(now);
        }

        public void Resync(OrderSnapshot snapshot)
        {
            var now = feed.MonotonicTicks;
            foreach (var change in tracker.OnSnapshot(snapshot, now))
                observer.OnNext(change);
            Expire(now);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();

        public void Dispose() => _timer.Dispose();

        private void Expire(long now)
        {
            while (!_timer.IsDisposed && tracker.TryExpire(now, out var expired))
                observer.OnNext(expired);

            // Deadlines mostly come and go unmet, so a timer that is early is left to wake and look again.
            var due = tracker.NextDue;
            if (due < _timerDue && !_timer.IsDisposed)
                Arm(due, now);
        }

        private void Arm(long due, long now)
        {
            _timerDue = due;
            _timer.Disposable = feed.Clock.Schedule(this, TimeSpan.FromTicks(due - now), static (_, self) => self.OnTimer());
        }

        private IDisposable OnTimer()
        {
            _timerDue = long.MaxValue;
            Expire(feed.MonotonicTicks);
            return Disposable.Empty;
        }
    }
}
