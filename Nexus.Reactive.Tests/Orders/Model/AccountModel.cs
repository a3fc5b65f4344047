namespace Nexus.Reactive.Tests.Orders.Model;

/// <summary>All orders, the transactions seen, and the positions: one symbol's fills in exchange time, folded in exact fractions.</summary>
internal sealed class AccountModel(ExecutedQuantityKind reading)
{
    private readonly Dictionary<(Symbol, long), (Transaction Transaction, decimal? Fee)> _transactions = [];
    private readonly HashSet<Symbol> _cut = [];
    private readonly Dictionary<long, OrderModel> _forgotten = [];
    private readonly List<OrderModel> _earlier = [];
    private bool _isCut;

    public SortedDictionary<long, OrderModel> Orders { get; } = [];

    public void Receive(NexusMessage message, long clock)
    {
        switch (message)
        {
            case OrderUpdate update:
                Receive(update, Math.Min(update.Timestamp.UtcTicks, clock));
                break;
            case Transaction transaction:
                Receive(transaction, Math.Min(transaction.Timestamp.UtcTicks, clock));
                break;
            case FeedGap gap:
                Cut(gap.Symbol);
                break;
        }
    }

    public void Receive(OrderSnapshot snapshot)
    {
        var at = snapshot.Timestamp.UtcTicks;
        foreach (var entry in snapshot.Orders)
        {
            if (!IsSettled(entry.OrderId) || entry.Filled > _forgotten[entry.OrderId].Remains.Filled)
                Get(entry.OrderId).Add(entry, at, _isCut || _cut.Contains(entry.Symbol));
        }

        var listed = snapshot.Orders.Select(static entry => entry.OrderId).ToHashSet();
        foreach (var order in Orders.Values.Where(order => !listed.Contains(order.Id) && IsOf(order, snapshot.Symbol)))
            order.Miss(at);
    }

    public PositionModel GetPosition(Symbol symbol, bool isFifo)
    {
        var own = Orders.Values.Concat(_forgotten.Values).Concat(_earlier).Distinct().Where(order => order.Identity.Symbol == symbol).ToList();
        var fills =
            from order in own
            from fill in order.Fills.Placed
            group fill.Quantity by (fill.At, order.Id, order.Identity.Side, fill.Price) into place
            orderby place.Key.At, place.Key.Id, place.Key.Side, place.Key.Price
            select (Quantity: place.Key.Side == Side.Buy ? place.Sum() : -place.Sum(), place.Key.Price);
        var position = new PositionModel(isFifo);
        foreach (var (quantity, price) in fills)
            position.Add(quantity, price);
        foreach (var (asset, amount) in own.SelectMany(static order => order.Fees))
            position.Fees[asset] = position.Fees.GetValueOrDefault(asset) + amount;
        return position;
    }

    /// <summary>The order was done for the retention time.</summary>
    public void Forget(long id)
    {
        Orders.Remove(id, out var order);
        if (_forgotten.TryGetValue(id, out var earlier) && earlier != order)
            _earlier.Add(earlier);
        _forgotten[id] = order!;
        if (!IsSettled(id))
            order!.Cut();
    }

    private void Receive(OrderUpdate update, long at)
    {
        if (IsForgotten(update.OrderId) && (_forgotten[update.OrderId] is { IsSettled: true } or { IsRemains: true } || _forgotten[update.OrderId].HasCounted(update)))
            return;
        Get(update.OrderId).TryAdd(update, at);
    }

    private void Receive(Transaction transaction, long at)
    {
        if (!_transactions.TryGetValue((transaction.Symbol, transaction.Id), out var known))
        {
            _transactions.Add((transaction.Symbol, transaction.Id), (transaction, transaction.Fee));
            Get(transaction.OrderId).Add(transaction, at);
            AddFee(transaction);
            return;
        }

        var first = known.Transaction;
        var isSame = (first.OrderId, first.Symbol, first.Side, first.ExecutedPrice, first.ExecutedQuantity) == (transaction.OrderId, transaction.Symbol, transaction.Side, transaction.ExecutedPrice, transaction.ExecutedQuantity);
        if (!isSame || (known.Fee is { } fee && transaction.Fee is { } other && fee != other))
        {
            if (Orders.TryGetValue(first.OrderId, out var claimed))
                claimed.HasContradiction = true;
            if (IsForgotten(transaction.OrderId))
                return;
            See(Get(transaction.OrderId));
            Orders[transaction.OrderId].HasContradiction = true;
            return;
        }

        if (Orders.TryGetValue(transaction.OrderId, out var order))
            See(order);
        if (known.Fee is null && transaction.Fee is not null)
        {
            _transactions[(transaction.Symbol, transaction.Id)] = (first, transaction.Fee);
            AddFee(transaction);
        }

        void See(OrderModel seen) => seen.See(transaction, at);
    }

    private void AddFee(Transaction transaction)
    {
        if (transaction.Fee is { } fee && fee != 0)
            (Orders.GetValueOrDefault(transaction.OrderId) ?? _forgotten[transaction.OrderId]).Fees.Add((transaction.FeeAsset ?? "", fee));
    }

    private void Cut(Symbol? symbol)
    {
        if (symbol is { } one)
            _cut.Add(one);
        else
            _isCut = true;
        foreach (var order in Orders.Values.Where(order => IsOf(order, symbol)))
            order.Cut();
    }

    private static bool IsOf(OrderModel order, Symbol? symbol) => symbol is null || order.Identity.Symbol == symbol;

    private bool IsForgotten(long id) => !Orders.ContainsKey(id) && _forgotten.ContainsKey(id);

    private bool IsSettled(long id) => IsForgotten(id) && _forgotten[id].IsSettled;

    // A forgotten order comes back as a whole if its ledgers differed, otherwise as what remains of it.
    private OrderModel Get(long id)
    {
        if (Orders.TryGetValue(id, out var order))
            return order;
        return Orders[id] = !_forgotten.TryGetValue(id, out var known) ? new OrderModel(id, reading) : IsSettled(id) ? new OrderModel(id, reading, known.Remains) : known;
    }
}

/// <summary>A position: average cost, or first in first out. A fill without a price changes the quantity alone.</summary>
internal sealed class PositionModel(bool isFifo)
{
    private readonly LinkedList<(Fraction Quantity, Fraction Price)> _lots = [];
    private Fraction _priced;
    private Fraction _cost;

    public Dictionary<string, decimal> Fees { get; } = [];

    public Fraction Quantity { get; private set; }

    public Fraction Realized { get; private set; }

    public Fraction Unpriced { get; private set; }

    public Fraction? Average => _priced.IsZero ? null : _cost / _priced;

    public void Add(Fraction quantity, Fraction price)
    {
        if (price.IsZero)
            Unpriced += Fraction.Abs(quantity);
        var closed = Quantity.Sign * quantity.Sign >= 0 ? (Fraction)0 : Fraction.Min(Fraction.Abs(quantity), Fraction.Abs(Quantity));
        if (!closed.IsZero)
            Close(closed, price);
        var opened = quantity - (closed * quantity.Sign);
        Quantity += opened;
        if (opened.IsZero)
            return;
        _lots.AddLast((opened, price));
        if (price.IsZero)
            return;
        _priced += opened;
        _cost += opened * price;
    }

    private void Close(Fraction quantity, Fraction price)
    {
        var direction = (Fraction)Quantity.Sign;
        if (isFifo)
            CloseOldest(quantity, price, direction);
        else
        {
            if (!price.IsZero && Average is { } average)
                Realized += quantity * (price - average) * direction;
            var left = 1 - (quantity / Fraction.Abs(Quantity));
            (_priced, _cost) = (_priced * left, _cost * left);
        }

        Quantity -= quantity * direction;
    }

    private void CloseOldest(Fraction quantity, Fraction price, Fraction direction)
    {
        for (var left = quantity; !left.IsZero;)
        {
            var (size, cost) = _lots.First!.Value;
            var part = Fraction.Min(left, Fraction.Abs(size));
            left -= part;
            if (!cost.IsZero)
            {
                _priced -= part * direction;
                _cost -= part * direction * cost;
                if (!price.IsZero)
                    Realized += part * (price - cost) * direction;
            }

            _lots.RemoveFirst();
            var rest = size - (part * direction);
            if (!rest.IsZero)
                _lots.AddFirst((rest, cost));
        }
    }
}
