namespace Nexus.Reactive;

/// <summary>What transactions (T) and ORDER_UPDATEs (U) say was executed of one order, as sums and maxima: the same in any order of arrival.</summary>
internal sealed class FillLedgers(ExecutedQuantityKind reading)
{
    private SaturatingSum _confirmed;
    private SaturatingSum _confirmedNotional;
    private SaturatingSum _partials;
    private SaturatingSum _partialsNotional;
    private Execution _filled;
    private decimal _aggregated;
    private bool _hasAggregated;
    private RareFills? _rare;

    /// <summary>T's total.</summary>
    public decimal Confirmed => _confirmed.Value;

    /// <summary>What T's total cost, exactly.</summary>
    public decimal ConfirmedNotional => _confirmedNotional.Value;

    /// <summary>U's total: the exchange's own if it gave one, else by the reading. In doubt low: T repairs an under-count, nothing an over-count.</summary>
    public decimal UpdateTotal { get; private set; }

    /// <summary>What U's total cost: exact when every part of it had a price, else scaled from those that had; null when none had.</summary>
    public decimal? UpdateNotional
    {
        get
        {
            var (quantity, notional) = PricedBasis;
            if (decimal.Sign(quantity) == 0)
                return null;
            return quantity == UpdateTotal ? notional : SaturatingDecimal.Share(notional, UpdateTotal, quantity);
        }
    }

    /// <summary>Whether U's figures reach the whole of an order by the other reading of <c>executed_quantity</c>, and not by this one.</summary>
    public bool FitsOtherReading(decimal whole) =>
        !_hasAggregated && UpdateTotal != whole &&
        (reading == ExecutedQuantityKind.Cumulative ? EventTotal == whole : _filled.Quantity == whole);

    /// <summary>Whether a snapshot knew more than T confirms by now.</summary>
    public bool IsInferred => _rare is not null && Confirmed < _rare.InferredUntil;

    /// <summary>Counts; whether the total grew.</summary>
    public bool Add(Transaction transaction)
    {
        _confirmed.Add(transaction.ExecutedQuantity);
        _confirmedNotional.AddProduct(transaction.ExecutedPrice, transaction.ExecutedQuantity);
        return decimal.Sign(transaction.ExecutedQuantity) > 0;
    }

    /// <summary>Counts; whether the total grew.</summary>
    public bool Add(OrderUpdate update)
    {
        var before = UpdateTotal;
        if (update.AggregatedExecutedQuantity is { } aggregated)
            (_aggregated, _hasAggregated) = (Math.Max(_aggregated, aggregated), true);
        if (decimal.Sign(update.ExecutedQuantity) > 0)
            Add(new Execution(update), update.Status);
        UpdateTotal = Total;
        return UpdateTotal > before;
    }

    /// <summary>Starts U's total anew from a snapshot's; whether it grew.</summary>
    public bool Rebase(Execution snapshot)
    {
        var before = UpdateTotal;
        var known = Math.Max(before, Confirmed);
        _partials = _partialsNotional = default;
        _filled = default;
        _aggregated = 0;
        _hasAggregated = false;
        _rare = new RareFills { Snapshot = snapshot, InferredUntil = snapshot.Quantity > known ? snapshot.Quantity : _rare?.InferredUntil ?? 0 };
        UpdateTotal = Total;
        return UpdateTotal > before;
    }

    private void Add(Execution execution, OrderStatus status)
    {
        if (reading == ExecutedQuantityKind.Cumulative)
            (_rare ??= new RareFills()).AddCumulative(execution);
        switch (status)
        {
            case OrderStatus.PartiallyFilled:
                _partials.Add(execution.Quantity);
                if (execution.HasPrice)
                    _partialsNotional.AddProduct(execution.Price, execution.Quantity);
                else
                    (_rare ??= new RareFills()).UnpricedPartials.Add(execution.Quantity);
                break;
            case OrderStatus.Filled:
                _filled = Execution.Greater(_filled, execution);
                break;
            case OrderStatus.Cancelled or OrderStatus.Rejected:
                _rare ??= new RareFills();
                _rare.Ended = Execution.Greater(_rare.Ended, execution);
                break;
        }
    }

    // The sum over events: FILLED may be restated, PARTIAL never is.
    private decimal EventTotal
    {
        get
        {
            var total = _partials.Value;
            if (decimal.Sign(_filled.Quantity) != 0)
                total = SaturatingDecimal.Add(total, _filled.Quantity);
            return _rare is null ? total : SaturatingDecimal.Add(total, _rare.Snapshot.Quantity);
        }
    }

    private decimal Total
    {
        get
        {
            if (_hasAggregated)
                return Math.Max(_aggregated, _rare?.Snapshot.Quantity ?? 0);
            if (_rare is null)
                return EventTotal;
            return reading == ExecutedQuantityKind.Cumulative
                ? Math.Max(_rare.Greatest, _rare.Snapshot.Quantity)
                : Math.Max(EventTotal, _rare.Ended.Quantity);
        }
    }

    private (decimal Quantity, decimal Notional) PricedBasis
    {
        get
        {
            if (reading == ExecutedQuantityKind.Cumulative)
                return _rare?.Steps?.Total ?? Priced(_rare?.Snapshot ?? default);

            var events = (Quantity: _partials.Value, Notional: _partialsNotional.Value);
            if (_filled.HasPrice)
                events = (SaturatingDecimal.Add(events.Quantity, _filled.Quantity), SaturatingDecimal.Add(events.Notional, SaturatingDecimal.Multiply(_filled.Price, _filled.Quantity)));
            return _rare is null ? events : _rare.PricedBasis(events, EventTotal);
        }
    }

    private static (decimal Quantity, decimal Notional) Priced(Execution execution) =>
        execution.HasPrice ? (execution.Quantity, SaturatingDecimal.Multiply(execution.Price, execution.Quantity)) : default;

    /// <summary>What few orders have, apart, so that the others need no room for it.</summary>
    private sealed class RareFills
    {
        public Execution Snapshot;
        public decimal InferredUntil;
        public Execution Ended;
        public SaturatingSum UnpricedPartials;
        public decimal Greatest;
        public CumulativeSteps? Steps;

        public void AddCumulative(Execution execution)
        {
            Greatest = Math.Max(Greatest, execution.Quantity);
            if (execution.HasPrice)
                (Steps ??= new CumulativeSteps()).Add(execution);
        }

        public (decimal Quantity, decimal Notional) PricedBasis((decimal Quantity, decimal Notional) events, decimal eventTotal)
        {
            var ended = Priced(Ended);
            if (ended.Quantity > eventTotal)
                return ended;
            var snapshot = Priced(Snapshot);
            var quantity = SaturatingDecimal.Add(SaturatingDecimal.Add(events.Quantity, -UnpricedPartials.Value), snapshot.Quantity);
            return decimal.Sign(quantity) == 0 ? ended : (quantity, SaturatingDecimal.Add(events.Notional, snapshot.Notional));
        }
    }
}
