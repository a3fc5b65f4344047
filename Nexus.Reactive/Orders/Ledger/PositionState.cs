using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The fills of one symbol, ordered by the exchange's time, and the resulting position.</summary>
internal sealed class PositionState
{
    /// <summary>
    /// The minimum number of fills that are kept individually. Older fills are combined into an opening position, which also includes their later corrections.
    /// </summary>
    public const int MinFills = 10_000;

    private readonly Symbol _symbol;
    private readonly List<PlacedFill> _fills = [];
    private readonly List<CostAccount> _accounts = [];
    private CostAccount _opening;
    private ExactSum _proceeds;
    private int _version;
    private PlacedFill _lastFolded;
    private bool _isFolded;
    private SaturatingSum _unpriced;
    private ImmutableSortedDictionary<string, decimal> _fees = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <param name="symbol">The symbol.</param>
    /// <param name="basis">The cost that a reducing fill realizes.</param>
    /// <param name="opening">The position before the first fill, if there is one.</param>
    public PositionState(Symbol symbol, CostBasis basis, OpeningPosition? opening = null)
    {
        _symbol = symbol;
        _opening = CostAccount.Create(basis);
        if (opening is null)
            return;
        _opening = _opening.Apply(opening.Quantity, opening.AverageCost);
        _proceeds.SubtractProduct(opening.Quantity, opening.AverageCost);
    }

    /// <summary>The position with its cost and its exact proceeds.</summary>
    public PositionReading Reading
    {
        get
        {
            var account = GetAccount(_fills.Count);
            return new PositionReading(account, _unpriced.Value, _fees, _proceeds, _version);
        }
    }

    public Position Position
    {
        get
        {
            var reading = Reading;
            return new Position
            {
                Symbol = _symbol,
                Quantity = reading.Account.Quantity,
                AverageCost = reading.Account.Average,
                RealizedProfit = reading.Realized,
                UnpricedQuantity = reading.Unpriced,
                Fees = _fees,
            };
        }
    }

    /// <summary>Applies the changes of an order's fills, or reverts them.</summary>
    public void Apply(long orderId, Side side, FillChange change, int sign)
    {
        _version++;
        switch (change)
        {
            case FeeChange { Asset: var asset, Amount: var amount }:
                _fees = _fees.SetItem(asset, SaturatingDecimal.Add(_fees.GetValueOrDefault(asset), sign * amount));
                break;
            case ConfirmedFill { Reported: var reported } confirmed:
                Place(new PlacedFill(reported.At, orderId, side, reported.Price), -sign * confirmed.Quantity);
                Place(new PlacedFill(confirmed.At, orderId, side, reported.Price), sign * confirmed.Quantity);
                break;
            case KnownFill:
                break;
            case PlacedChange placed:
                Place(new PlacedFill(placed.At, orderId, side, placed.Price), sign * placed.Quantity);
                if (decimal.Sign(placed.Price) == 0)
                    _unpriced.Add(sign * placed.Quantity);
                break;
        }
    }

    public void Transfer(StateArchive archive)
    {
        _opening = _opening.Transfer(archive, "opening");
        _lastFolded = archive.Object("lastFolded", _lastFolded, fill => fill.Transfer(archive));
        archive.Value("isFolded", ref _isFolded);
        archive.Value("unpriced", ref _unpriced);
        archive.Value("proceeds", ref _proceeds);
        var fills = archive.List("fills", _fills, fill => fill.Transfer(archive));
        var fees = archive.List("fees", _fees, fee =>
        {
            var (asset, amount) = (fee.Key, fee.Value);
            archive.Value("asset", ref asset!);
            archive.Value("amount", ref amount);
            return KeyValuePair.Create(asset, amount);
        });
        if (!archive.IsReading)
            return;
        _fills.AddRange(fills);
        _fees = _fees.AddRange(fees);
    }

    private void Place(PlacedFill fill, decimal quantity)
    {
        _proceeds.AddProduct(fill.Side == Side.Buy ? -quantity : quantity, fill.Price);
        if (_isFolded && fill.CompareTo(_lastFolded) <= 0)
        {
            _opening = _opening.Apply(fill.Side == Side.Buy ? quantity : -quantity, fill.Price);
            Invalidate(0);
            return;
        }

        // Nearly all new fills belong near the end.
        var at = _fills.Count;
        while (at > 0 && _fills.Count - at < 8 && _fills[at - 1].CompareTo(fill) >= 0)
            at--;
        if (at > 0 && _fills[at - 1].CompareTo(fill) >= 0)
        {
            at = _fills.BinarySearch(0, at, fill, null);
            at = at < 0 ? ~at : at;
        }

        Invalidate(at);
        if (at == _fills.Count || _fills[at].CompareTo(fill) != 0)
            _fills.Insert(at, fill with { Quantity = quantity });
        else if (_fills[at].Quantity == -quantity)
            _fills.RemoveAt(at);
        else
            _fills[at] = fill with { Quantity = SaturatingDecimal.Add(_fills[at].Quantity, quantity) };
        if (_fills.Count >= 2 * MinFills)
            Fold();
    }

    private void Fold()
    {
        var count = _fills.Count - MinFills;
        _opening = GetAccount(count);
        (_lastFolded, _isFolded) = (_fills[count - 1], true);
        _fills.RemoveRange(0, count);
        _accounts.RemoveRange(0, count);
    }

    private void Invalidate(int from)
    {
        if (from < _accounts.Count)
            _accounts.RemoveRange(from, _accounts.Count - from);
    }

    private CostAccount GetAccount(int count)
    {
        var account = _accounts.Count == 0 ? _opening : _accounts[^1];
        for (var i = _accounts.Count; i < count; i++)
        {
            var fill = _fills[i];
            _accounts.Add(account = account.Apply(fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity, fill.Price));
        }

        return count == 0 ? _opening : _accounts[count - 1];
    }

    /// <summary>The sort position of a fill; quantities at equal positions are added.</summary>
    private readonly record struct PlacedFill(long At, long OrderId, Side Side, decimal Price) : IComparable<PlacedFill>
    {
        public decimal Quantity { get; init; }

        public PlacedFill Transfer(StateArchive archive)
        {
            var (at, orderId, side, price) = this;
            var quantity = Quantity;
            archive.Value("at", ref at);
            archive.Value("orderId", ref orderId);
            archive.Enum("side", ref side);
            archive.Value("price", ref price);
            archive.Value("quantity", ref quantity);
            return new PlacedFill(at, orderId, side, price) { Quantity = quantity };
        }

        public int CompareTo(PlacedFill other)
        {
            var order = At.CompareTo(other.At);
            if (order == 0)
                order = OrderId.CompareTo(other.OrderId);
            if (order == 0)
                order = Side.CompareTo(other.Side);
            return order != 0 ? order : Price.CompareTo(other.Price);
        }
    }
}
