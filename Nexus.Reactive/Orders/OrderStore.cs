using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>
/// A tracker and its ledger whose state is saved to a file and restored from it, so that a restarted process continues with the same orders and positions.
/// The constructor restores the state and subscribes to the feed.
/// </summary>
/// <remarks>
/// A restart is treated as a gap: restored open orders are <see cref="OrderFlags.Stale"/>, messages that were counted before the save are duplicates if they
/// are received again, and a snapshot can correct the rest. Deadlines continue on the exchange's time. Construct the store before the feed is connected. Every
/// member may be used from any thread.
/// <para>The file is JSON with exact decimals, a version and a hash. It is written under another name, flushed to the disk and renamed, so that it always
/// contains one whole state. Memory: that of the tracker and the ledger, and the text of the state while it is saved.</para>
/// </remarks>
public sealed class OrderStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _saving = new();
    private readonly CompositeDisposable _subscriptions = [];
    private readonly SerialDisposable _timer = new();
    private readonly NexusFeed _feed;
    private readonly OrderTrackingOptions _options;
    private readonly CostBasis _costBasis;
    private readonly StateFile _file;
    private readonly ResumedClock _clock;
    private readonly OrderTracker _tracker;
    private long _timerDue = long.MaxValue;

    /// <summary>Restores the state of a file if it exists, and tracks the orders of a feed from there.</summary>
    /// <param name="path">The file. No other store may use it at the same time.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="options">The options of the tracker. If null, the defaults are used. Two of them must be those of the saved state: the meaning of quantities, and the key of transactions.</param>
    /// <param name="snapshots">The exchange's snapshots. If null, there are none.</param>
    /// <param name="costBasis">The cost that a reducing fill realizes; it must be that of the saved state.</param>
    /// <exception cref="OrderStateException">The saved state is damaged, of a newer version, or was saved with other options, or the file is none of a store.</exception>
    /// <exception cref="IOException">The file cannot be opened or read, or another store uses it.</exception>
    public OrderStore(string path, NexusFeed feed, OrderTrackingOptions? options = null, IObservable<OrderSnapshot>? snapshots = null, CostBasis costBasis = CostBasis.AverageCost)
        : this(path, feed, options, snapshots, costBasis, StateDisk.Instance)
    {
    }

    internal OrderStore(string path, NexusFeed feed, OrderTrackingOptions? options, IObservable<OrderSnapshot>? snapshots, CostBasis costBasis, IStateDisk disk)
    {
        ArgumentNullException.ThrowIfNull(feed);
        (_feed, _options, _costBasis) = (feed, options ?? new OrderTrackingOptions(), OptionValue.Defined(costBasis, nameof(costBasis)));
        _tracker = new OrderTracker(_options);
        _clock = new ResumedClock(feed);
        Ledger = new OrderLedger(costBasis, []);
        _file = new StateFile(path, disk);
        try
        {
            IsRestored = _file.TryRead(Transfer);
            if (IsRestored)
                Apply(_tracker.OnGap(new FeedGap("the process was restarted")));
            if (snapshots is not null)
                _subscriptions.Add(snapshots.ObserveOn(feed.Clock).Subscribe(Resync, Ledger.End));
            _subscriptions.Add(feed.Subscribe(OnNext, Ledger.End, () => Ledger.End(null)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The orders and positions. Its changes are those of the tracker.</summary>
    public OrderLedger Ledger { get; }

    /// <summary>Whether a saved state was restored.</summary>
    public bool IsRestored { get; }

    /// <summary>
    /// Saves the state after the latest input. The feed waits while the state is converted to text, but not while it is written. Concurrent calls are
    /// executed one after another.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written. The previous state is unchanged.</exception>
    public void Save()
    {
        lock (_saving)
        {
            ReadOnlyMemory<byte> state;
            lock (_gate)
                state = StateFile.Write(Transfer);
            _file.Save(state);
        }
    }

    /// <summary>Ends the tracking and completes the changes of <see cref="Ledger"/>, which remains readable. The state is not saved.</summary>
    public void Dispose()
    {
        _subscriptions.Dispose();
        _timer.Dispose();
        Ledger.Dispose();
        lock (_saving)
            _file.Dispose();
    }

    private void Transfer(StateArchive archive)
    {
        Check(archive, "executedQuantity", _options.ExecutedQuantity);
        Check(archive, "transactionKey", _options.TransactionKey);
        Check(archive, "costBasis", _costBasis);
        archive.Object("time", _clock, _ =>
        {
            _clock.Transfer(archive);
            return _clock;
        });
        archive.Object("tracker", _tracker, _ =>
        {
            _tracker.Transfer(archive);
            return _tracker;
        });
        Ledger.Transfer(archive, _tracker.Orders);
    }

    private void Check<T>(StateArchive archive, string name, T value)
        where T : struct, Enum
    {
        var saved = value;
        archive.Enum(name, ref saved);
        if (!EqualityComparer<T>.Default.Equals(saved, value))
            throw new OrderStateException($"The state in '{_file.Path}' was saved with {name} {saved}; it cannot be restored with {value}.");
    }

    private void OnNext(NexusMessage message)
    {
        lock (_gate)
        {
            var now = GetTime();
            switch (message)
            {
                case OrderUpdate update:
                    Ledger.Add(_tracker.OnUpdate(update, now));
                    break;
                case Transaction transaction:
                    Ledger.Add(_tracker.OnTransaction(transaction, now));
                    break;
                case FeedGap gap:
                    Apply(_tracker.OnGap(gap));
                    break;
            }

            if (message is OrderUpdate or Transaction or FeedGap)
                Expire(now);
        }

        Ledger.Deliver();
    }

    private void Resync(OrderSnapshot snapshot)
    {
        lock (_gate)
        {
            var now = GetTime();
            Apply(_tracker.OnSnapshot(snapshot, now));
            Expire(now);
        }

        Ledger.Deliver();
    }

    // What became due while the process did not run comes before the first input, and a timer that was set until then counts from a wrong time.
    private FeedTime GetTime()
    {
        var hasResumed = _clock.HasResumed;
        var now = _clock.Now;
        if (hasResumed || !_clock.HasResumed)
            return now;
        _timerDue = long.MaxValue;
        Expire(now);
        return now;
    }

    private void Apply(IEnumerable<OrderEvent> changes)
    {
        foreach (var change in changes)
            Ledger.Add(change);
    }

    private void Expire(FeedTime now)
    {
        while (_tracker.TryExpire(now, out var expired))
            Ledger.Add(expired);
        var due = _tracker.NextDue;
        if (due >= _timerDue || _timer.IsDisposed)
            return;
        _timerDue = due;
        _timer.Disposable = _feed.Clock.Schedule(this, TimeSpan.FromTicks(due - now.Monotonic), static (_, self) => self.OnTimer());
    }

    private IDisposable OnTimer()
    {
        lock (_gate)
        {
            _timerDue = long.MaxValue;
            Expire(_clock.Now);
        }

        Ledger.Deliver();
        return Disposable.Empty;
    }
}
