namespace Nexus.Reactive;

/// <summary>What transactions (T) and ORDER_UPDATEs (U) say was executed of one order, as sums and maxima: the same in any order of arrival.</summary>
internal sealed class FillLedgers(ExecutedQuantity reading)
{
    private MoneySum _confirmed;
    private MoneySum _confirmedNotional;

    private Execution _snapshot;
    private MoneySum _partials;
    private MoneySum _pricedPartials;
    private MoneySum _pricedPartialsNotional;
    private Execution _filled;
    private Execution _ended;
    private decimal _greatest;
    private CumulativeSteps? _steps;
    private decimal? _aggregated;

    /// <summary>T's total.</summary>
    public decimal Confirmed => _confirmed.Value;

    /// <summary>What T's total cost, exactly.</summary>
    public decimal ConfirmedNotional => _confirmedNotional.Value;

    public void Add(Transaction transaction)
    {
        _confirmed.Add(transaction.ExecutedQuantity);
        _confirmedNotional.AddProduct(transaction.ExecutedPrice, transaction.ExecutedQuantity);
    }

    public void Add(OrderUpdate update)
    {
        if (update.AggregatedExecutedQuantity is { } aggregated)
            _aggregated = Math.Max(_aggregated ?? 0, aggregated);
        if (update.ExecutedQuantity <= 0)
            return;

        var execution = new Execution(update);
        _greatest = Math.Max(_greatest, execution.Quantity);
        if (reading == ExecutedQuantity.Cumulative && execution.Price > 0)
            (_steps ??= new CumulativeSteps()).Add(execution);
        switch (update.Status)
        {
            case OrderStatus.PartiallyFilled:
                _partials.Add(execution.Quantity);
                if (execution.Price > 0)
                {
                    _pricedPartials.Add(execution.Quantity);
                    _pricedPartialsNotional.AddProduct(execution.Price, execution.Quantity);
                }

                break;
            case OrderStatus.Filled:
                _filled = Execution.Greater(_filled, execution);
                break;
            case OrderStatus.Cancelled or OrderStatus.Rejected:
                _ended = Execution.Greater(_ended, execution);
                break;
        }
    }

    /// <summary>Starts U's total anew from a snapshot's.</summary>
    public void Rebase(Execution snapshot)
    {
        _snapshot = snapshot;
        _partials = _pricedPartials = _pricedPartialsNotional = default;
        _filled = _ended = default;
        _greatest = 0;
        _steps = null;
        _aggregated = null;
    }

    /// <summary>U's total: the exchange's own if it gave one, else by the reading. In doubt low: T repairs an under-count, nothing an over-count.</summary>
    public decimal UpdateTotal => TotalBy(reading);

    /// <summary>What U's total cost: exact when every part of it had a price, else scaled from those that had; null when none had.</summary>
    public decimal? UpdateNotional
    {
        get
        {
            var total = UpdateTotal;
            var (quantity, notional) = PricedBasis;
            if (quantity == 0)
                return null;
            return quantity == total ? notional : Money.Multiply(total, Money.Divide(notional, quantity));
        }
    }

    /// <summary>Whether T agrees with the other reading of <c>executed_quantity</c> and not with this one.</summary>
    public bool FitsOtherReading =>
        Confirmed != UpdateTotal &&
        Confirmed == TotalBy(reading == ExecutedQuantity.Cumulative ? ExecutedQuantity.PerEvent : ExecutedQuantity.Cumulative);

    // The sum over events: FILLED may be restated, PARTIAL never is.
    private decimal EventTotal => Money.Add(_snapshot.Quantity, Money.Add(_partials.Value, _filled.Quantity));

    private (decimal Quantity, decimal Notional) PricedBasis
    {
        get
        {
            if (reading == ExecutedQuantity.Cumulative)
                return _steps?.Total ?? Priced(_snapshot);

            var ended = Priced(_ended);
            if (ended.Quantity > EventTotal)
                return ended;
            var events = Add((_pricedPartials.Value, _pricedPartialsNotional.Value), Add(Priced(_filled), Priced(_snapshot)));
            return events.Quantity == 0 ? ended : events;
        }
    }

    private decimal TotalBy(ExecutedQuantity by) =>
        _aggregated is { } aggregated ? Math.Max(aggregated, _snapshot.Quantity)
        : by == ExecutedQuantity.Cumulative ? Math.Max(_greatest, _snapshot.Quantity)
        : Math.Max(EventTotal, _ended.Quantity);

    private static (decimal Quantity, decimal Notional) Add((decimal Quantity, decimal Notional) left, (decimal Quantity, decimal Notional) right) =>
        right.Quantity == 0 ? left : (Money.Add(left.Quantity, right.Quantity), Money.Add(left.Notional, right.Notional));

    private static (decimal Quantity, decimal Notional) Priced(Execution execution) =>
        execution.Price > 0 ? (execution.Quantity, Money.Multiply(execution.Price, execution.Quantity)) : default;
}
