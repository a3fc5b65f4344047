namespace Nexus.Reactive;

/// <summary>The terms of an order: symbol and side as reported by the earliest input; type, price and quantity as reported by the latest input.</summary>
internal struct OrderTerms()
{
    private const long Unknown = -1;

    // Greater than the ticks of every timestamp: ranks one class of inputs above another.
    private const long Class = 1L << 62;

    private long _identityRank = long.MaxValue;
    private long _typeRank = Unknown;
    private long _priceRank = Unknown;
    private long _quantityRank = Unknown;
    private decimal _price;
    private decimal _quantity;

    public Symbol Symbol { get; private set; }

    public Side Side { get; private set; }

    public OrderType Type { get; private set; }

    public readonly decimal? Price => _priceRank == Unknown ? null : _price;

    public readonly decimal? Quantity => _quantityRank == Unknown ? null : _quantity;

    /// <summary>Whether two inputs disagreed on symbol or side.</summary>
    public bool IsContradictory { get; private set; }

    /// <summary>Whether a type, price or quantity changed since it was last reset.</summary>
    public bool HasChanged { get; set; }

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
        if (update.OrderType != OrderType.Unknown && (rank > _typeRank || (rank == _typeRank && update.OrderType > Type)))
        {
            HasChanged |= update.OrderType != Type;
            (Type, _typeRank) = (update.OrderType, rank);
        }

        HasChanged |= Read(ref _price, ref _priceRank, update.OrderPrice, rank);
        HasChanged |= Read(ref _quantity, ref _quantityRank, update.OrderQuantity, rank);
    }

    public void Read(Transaction transaction, long at) => Identify(transaction.Symbol, transaction.Side, at + Class);

    // ORDER_UPDATEs take precedence over transactions; of each, the earliest is used.
    private void Identify(Symbol symbol, Side side, long rank)
    {
        var isKnown = _identityRank != long.MaxValue;
        if (isKnown && (symbol != Symbol || side != Side))
        {
            IsContradictory = true;
            if (rank > _identityRank || (rank == _identityRank && (symbol, side).CompareTo((Symbol, Side)) > 0))
                return;
        }

        (Symbol, Side, _identityRank) = (symbol, side, Math.Min(_identityRank, rank));
    }

    private static bool Read(ref decimal term, ref long termRank, decimal? value, long rank)
    {
        if (rank < termRank || value is not { } stated || decimal.Sign(stated) <= 0)
            return false;
        var isChange = stated != term;
        if (rank == termRank && (!isChange || stated < term))
            return false;
        (term, termRank) = (stated, rank);
        return isChange;
    }
}
