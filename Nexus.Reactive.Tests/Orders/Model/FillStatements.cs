namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>A quantity that one input states as executed, with its price, 0 when unknown, and its time.</summary>
internal sealed record Fill(long At, decimal Price, decimal Quantity)
{
    /// <summary>Whether a snapshot states it that was older than an update.</summary>
    public bool IsLateSnapshot { get; init; }
}

/// <summary>The fills of one order by the rules of docs/orders.md, computed from all statements each time.</summary>
internal sealed class FillStatements(ExecutedQuantityKind reading)
{
    private readonly List<Fill> _transactions = [];
    private readonly List<(OrderUpdate Update, long At)> _updates = [];
    private FillState? _state;
    private Fill? _snapshot;
    private Fill? _lateSnapshot;
    private Fill? _before;
    private decimal _inferred;
    private decimal _unexplained;
    private bool _hasTotals;

    // A price of the fills that have none: the one of the order's end.
    private decimal _endPrice;

    public void Add(Transaction transaction, long at)
    {
        _state = null;
        if (transaction.ExecutedQuantity > 0)
            _transactions.Add(new Fill(at, transaction.ExecutedPrice, transaction.ExecutedQuantity));
    }

    public void Add(OrderUpdate update, long at)
    {
        _state = null;
        _updates.Add((update, at));
        _hasTotals |= update.AggregatedExecutedQuantity is not null;
        var isEnd = update.Status is OrderStatus.Cancelled or OrderStatus.Rejected;
        if (isEnd && update.ExecutedQuantity > 0)
            _endPrice = Ended().Price;
        if (update.Status is OrderStatus.New or OrderStatus.Unknown && reading == ExecutedQuantityKind.PerEvent && update.AggregatedExecutedQuantity is null)
            _unexplained = Math.Max(_unexplained, update.ExecutedQuantity);
    }

    public void Add(Fill snapshot, bool isBeforeTracking, bool isLate)
    {
        var now = State;
        _state = null;
        var known = Math.Max(now.Reported, now.Confirmed) + now.Before;
        if (isLate)
        {
            if (snapshot.Quantity > known)
                _lateSnapshot = snapshot with { IsLateSnapshot = true };
            return;
        }

        var excess = Math.Max(0, snapshot.Quantity - known);
        var before = Math.Min(snapshot.Quantity, (_before?.Quantity ?? 0) + (isBeforeTracking ? excess : 0));
        _inferred = (now.IsInferred ? _inferred : 0) + (isBeforeTracking ? 0 : excess);
        _before = before == 0 ? null : new Fill(isBeforeTracking ? snapshot.At : _before!.At, snapshot.Price, before);
        _snapshot = snapshot;
        _lateSnapshot = null;
        _unexplained = 0;
        _endPrice = 0;
        _updates.Clear();
    }

    /// <summary>
    /// Whether two or more quantities, with no total from the exchange or a snapshot, add up to the ordered quantity where they were read as totals; or were added
    /// up and exceed it or the transactions, while the greatest of them fits.
    /// </summary>
    public bool IsMisread(decimal whole)
    {
        var quantities = _updates.Select(static u => u.Update.ExecutedQuantity).Where(static quantity => quantity > 0).ToList();
        if (quantities.Count < 2 || _hasTotals || _snapshot?.Quantity > 0 || _lateSnapshot is not null)
            return false;
        var greatest = quantities.Max();
        if (reading == ExecutedQuantityKind.Cumulative)
            return greatest != whole && Stated(OrderStatus.Filled).Any() && Events().Sum(static fill => fill.Quantity) == whole;
        var isIncreasing = quantities.Zip(quantities.Skip(1)).All(static pair => pair.Second > pair.First);
        return (isIncreasing && State.Reported > whole && greatest <= whole) || (State.Confirmed == whole && State.Reported != whole && greatest == whole);
    }

    /// <summary>What the statements so far amount to.</summary>
    public FillState State => _state ??= Compute();

    private FillState Compute()
    {
        var total = GetTotal();
        var pool = new FillPool(_before, _snapshot is null ? null : _snapshot with { Quantity = _snapshot.Quantity - (_before?.Quantity ?? 0) }, GetReported(total), _transactions);
        var placed = pool.Match(total, _endPrice);
        var confirmed = _transactions.Sum(static fill => fill.Quantity);
        return new FillState
        {
            Confirmed = confirmed,
            Before = pool.Before,
            Reported = total - pool.Before,
            Placed = placed,
            BeforePrice = _before?.Price ?? 0,
            IsInferred = pool.Before > 0 || (_inferred > 0 && pool.UnconfirmedSnapshot > 0) || pool.HasOpenLateSnapshot,
            IsUnexplained = _unexplained > confirmed,
        };
    }

    // The greatest aggregated quantity; else by the reading; at least what a snapshot says.
    private decimal GetTotal()
    {
        var known = Math.Max(_snapshot?.Quantity ?? 0, _lateSnapshot?.Quantity ?? 0);
        var totals = _updates.Select(static u => u.Update.AggregatedExecutedQuantity).OfType<decimal>().ToList();
        if (totals.Count > 0)
            return Math.Max(totals.Max(), known);
        var executed = reading == ExecutedQuantityKind.Cumulative ? Steps().Select(static s => s.Total).DefaultIfEmpty().Max() : Math.Max((_snapshot?.Quantity ?? 0) + Events().Sum(static fill => fill.Quantity), Ended().Quantity);
        return Math.Max(executed, known);
    }

    // What the updates state, and what the total has beyond it.
    private List<Fill> GetReported(decimal total)
    {
        var stated = reading == ExecutedQuantityKind.Cumulative ? StepFills() : [.. Events()];
        var missing = total - stated.Sum(static fill => fill.Quantity) - (_snapshot?.Quantity ?? 0);
        if (missing > 0)
            stated.Add(GetSource(total) with { Quantity = missing });
        return stated;
    }

    private Fill GetSource(decimal total)
    {
        if (_lateSnapshot?.Quantity == total)
            return _lateSnapshot;
        var aggregated = _updates.Where(static u => u.Update.AggregatedExecutedQuantity is not null).OrderByDescending(static u => u.Update.AggregatedExecutedQuantity).ThenBy(static u => u.At).Select(static u => new Fill(u.At, 0, 0)).FirstOrDefault();
        return aggregated ?? Ended();
    }

    // PARTIAL_FILLED is never restated; FILLED may be, and the greatest counts.
    private IEnumerable<Fill> Events() => Stated(OrderStatus.PartiallyFilled).Concat(Greatest(Stated(OrderStatus.Filled)).Take(1));

    private Fill Ended() => Greatest(Stated(OrderStatus.Cancelled).Concat(Stated(OrderStatus.Rejected))).FirstOrDefault() ?? new Fill(0, 0, 0);

    private static IEnumerable<Fill> Greatest(IEnumerable<Fill> fills) => fills.OrderByDescending(static f => f.Quantity).ThenByDescending(static f => f.Price).ThenBy(static f => f.At);

    private IEnumerable<Fill> Stated(OrderStatus status) =>
        _updates.Where(u => u.Update.Status == status && u.Update.ExecutedQuantity > 0).Select(static u => new Fill(u.At, u.Update.ExecutedPrice ?? 0, u.Update.ExecutedQuantity));

    private IEnumerable<(decimal Total, Fill Fill)> Steps() =>
        _updates.Where(u => u.Update.ExecutedQuantity > (_snapshot?.Quantity ?? 0))
            .Select(static u => (Total: u.Update.ExecutedQuantity, Fill: new Fill(u.At, u.Update.ExecutedPrice ?? 0, 0)))
            .OrderBy(static s => s.Total).ThenByDescending(static s => s.Fill.Price).ThenBy(static s => s.Fill.At)
            .DistinctBy(static s => s.Total);

    private List<Fill> StepFills()
    {
        var (fills, reached) = (new List<Fill>(), _snapshot?.Quantity ?? 0);
        foreach (var (total, fill) in Steps())
        {
            fills.Add(fill with { Quantity = total - reached });
            reached = total;
        }

        return fills;
    }
}

/// <summary>What the statements on an order amount to.</summary>
internal sealed record FillState
{
    public required decimal Confirmed { get; init; }

    public required decimal Reported { get; init; }

    public required decimal Before { get; init; }

    public required decimal BeforePrice { get; init; }

    public required bool IsInferred { get; init; }

    public required bool IsUnexplained { get; init; }

    /// <summary>The fills at the best price that is known, with that price in fractions.</summary>
    public required IReadOnlyList<(long At, Fraction Price, decimal Quantity)> Placed { get; init; }

    public decimal Filled => Math.Max(Confirmed, Reported) + Before;

    public Fraction Notional => Placed.Aggregate((Fraction)(Before * BeforePrice), static (sum, fill) => sum + (fill.Price * fill.Quantity));

    public decimal Unpriced => Placed.Where(static fill => fill.Price.IsZero).Sum(static fill => fill.Quantity) + (BeforePrice == 0 ? Before : 0);
}
