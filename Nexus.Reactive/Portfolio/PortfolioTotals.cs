namespace Nexus.Reactive;

/// <summary>The totals over all symbols. A change of one symbol costs the same however many there are.</summary>
internal sealed class PortfolioTotals
{
    private readonly decimal _initialEquity;
    private PartialTotal _realized;
    private PartialTotal _unrealized;
    private PartialTotal _feeCost;
    private PartialTotal _net;
    private PartialTotal _netExposure;
    private PartialTotal _grossExposure;
    private int _stale;
    private int _unconverted;
    private decimal _highWaterMark;

    public PortfolioTotals(decimal initialEquity) => _initialEquity = _highWaterMark = initialEquity;

    /// <summary>Replaces a symbol's part.</summary>
    public void Replace(in PortfolioPart before, in PortfolioPart after)
    {
        Add(before, -1);
        Add(after, 1);
    }

    /// <summary>Returns the totals, and moves the high-water mark.</summary>
    public PortfolioValue Read(DateTimeOffset now, string? asset, PortfolioChange change, SymbolProfit? symbol)
    {
        decimal? net = _net.Value, equity = net is { } known ? SaturatingDecimal.Add(_initialEquity, known) : null;
        if (equity > _highWaterMark && _stale == 0)
            _highWaterMark = equity.Value;
        return new PortfolioValue
        {
            Timestamp = now,
            Asset = asset,
            Change = change,
            Symbol = symbol,
            RealizedProfit = _realized.Value,
            UnrealizedProfit = _unrealized.Value,
            FeeCost = _feeCost.Value,
            NetProfit = net,
            Equity = equity,
            HighWaterMark = _highWaterMark,
            GrossExposure = _grossExposure.Value,
            NetExposure = _netExposure.Value,
            IsStale = _stale > 0,
            HasUnconvertedFees = _unconverted > 0,
        };
    }

    private void Add(in PortfolioPart part, int sign)
    {
        if (part.Profit is not { } profit)
            return;
        _realized.Add(profit.RealizedProfit, part.Rate, sign);
        _unrealized.Add(profit.UnrealizedProfit, part.Rate, sign);
        _feeCost.Add(profit.FeeCost, part.Rate, sign);
        _net.Add(profit.NetProfit, part.Rate, sign);
        _netExposure.Add(profit.Exposure, part.Rate, sign);
        _grossExposure.Add(profit.Exposure is { } exposure ? Math.Abs(exposure) : null, part.Rate, sign);
        _stale += profit.IsStale ? sign : 0;
        _unconverted += profit.UnconvertedFees.IsEmpty ? 0 : sign;
    }
}
