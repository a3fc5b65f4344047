namespace Nexus.Reactive;

/// <summary>The terms of an order: symbol and side as reported by the earliest input; type, price and quantity as reported by the latest input.</summary>
internal struct OrderTerms(long orderId)
{
    private const long Unknown = -1;

    // Greater than the ticks of every timestamp: ranks one class of inputs above another.
    private const long Class = 1L << 62;

    private OrderDetails _details = new() { OrderId = orderId, CreatedAt = long.MaxValue };
    private bool _isShared;
    private long _identityRank = long.MaxValue;
    private long _typeRank = Unknown;
    private long _priceRank = Unknown;
    private long _quantityRank = Unknown;

    public readonly long OrderId => _details.OrderId;

    /// <summary>The ordered quantity; 0 while unknown.</summary>
    public readonly decimal Quantity => _details.Quantity;

    /// <summary>Whether two inputs disagreed on symbol or side.</summary>
    public bool IsContradictory { get; private set; }

    /// <summary>Whether a type, price or quantity changed since it was last reset.</summary>
    public bool HasChanged { get; set; }

    /// <summary>Returns the terms for an order; a later change is made to a copy.</summary>
    public OrderDetails Share()
    {
        _isShared = true;
        return _details;
    }

    public void Date(long at)
    {
        if (at < _details.CreatedAt)
            Edit().CreatedAt = at;
    }

    /// <summary>Inputs after a gap are later than all inputs before it, regardless of their timestamps.</summary>
    public void BeginGap()
    {
        _typeRank = Math.Min(_typeRank, 0);
        _priceRank = Math.Min(_priceRank, 0);
        _quantityRank = Math.Min(_quantityRank, 0);
    }

    public void Read(OrderUpdate update, long at)
    {
        Identify(update.Symbol, update.Side, at);

        // The terms in NEW and PARTIAL_FILLED take precedence over those in other updates.
        var rank = update.Status is OrderStatus.New or OrderStatus.PartiallyFilled ? at + Class : at;
        if (update.OrderType != OrderType.Unknown && (rank > _typeRank || (rank == _typeRank && update.OrderType > _details.Type)))
        {
            _typeRank = rank;
            if (update.OrderType != _details.Type)
            {
                Edit().Type = update.OrderType;
                HasChanged = true;
            }
        }

        if (Supersedes(_details.Price, ref _priceRank, update.OrderPriceOrZero, rank))
        {
            Edit().Price = update.OrderPriceOrZero;
            HasChanged = true;
        }

        if (Supersedes(_details.Quantity, ref _quantityRank, update.OrderQuantityOrZero, rank))
        {
            Edit().Quantity = update.OrderQuantityOrZero;
            HasChanged = true;
        }
    }

    public void Read(Transaction transaction, long at) => Identify(transaction.Symbol, transaction.Side, at + Class);

    public readonly OrderTerms Transfer(StateArchive archive) => Transfer(archive, this);

    private static OrderTerms Transfer(StateArchive archive, OrderTerms terms) => archive.Object("terms", terms, _ =>
    {
        var (details, isContradictory) = (terms.Edit(), terms.IsContradictory);
        archive.Value("symbol", ref details.Symbol);
        archive.Enum("side", ref details.Side);
        archive.Enum("type", ref details.Type);
        archive.Value("createdAt", ref details.CreatedAt);
        archive.Value("price", ref details.Price);
        archive.Value("quantity", ref details.Quantity);
        archive.Value("isContradictory", ref isContradictory);
        archive.Value("identityRank", ref terms._identityRank);
        archive.Value("typeRank", ref terms._typeRank);
        archive.Value("priceRank", ref terms._priceRank);
        archive.Value("quantityRank", ref terms._quantityRank);
        terms.IsContradictory = isContradictory;
        return terms;
    });

    // ORDER_UPDATEs take precedence over transactions; of each, the earliest is used.
    private void Identify(Symbol symbol, Side side, long rank)
    {
        var isKnown = _identityRank != long.MaxValue;
        if (!isKnown || symbol != _details.Symbol || side != _details.Side)
        {
            IsContradictory |= isKnown;
            if (isKnown && (rank > _identityRank || (rank == _identityRank && (symbol, side).CompareTo((_details.Symbol, _details.Side)) > 0)))
                return;
            var details = Edit();
            (details.Symbol, details.Side) = (symbol, side);
        }

        _identityRank = Math.Min(_identityRank, rank);
    }

    private OrderDetails Edit()
    {
        if (_isShared)
            _details = _details.Copy();
        _isShared = false;
        return _details;
    }

    // Returns whether a term changes.
    private static bool Supersedes(decimal term, ref long termRank, decimal stated, long rank)
    {
        if (rank < termRank || decimal.Sign(stated) <= 0)
            return false;
        var isChange = !ExactDecimal.AreEqual(stated, term);
        if (rank == termRank && (!isChange || stated < term))
            return false;
        termRank = rank;
        return isChange;
    }
}
