using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>
/// The current orders and positions, which are also available to late subscribers. The constructor subscribes the ledger to the events of one tracker.
/// </summary>
/// <remarks>
/// Every member may be used from any thread; a property is a snapshot, whose references are copied while the feed waits (10 ms for a million orders). Memory: the orders that the tracker has not forgotten, and one position per symbol.
/// </remarks>
public sealed class OrderLedger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Order> _open = [];
    private readonly Dictionary<long, Order> _done = [];
    private readonly SortedDictionary<Symbol, PositionState> _positions = [];
    private readonly CostBasis _costBasis;
    private readonly IDisposable? _subscription;
    private LedgerSubscription[] _readers = [];
    private bool _isOver;
    private Exception? _error;

    /// <summary>Subscribes to the events of a tracker.</summary>
    /// <param name="events">The events of <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/>. Construct the ledger before the feed is connected.</param>
    /// <param name="costBasis">The cost that a reducing fill realizes. The default is the average cost.</param>
    /// <param name="openingPositions">The positions that were held before the first fill, at most one for each symbol. If null, there are none.</param>
    /// <exception cref="ArgumentException">A symbol has two opening positions, or one is null.</exception>
    public OrderLedger(IObservable<OrderEvent> events, CostBasis costBasis = CostBasis.AverageCost, IEnumerable<OpeningPosition>? openingPositions = null)
        : this(costBasis, openingPositions)
    {
        ArgumentNullException.ThrowIfNull(events);
        _subscription = events.Subscribe(Accept, error => End(error), () => End(null));
    }

    /// <summary>Creates a ledger whose owner calls <see cref="Accept(OrderEvent)"/>.</summary>
    internal OrderLedger(CostBasis costBasis, IEnumerable<OpeningPosition>? openingPositions)
    {
        _costBasis = OptionValue.Defined(costBasis, nameof(costBasis));
        OpeningPosition[] openings = [.. openingPositions ?? []];
        OptionValue.NoNulls(openings, nameof(openingPositions));
        foreach (var opening in openings)
        {
            if (!_positions.TryAdd(opening.Symbol, new PositionState(opening.Symbol, costBasis, opening)))
                throw new ArgumentException($"{opening.Symbol} has two opening positions.", nameof(openingPositions));
        }

        Changes = SafeObservable.Create<OrderEvent>(Attach);
    }

    /// <summary>The orders that are not done, in order of creation.</summary>
    public IReadOnlyList<Order> Open => Snapshot(_open);

    /// <summary>The orders that are done but not forgotten, in order of creation.</summary>
    public IReadOnlyList<Order> Done => Snapshot(_done);

    /// <summary>The position of each symbol that has had a fill, over all orders that the tracker has seen.</summary>
    public IReadOnlyDictionary<Symbol, Position> Positions
    {
        get
        {
            lock (_gate)
                return _positions.ToDictionary(static p => p.Key, static p => p.Value.Position);
        }
    }

    /// <summary>The state, then all changes.</summary>
    /// <remarks>
    /// A new subscriber first receives one event for each order that is kept, in order of creation: Before is null, Kind is the status's name, Cause is
    /// null. Then it receives the tracker's events without losses or repetitions. At most 4,096 events wait while the thread that subscribes delivers the
    /// state; then the feed waits while the state is delivered, unless no event is delivered for a second. OnError, OnCompleted: those of the tracker; late
    /// subscribers receive them after the state. OnCompleted is also sent when the ledger is disposed. A subscriber's exception reaches the tracker's feed,
    /// which then removes the ledger: put <c>Isolate</c> before a subscriber that may throw.
    /// </remarks>
    public IObservable<OrderEvent> Changes { get; }

    /// <summary>Returns the order's current state; null if it is unknown or forgotten.</summary>
    public Order? Find(long orderId)
    {
        lock (_gate)
            return _open.GetValueOrDefault(orderId) ?? _done.GetValueOrDefault(orderId);
    }

    /// <summary>Ends the subscription and completes <see cref="Changes"/>. The state remains readable.</summary>
    public void Dispose()
    {
        _subscription?.Dispose();
        End(null);
    }

    /// <summary>The symbols that have a position, in order.</summary>
    internal IReadOnlyList<Symbol> Symbols
    {
        get
        {
            lock (_gate)
                return [.. _positions.Keys];
        }
    }

    /// <summary>Returns the state of a symbol's position; null if it has none.</summary>
    internal PositionReading? Read(Symbol symbol)
    {
        lock (_gate)
            return _positions.GetValueOrDefault(symbol)?.Reading;
    }

    /// <summary>Applies a change and passes it on.</summary>
    internal void Accept(OrderEvent change)
    {
        Add(change);
        Deliver();
    }

    /// <summary>Applies a change, which <see cref="Deliver"/> passes on.</summary>
    internal void Add(OrderEvent change)
    {
        lock (_gate)
        {
            Apply(change);
            foreach (var reader in _readers)
                reader.Add(change);
        }
    }

    /// <summary>Passes on the changes that were added.</summary>
    internal void Deliver() => LedgerSubscription.DrainAll(Volatile.Read(ref _readers));

    /// <summary>Transfers the positions. When reading, the orders are those of the tracker.</summary>
    internal void Transfer(StateArchive archive, IEnumerable<Order> orders)
    {
        lock (_gate)
        {
            archive.List("positions", _positions, position =>
            {
                var (symbol, state) = (position.Key, position.Value);
                archive.Value("symbol", ref symbol);
                state ??= GetPosition(symbol);
                state.Transfer(archive);
                return position;
            });
            if (!archive.IsReading)
                return;
            foreach (var order in orders)
                (order.IsDone ? _done : _open)[order.OrderId] = order;
        }
    }

    /// <summary>Ends the changes.</summary>
    internal void End(Exception? error)
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

    // The state is copied under the lock but sorted outside it, so that the feed does not wait.
    private IDisposable Attach(IObserver<OrderEvent> observer)
    {
        var reader = new LedgerSubscription(observer, Detach);
        Order[] state;
        lock (_gate)
        {
            state = [.. _open.Values, .. _done.Values];
            if (_isOver)
                reader.End(_error);
            else
                _readers = [.. _readers, reader];
        }

        reader.Start(Sorted(state));
        return reader;
    }

    private void Detach(LedgerSubscription reader)
    {
        lock (_gate)
            _readers = [.. _readers.Where(other => other != reader)];
    }

    private void Apply(OrderEvent change)
    {
        var order = change.After;
        if (change.IsUntracked)
        {
            Count(null, order);
            return;
        }

        if (!_open.Remove(order.OrderId, out var known))
            _done.Remove(order.OrderId, out known);

        // Fills from before an order was forgotten are already part of the position.
        known ??= change.Before;
        if (change.Kind != OrderEventKind.Forgotten)
            (order.IsDone ? _done : _open)[order.OrderId] = order;
        Count(known, order);
    }

    private void Count(Order? before, Order after)
    {
        var (from, to) = (GetFills(before), GetFills(after));
        if (before is not null && (before.Symbol, before.Side) == (after.Symbol, after.Side) && to.Since(from.Latest) is { } changes)
        {
            Apply(after, changes, 1);
            return;
        }

        if (before is not null)
            Apply(before, from.Since(null)!, -1);
        Apply(after, to.Since(null)!, 1);
    }

    private void Apply(Order order, IReadOnlyList<FillChange> changes, int sign)
    {
        if (changes.Count == 0)
            return;
        var position = GetPosition(order.Symbol);
        foreach (var change in changes)
            position.Apply(order.OrderId, order.Side, change, sign);
    }

    // An order that was not created by a tracker has only totals.
    private static FillHistory GetFills(Order? order)
    {
        if (order is null || order.Fills.Latest is not null)
            return order?.Fills ?? default;
        var priced = order.AveragePrice is null ? 0 : SaturatingDecimal.Add(order.Filled, -SaturatingDecimal.Add(order.UnpricedQuantity, order.FilledBefore));
        var unpriced = SaturatingDecimal.Add(order.Filled, -SaturatingDecimal.Add(order.FilledBefore, priced));
        FillChange? latest = null;
        if (decimal.Sign(priced) > 0)
            latest = new PlacedChange(latest, order.UpdatedAt.UtcTicks, order.AveragePrice!.Value, priced);
        if (decimal.Sign(unpriced) > 0)
            latest = new PlacedChange(latest, order.UpdatedAt.UtcTicks, 0, unpriced);
        return new FillHistory(latest);
    }

    private PositionState GetPosition(Symbol symbol)
    {
        if (!_positions.TryGetValue(symbol, out var position))
            _positions.Add(symbol, position = new PositionState(symbol, _costBasis));
        return position;
    }

    private List<Order> Snapshot(Dictionary<long, Order> orders)
    {
        Order[] copy;
        lock (_gate)
            copy = [.. orders.Values];
        return Sorted(copy);
    }

    private static List<Order> Sorted(Order[] orders)
    {
        Array.Sort(orders, static (left, right) => left.CreatedAt != right.CreatedAt ? left.CreatedAt.CompareTo(right.CreatedAt) : left.OrderId.CompareTo(right.OrderId));
        return [.. orders];
    }
}
