using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The position and the latest mark of one symbol, and the profit that results from them.</summary>
internal sealed class SymbolAccount(Symbol symbol, MarkPrice kind)
{
    private readonly string _base = symbol.Base;
    private Book? _book;
    private decimal? _price;
    private DateTimeOffset? _markedAt;
    private bool _isCut;

    public string Quote { get; } = symbol.Quote;

    /// <summary>The position; null before the first fill.</summary>
    public PositionReading? Position { get; set; }

    /// <summary>The profit as of the latest change; null before the first fill.</summary>
    public SymbolProfit? Profit { get; set; }

    /// <summary>The part of the totals that is <see cref="Profit"/>.</summary>
    public PortfolioPart Part { get; set; }

    /// <summary>Whether the price is from before a gap.</summary>
    public bool IsCut => _isCut;

    public void Mark(Book book)
    {
        _book = kind == MarkPrice.Sweep ? book : null;
        Mark(book.Timestamp, kind switch { MarkPrice.Microprice => book.Microprice, _ => book.Mid });
    }

    public void Mark(Trade trade) => Mark(trade.Timestamp, trade.Price);

    /// <summary>Marks the price as stale until the next one.</summary>
    public void Cut() => _isCut = true;

    /// <summary>Computes the profit. It calls the caller's function for prices.</summary>
    public SymbolProfit Value(ConversionPrices prices)
    {
        var position = Position!;
        var (account, fees) = (position.Account, position.Fees);
        var baseFee = fees.GetValueOrDefault(_base);
        var holding = SaturatingDecimal.Add(account.Quantity, -baseFee);
        var isMarked = account.Quantity != 0 || holding != 0;
        var mark = isMarked ? GetMark(holding) : null;

        var unconverted = SymbolProfit.NoFees;
        var feeCost = default(ExactSum);
        foreach (var (asset, amount) in fees)
        {
            if (string.Equals(asset, _base, StringComparison.Ordinal))
                feeCost.AddProduct(amount, mark ?? 0);
            else if (prices.Find(asset, Quote) is { } price)
                feeCost.AddProduct(amount, price);
            else if (amount != 0)
                unconverted = unconverted.SetItem(asset, amount);
        }

        // The profit is the proceeds and the value of the quantity, so that no division is part of it.
        var isFeeKnown = baseFee == 0 || mark is not null;
        var net = position.Proceeds;
        net.AddProduct(account.Quantity, mark ?? 0);
        net.Subtract(feeCost);
        var unrealized = default(ExactSum);
        unrealized.AddProduct(account.Priced, mark ?? 0);
        unrealized.Subtract(account.Cost);
        return new SymbolProfit
        {
            Symbol = symbol,
            Quantity = account.Quantity,
            Holding = holding,
            Cost = account.Cost,
            AverageCost = account.Average,
            UnpricedQuantity = position.Unpriced,
            Mark = mark,
            MarkedAt = isMarked ? _markedAt : null,
            IsStale = isMarked && _isCut && _markedAt is not null,
            RealizedProfit = position.Realized,
            UnrealizedProfit = account.Priced == 0 || mark is not null ? SaturatingSum.Read(unrealized) : null,
            Fees = fees,
            UnconvertedFees = unconverted,
            FeeCost = isFeeKnown ? SaturatingSum.Read(feeCost) : null,
            NetProfit = isFeeKnown && position.Unpriced == 0 && (account.Quantity == 0 || mark is not null) ? SaturatingSum.Read(net) : null,
            Exposure = holding == 0 ? 0 : mark is { } known ? SaturatingDecimal.Multiply(holding, known) : null,
        };
    }

    private void Mark(DateTimeOffset at, decimal? price) => (_markedAt, _price, _isCut) = (at, price, false);

    private decimal? GetMark(decimal holding)
    {
        if (_book is null || holding == 0)
            return _price;
        var fill = _book.Sweep(holding > 0 ? Side.Sell : Side.Buy, Math.Abs(holding));
        return fill.IsComplete ? fill.AveragePrice : null;
    }
}
