using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>
    /// Tracks the client's own orders from ORDER_UPDATEs (U) and TRANSACTIONs (T). The result depends on their content, not on their order of arrival.
    /// </summary>
    /// <param name="feed">The feed.</param>
    /// <param name="options">Interpretation, time-outs and limits. If null, the defaults are used.</param>
    /// <returns>The orders' events.</returns>
    /// <remarks>
    /// Every U and T produces exactly one event, of the first kind that applies:
    /// <list type="table">
    /// <item><term>Duplicate</term><description>a known T; after a gap, a U that equals one from before the gap; a U of a forgotten order; not counted</description></item>
    /// <item><term>Created … Rejected</term><description>the status changed to the one of this name</description></item>
    /// <item><term>Conflict</term><description>a new contradiction; a T whose id belongs to a different fill, or a U with a different end of a forgotten order, is not counted</description></item>
    /// <item><term>PartiallyFilled, LateFill</term><description>Filled increased; LateFill if the order is done</description></item>
    /// <item><term>FillConfirmed</term><description>the smaller ledger increased</description></item>
    /// <item><term>Amended</term><description>the price, quantity, type, total or fee changed</description></item>
    /// <item><term>Duplicate</term><description>the status was repeated</description></item>
    /// <item><term>Ignored</term><description>none of these</description></item>
    /// </list>
    /// The status depends on all reports, regardless of their order. F: FILLED was reported, or the transactions reach the known quantity:
    /// <list type="table">
    /// <item><term>F and CANCELLED</term><description>Filled if the quantity is unknown or reached, otherwise Cancelled</description></item>
    /// <item><term>F</term><description>Filled</description></item>
    /// <item><term>CANCELLED</term><description>Cancelled</description></item>
    /// <item><term>REJECTED without a fill</term><description>Rejected</description></item>
    /// <item><term>PARTIAL_FILLED, or any fill</term><description>PartiallyFilled</description></item>
    /// <item><term>NEW</term><description>New</description></item>
    /// <item><term>otherwise</term><description>Unknown, with the exchange's text in <see cref="Order.StatusText"/></description></item>
    /// </list>
    /// A gap produces one Stale for each open order of its symbol; nothing is inferred. A U after the gap is a replay only if all its fields equal those of a U
    /// from before the gap, and only as many times as that U occurred. A timestamp that the clock did not follow is replaced by the clock's time. Timers on the
    /// feed's clock produce FillsMissing and Forgotten. FillsMissing counts from the oldest fill that the other ledger lacks, and is reported once for each
    /// such fill (once for fills at the same time). Misread follows the first input that contradicts <see cref="OrderTrackingOptions.ExecutedQuantity"/>. If
    /// two orders claim one T, the order that had it first keeps it and gets its own Conflict, without a Cause, after that of the other order.
    /// <code>
    /// feed         -n-t-p---f-u|
    /// TrackOrders  -C-P-K---F-K|
    /// n = NEW 10, p = PARTIAL_FILLED 4, f = FILLED 6, t = a transaction of 4, u = of 6
    /// C = Created, P = PartiallyFilled, K = FillConfirmed, F = Filled
    /// </code>
    /// <para>OnNext: as described above, within the turn of the input. OnError, OnCompleted: those of the feed, immediately; open orders do not change, and
    /// timers are dropped.
    /// No input causes an OnError. Dispose: ends the subscription and its timer.</para>
    /// <para>Temperature: hot, the same as the feed. Each subscription creates its own empty tracker; to share a tracker, use an <see cref="OrderLedger"/>.
    /// Scheduler: the feed's clock. Concurrency: runs on the delivering thread. Memory: open orders, done ones for
    /// <see cref="OrderTrackingOptions.DoneOrderRetention"/>, each with its fills and 8 bytes per update, the end and the total of forgotten ones, and the ids of
    /// the latest transactions.</para>
    /// <para>Quantities are in the base asset, prices in the quote asset, and both are exact. A total that a decimal cannot represent exactly is rounded when
    /// read; beyond decimal's range, it is the limit of the range.</para>
    /// </remarks>
    [OverloadResolutionPriority(1)] // So that null means no options.
    public static IObservable<OrderEvent> TrackOrders(this NexusFeed feed, OrderTrackingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return Track(feed, null, options);
    }

    /// <summary>
    /// Tracks orders as <see cref="TrackOrders(NexusFeed, OrderTrackingOptions?)"/> does, and corrects them by snapshots from the exchange's REST API, usually
    /// one after each gap.
    /// </summary>
    /// <param name="feed">The feed.</param>
    /// <param name="snapshots">The snapshots. They may arrive on any thread and take effect in a turn of the feed.</param>
    /// <param name="options">Interpretation, time-outs and limits. If null, the defaults are used.</param>
    /// <returns>The orders' events.</returns>
    /// <remarks>
    /// A snapshot produces one event for each order that it lists: Resynced, unless the snapshot changes the order. Its total takes precedence over that of the
    /// ORDER_UPDATEs; transactions are never reverted. A quantity that only the snapshot reports is <see cref="OrderFlags.Inferred"/> until transactions up to
    /// its time confirm it. Without an earlier gap, that quantity was executed before tracking began: <see cref="Order.FilledBefore"/>, which no position
    /// includes. An open order that a snapshot should list but does not is flagged <see cref="OrderFlags.Missing"/> and reported once. A total greater than what
    /// a forgotten order had counted restores the order with the difference.
    /// <code>
    /// feed         -n--x----|
    /// snapshots    -------s--
    /// TrackOrders  -C--S--F-|
    /// n = NEW, x = a gap, s = a snapshot that lists the order as filled
    /// C = Created, S = Stale, F = Filled
    /// </code>
    /// <para>OnNext: the same as without snapshots. OnError: that of the feed or of the snapshots, so retry a failing source. OnCompleted: that of the feed;
    /// that of the snapshots is
    /// ignored. Dispose: ends both subscriptions.</para>
    /// <para>Temperature: as the feed, hot. Scheduler: the feed's clock. Concurrency: runs on the delivering thread. Memory: as without snapshots.</para>
    /// </remarks>
    public static IObservable<OrderEvent> TrackOrders(this NexusFeed feed, IObservable<OrderSnapshot> snapshots, OrderTrackingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(snapshots);
        return Track(feed, snapshots, options);
    }

    private static IObservable<OrderEvent> Track(NexusFeed feed, IObservable<OrderSnapshot>? snapshots, OrderTrackingOptions? options) =>
        SafeObservable.Create<OrderEvent>((observer, resources) =>
        {
            var tracking = new OrderTracking(observer, new OrderTracker(options ?? new OrderTrackingOptions()), feed);
            resources.Add(tracking);
            if (snapshots is not null)
                resources.Add(snapshots.ObserveOn(feed.Clock).Subscribe(tracking.Resync, tracking.OnError));
            resources.Add(feed.Subscribe(tracking));
        });

    /// <summary>A tracker between the feed and a subscriber, with one timer for the earliest deadline.</summary>
    private sealed class OrderTracking(IObserver<OrderEvent> observer, OrderTracker tracker, NexusFeed feed) : IObserver<NexusMessage>, IDisposable
    {
        private readonly EventTimeScheduler _clock = feed.EventTime;
        private readonly SerialDisposable _timer = new();
        private ReusableTimer? _reusable;
        private long _timerDue = long.MaxValue;

        private FeedTime Now => new(_clock.NowTicks, _clock.MonotonicTicks);

        public void OnNext(NexusMessage value)
        {
            var now = Now;
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
            var now = Now;
            foreach (var change in tracker.OnSnapshot(snapshot, now))
                observer.OnNext(change);
            Expire(now);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();

        public void Dispose() => _timer.Dispose();

        private void Expire(FeedTime now)
        {
            while (!_timer.IsDisposed && tracker.TryExpire(now, out var expired))
                observer.OnNext(expired);

            // Most deadlines are canceled, so a timer that is too early is not replaced: the deadline is checked again when it fires.
            if (tracker.FirstDue < _timerDue && !_timer.IsDisposed && tracker.NextDue is var due && due < _timerDue)
                Arm(due, now);
        }

        // The clock's time changes at a restart; then the timer fires and is set again.
        private void Arm(long due, FeedTime now)
        {
            _timerDue = due;
            var at = EventTimeScheduler.SaturatingAdd(now.Utc, due - now.Monotonic);
            if (_reusable?.TrySet(at) == true)
                return;
            _timer.Disposable = _reusable = new ReusableTimer(_clock, OnTimer, isInTurn: true);
            _reusable.TrySet(at);
        }

        private void OnTimer(long due)
        {
            _timerDue = long.MaxValue;
            Expire(Now);
        }
    }
}
