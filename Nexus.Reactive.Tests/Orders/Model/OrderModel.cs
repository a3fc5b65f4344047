namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>One order by the rules of docs/orders.md and of TrackOrders' tables: everything that was stated is kept, and everything is computed from it.</summary>
internal sealed class OrderModel(long id, ExecutedQuantityKind reading, Remains? remains = null)
{
    private readonly FillStatements _fills = new(reading);
    private readonly List<(OrderUpdate Update, long At, int Epoch)> _stated = [];
    private readonly List<(bool IsTransaction, long At, Symbol Symbol, Side Side)> _identities = [];
    private readonly List<OrderUpdate> _counted = [];
    private List<OrderUpdate> _replays = [];
    private int _epoch;
    private long _lastUpdateAt = -1;
    private (long At, bool HasEnd) _snapshot = (-1, false);

    public long Id => id;

    /// <summary>Whether it is what remains of an order that was forgotten when both ledgers agreed: only new transactions count.</summary>
    public bool IsRemains => remains is not null;

    /// <summary>Whether both ledgers agree. An update of what remains does not count, so only a snapshot's total can lack transactions there.</summary>
    public bool IsSettled => IsRemains ? Fills.Reported <= Fills.Confirmed : Fills.Reported == Fills.Confirmed;

    /// <summary>Whether the numbers fit only the other reading of the executed quantities.</summary>
    public bool IsMisread => Quantity is { } whole && _fills.IsMisread(whole);

    /// <summary>What is known of it when it is forgotten.</summary>
    public Remains Remains => new(
        Status,
        Has(OrderStatus.New),
        Fills.Filled + (remains?.Filled ?? 0),
        Fills.Unpriced + (remains?.Unpriced ?? 0),
        Fills.Notional + (remains?.Notional ?? (Fraction)0));

    public bool IsStale { get; private set; }

    public bool IsMissing { get; private set; }

    /// <summary>Whether a transaction of it contradicts another one.</summary>
    public bool HasContradiction { get; set; }

    public List<(string Asset, decimal Amount)> Fees { get; } = [];

    public long CreatedAt => _identities.Min(static i => i.At);

    public long UpdatedAt => _identities.Max(static i => i.At);

    public (Symbol Symbol, Side Side) Identity => Earliest is var (_, _, symbol, side) ? (symbol, side) : default;

    public FillState Fills => _fills.State;

    public OrderType Type => Latest(static u => u.OrderType == OrderType.Unknown ? null : (int)u.OrderType) is { } type ? (OrderType)(int)type : OrderType.Unknown;

    public decimal? Price => Latest(static u => u.OrderPrice > 0 ? u.OrderPrice : null);

    public decimal? Quantity => Latest(static u => u.OrderQuantity > 0 ? u.OrderQuantity : null);

    public bool IsDone => Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;

    public OrderStatus Status
    {
        get
        {
            var fills = Fills;
            var isFilled = Has(OrderStatus.Filled) || (Quantity is { } whole && fills.Confirmed + fills.Before >= whole);
            if (isFilled && Has(OrderStatus.Cancelled))
                return fills.Filled < Quantity ? OrderStatus.Cancelled : OrderStatus.Filled;
            if (isFilled)
                return OrderStatus.Filled;
            if (Has(OrderStatus.Cancelled))
                return OrderStatus.Cancelled;
            if (Has(OrderStatus.Rejected) && fills.Filled == 0)
                return OrderStatus.Rejected;
            if (Has(OrderStatus.PartiallyFilled) || fills.Filled > 0)
                return OrderStatus.PartiallyFilled;
            return Has(OrderStatus.New) ? OrderStatus.New : OrderStatus.Unknown;
        }
    }

    public string? StatusText => Status != OrderStatus.Unknown ? null : _stated
        .Where(static s => s.Update.Status == OrderStatus.Unknown)
        .OrderByDescending(static s => s.At).ThenByDescending(static s => s.Update.StatusText, StringComparer.Ordinal)
        .Select(static s => s.Update.StatusText).FirstOrDefault();

    public OrderFlags Flags
    {
        get
        {
            var (fills, status) = (Fills, Status);
            OrderStatus[] ends = [.. new[] { OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Rejected }.Where(Has)];
            return Flag(OrderFlags.Orphan, _stated.Count == 0 && remains is null)
                | Flag(OrderFlags.Stale, IsStale)
                | Flag(OrderFlags.Missing, IsMissing)
                | Flag(OrderFlags.Overfilled, fills.Filled > Quantity)
                | Flag(OrderFlags.Underfilled, status == OrderStatus.Filled && fills.Filled < Quantity)
                | Flag(OrderFlags.Conflict, HasContradiction || _identities.Select(static i => (i.Symbol, i.Side)).Distinct().Count() > 1 || ends.Length > 1 || (ends is [OrderStatus.Rejected] && fills.Filled > 0))
                | Flag(OrderFlags.Estimated, fills.Filled - fills.Unpriced > fills.Confirmed)
                | Flag(OrderFlags.Inferred, fills.IsInferred)
                | Flag(OrderFlags.Unexplained, fills.IsUnexplained);
        }
    }

    private (bool IsTransaction, long At, Symbol Symbol, Side Side) Earliest => _identities.Min();

    /// <summary>Whether the update equals one that was counted.</summary>
    public bool HasCounted(OrderUpdate update) => _counted.Contains(update);

    /// <summary>Whether the update counts; one that repeats an update from before the latest gap does not.</summary>
    public bool TryAdd(OrderUpdate update, long at)
    {
        if (IsRemains || _replays.Remove(update))
            return false;
        _counted.Add(update);
        State(update, at);
        _lastUpdateAt = Math.Max(_lastUpdateAt, at);
        var isEnd = update.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected;
        if (at > _snapshot.At || (isEnd && !_snapshot.HasEnd))
            _fills.Add(update, at);
        return true;
    }

    public void Add(Transaction transaction, long at)
    {
        See(transaction, at);
        _fills.Add(transaction, at);
        (IsStale, IsMissing) = (false, false);
    }

    /// <summary>A transaction that is not counted.</summary>
    public void See(Transaction transaction, long at) => _identities.Add((true, at, transaction.Symbol, transaction.Side));

    public void Add(OrderSnapshotEntry entry, long at, bool isCut)
    {
        var isLate = at < Math.Max(_lastUpdateAt, _snapshot.At);
        _fills.Add(remains?.GetRest(entry, at) ?? new Fill(at, entry.AveragePrice ?? 0, entry.Filled), !isCut && !Has(OrderStatus.New), isLate);
        if (!isLate)
            _snapshot = (at, entry.Status is OrderStatus.Filled or OrderStatus.Cancelled or OrderStatus.Rejected);
        State(
            new OrderUpdate
            {
                Timestamp = new DateTimeOffset(at, TimeSpan.Zero),
                Symbol = entry.Symbol,
                OrderId = id,
                OrderType = entry.Type,
                OrderTypeText = "",
                Side = entry.Side,
                Status = entry.Status,
                StatusText = entry.Status.ToString(),
                OrderPrice = entry.Price,
                OrderQuantity = IsRemains ? null : entry.Quantity,
            },
            at);
    }

    public void Cut()
    {
        _epoch++;
        _replays = [.. _counted];
        IsStale |= !IsDone;
    }

    public void Miss(long at) => IsMissing |= !IsDone && UpdatedAt <= at;

    private static OrderFlags Flag(OrderFlags flag, bool isSet) => isSet ? flag : OrderFlags.None;

    private void State(OrderUpdate update, long at)
    {
        _stated.Add((update, at, _epoch));
        _identities.Add((false, at, update.Symbol, update.Side));
        (IsStale, IsMissing) = (false, false);
    }

    private bool Has(OrderStatus status) => remains?.Status == status || (status == OrderStatus.New && remains is { HasNew: true }) || _stated.Exists(s => s.Update.Status == status);

    // What follows a gap is later than what came before; NEW and PARTIAL_FILLED state the terms as they are, the others in passing.
    private decimal? Latest(Func<OrderUpdate, decimal?> get) => _stated
        .Where(s => get(s.Update) is not null)
        .OrderByDescending(static s => s.Epoch)
        .ThenByDescending(static s => s.Update.Status is OrderStatus.New or OrderStatus.PartiallyFilled)
        .ThenByDescending(static s => s.At)
        .ThenByDescending(s => get(s.Update))
        .Select(s => get(s.Update)).FirstOrDefault();
}

/// <summary>What remains of a forgotten order: its end, and what it had counted.</summary>
internal sealed record Remains(OrderStatus Status, bool HasNew, decimal Filled, decimal Unpriced, Fraction Notional)
{
    /// <summary>What a snapshot reports beyond that. It costs what the total costs less what was counted.</summary>
    public Fill GetRest(OrderSnapshotEntry entry, long at)
    {
        var (price, rest) = (entry.AveragePrice ?? 0, Math.Max(0, entry.Filled - Filled));
        var cost = ((Fraction)price * entry.Filled) - Notional;
        return new Fill(at, rest > 0 && cost > 0 ? (cost / (rest + Unpriced)).Round() : price, rest);
    }
}
