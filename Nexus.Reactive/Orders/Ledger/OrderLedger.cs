using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>The orders and positions as they stand, for those who come late: subscribed to the events of one tracker from its construction on.</summary>
/// <remarks>
/// Every member may be used from any thread; a property is a snapshot. Memory: the orders that the tracker has not forgotten, and one position a symbol.
/// </remarks>
public sealed class OrderLedger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Order> _open = [];
    private readonly Dictionary<long, Order> _done = [];
    private readonly SortedDictionary<Symbol, PositionState> _positions = [];
    private readonly IDisposable _subscription;
    private LedgerSubscription[] _readers = [];
    private bool _isOver;
    private Exception? _error;

    /// <summary>Subscribes to the events of a tracker.</summary>
    /// <param name="events">What <see cref="NexusObservable.TrackOrders"/> gives, subscribed to before the feed is connected.</param>
    public OrderLedger(IObservable<OrderEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        Changes = SafeObservable.Create<OrderEvent>(Attach);
        _subscription = events.Subscribe(Take, error => End(error), () => End(null));
    }

    /// <summary>The orders that are not done, the earliest created first.</summary>
    public IReadOnlyList<Order> Open => Snapshot(_open);

    /// <summary>The orders that are done and not forgotten yet, the earliest created first.</summary>
    public IReadOnlyList<Order> Done => Snapshot(_done);

    /// <summary>The position of each symbol that was ever filled, from <see cref="Order.Filled"/> and <see cref="Order.Notional"/>: the greater ledger of each order.</summary>
    public IReadOnlyDictionary<Symbol, Position> Positions
    {
        get
        {
            lock (_gate)
                return _positions.ToDictionary(static p => p.Key, static p => p.Value.Position);
        }
    }

    /// <summary>The state, then what happens to it.</summary>
    /// <remarks>
    /// On subscription one event for each order that is kept, the earliest created first: Before null, Kind the status's name, Cause null. Then the
    /// tracker's own events, none lost or twice. A subscriber never waits for another: what comes meanwhile is queued for it. OnError, OnCompleted: the
    /// tracker's, to late subscribers after the state; OnCompleted also when the ledger is disposed. One that throws does so into the tracker's feed, which
    /// then cuts the ledger off: put <c>Isolate</c> before a subscriber that is not to be trusted.
    /// </remarks>
    public IObservable<OrderEvent> Changes { get; }

    /// <summary>The order as it stands; null when it is not known, or forgotten.</summary>
    public Order? Find(long orderId)
    {
        lock (_gate)
            return _open.GetValueOrDefault(orderId) ?? _done.GetValueOrDefault(orderId);
    }

    /// <summary>Ends the subscription and completes <see cref="Changes"/>; the state stays readable.</summary>
    public void Dispose()
    {
        _subscription.Dispose();
        End(null);
    }

    private void Take(OrderEvent change)
    {
        LedgerSubscription[] readers;
        lock (_gate)
        {
            Apply(change);
            foreach (var reader in _readers)
                reader.Add(change);
            readers = _readers;
        }

        LedgerSubscription.DrainAll(readers);
    }

    private void End(Exception? error)
    {
        LedgerSubscription[] readers;
        lock (_gate)
        {
            if (_isOver)
                return;
            (_isOver, _error) = (true, error);
            foreach (var reader in _readers)
                reader.End(error);
            readers = _readers;
        }

        LedgerSubscription.DrainAll(readers);
    }

    private IDisposable Attach(IObserver<OrderEvent> observer)
    {
        LedgerSubscription reader;
        lock (_gate)
        {
            reader = new LedgerSubscription(observer, Detach);
            foreach (var order in Sorted(_open.Values.Concat(_done.Values)))
                reader.Add(new OrderEvent(null, order, OrderEvent.GetKind(order.Status), null));
            if (_isOver)
                reader.End(_error);
            else
                _readers = [.. _readers, reader];
        }

        reader.Drain();
        return reader;
    }

    private void Detach(LedgerSubscription reader)
    {
        lock (_gate)
            _readers = [.. _readers.Where(other => other != reader)];
    }

    private void Apply(OrderEvent change)
    {
        if (change.IsUntracked)
            return;

        var order = change.After;
        if (!_open.Remove(order.OrderId, out var known))
            _done.Remove(order.OrderId, out known);

        // Forgotten and spoken of again: what it was counted for before is in the position already.
        known ??= change.Before;
        if (change.Kind != OrderEventKind.Forgotten)
            (order.IsDone ? _done : _open)[order.OrderId] = order;
        Book(known, order);
        if (change.Cause is Transaction { Fee: { } fee } transaction && known?.Confirmed != order.Confirmed)
            GetPosition(order.Symbol).AddFee(transaction.FeeAsset, fee);
    }

    private void Book(Order? before, Order after)
    {
        var old = before is null ? default : (before.Filled, GetFillTotals(before));
        var now = (after.Filled, GetFillTotals(after));
        if (before is not null && (before.Symbol, before.Side) != (after.Symbol, after.Side))
        {
            GetPosition(before.Symbol).Apply(before.Side, old, default);
            old = default;
        }

        if (old != now)
            GetPosition(after.Symbol).Apply(after.Side, old, now);
    }

    private PositionState GetPosition(Symbol symbol)
    {
        if (!_positions.TryGetValue(symbol, out var position))
            _positions.Add(symbol, position = new PositionState(symbol));
        return position;
    }

    // An order made by hand may state its average price alone.
    private static decimal? GetFillTotals(Order order) => order.Notional ?? (order.AveragePrice is { } price ? SaturatingDecimal.Multiply(price, order.Filled) : null);

    private List<Order> Snapshot(Dictionary<long, Order> orders)
    {
        lock (_gate)
            return Sorted(orders.Values);
    }

    private static List<Order> Sorted(IEnumerable<Order> orders) => [.. orders.OrderBy(static o => o.CreatedAt).ThenBy(static o => o.OrderId)];
}
