namespace Nexus.Reactive;

/// <summary>The retained data of a forgotten order.</summary>
internal readonly struct OrderTombstone
{
    private readonly decimal _filled;
    private readonly decimal _unpriced;
    private readonly decimal _notional;

    /// <param name="order">The order when it was forgotten.</param>
    /// <param name="state">Its state.</param>
    public OrderTombstone(Order order, OrderState state)
    {
        (Symbol, Side, Status) = (order.Symbol, order.Side, order.Status);
        HasNew = state.HasNew;
        Unsettled = state.IsUnsettled ? state : null;
        (_filled, _unpriced, _notional) = (order.Filled, order.UnpricedQuantity, order.Notional ?? 0);
        if (state.Tombstone is not { Value: var earlier })
            return;
        _filled = SaturatingDecimal.Add(_filled, earlier._filled);
        _unpriced = SaturatingDecimal.Add(_unpriced, earlier._unpriced);
        _notional = SaturatingDecimal.Add(_notional, earlier._notional);
    }

    private OrderTombstone(StateArchive archive, OrderTombstone? known, SharedTracking shared)
    {
        var (symbol, side, status, hasNew) = (known?.Symbol ?? default, known?.Side ?? default, known?.Status ?? default, known?.HasNew ?? false);
        (_filled, _unpriced, _notional) = (known?._filled ?? 0, known?._unpriced ?? 0, known?._notional ?? 0);
        archive.Value("symbol", ref symbol);
        archive.Enum("side", ref side);
        archive.Enum("status", ref status);
        archive.Value("hasNew", ref hasNew);
        archive.Value("filled", ref _filled);
        archive.Value("unpriced", ref _unpriced);
        archive.Value("notional", ref _notional);
        (Symbol, Side, Status, HasNew) = (symbol, side, status, hasNew);
        Unsettled = archive.Reference("unsettled", known?.Unsettled, state => OrderState.Transfer(archive, state, shared));
    }

    public static OrderTombstone Transfer(StateArchive archive, OrderTombstone? known, SharedTracking shared) => new(archive, known, shared);

    /// <summary>The order's symbol, to whose position later fees belong.</summary>
    public Symbol Symbol { get; }

    /// <summary>The order's side.</summary>
    public Side Side { get; }

    /// <summary>The final status.</summary>
    public OrderStatus Status { get; }

    /// <summary>Whether NEW was reported, so that nothing was executed before the tracking began.</summary>
    public bool HasNew { get; }

    /// <summary>The whole order if transactions were still missing, so that they are not counted twice.</summary>
    public OrderState? Unsettled { get; }

    /// <summary>
    /// Returns whether an update is not counted: one that was received before, regardless of the number of gaps, or any update if the fills were complete.
    /// </summary>
    public bool TryAnswer(OrderUpdate update, ulong fingerprint, out OrderEventKind answer)
    {
        var isOtherEnd = update.Status != Status && update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        answer = Unsettled is null && isOtherEnd ? OrderEventKind.Conflict : OrderEventKind.Duplicate;
        return Unsettled is null || Unsettled.IsReplayOf(fingerprint);
    }

    /// <summary>Returns whether a snapshot reports nothing that was not counted.</summary>
    public bool Includes(OrderSnapshotEntry entry) => Unsettled is null && entry.Filled <= _filled;

    /// <summary>Returns the part of a snapshot's total that was not counted, with its price.</summary>
    public Execution GetUncounted(OrderSnapshotEntry entry, long at)
    {
        var quantity = Math.Max(0, SaturatingDecimal.Add(entry.Filled, -_filled));
        var price = entry.AveragePrice ?? 0;
        var cost = SaturatingDecimal.Add(SaturatingDecimal.Multiply(price, entry.Filled), -_notional);
        if (quantity > 0 && cost > 0)
            price = SaturatingDecimal.Divide(cost, SaturatingDecimal.Add(quantity, _unpriced));
        return new Execution(quantity, ExactRatio.Trim(price), at);
    }
}
