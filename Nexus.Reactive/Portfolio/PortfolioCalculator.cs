namespace Nexus.Reactive;

/// <summary>Computes the value of a portfolio from order events, marks, gaps and prices, synchronously and without Rx.</summary>
/// <param name="ledger">The positions, which already include an event when it arrives here.</param>
/// <param name="options">The options.</param>
internal sealed class PortfolioCalculator(OrderLedger ledger, PortfolioOptions options)
{
    private readonly Dictionary<Symbol, SymbolAccount> _accounts = [];
    private readonly SortedDictionary<Symbol, SymbolAccount> _held = [];
    private readonly ConversionPrices _prices = new(options.ConversionPrice);
    private readonly PortfolioTotals _totals = new(options.InitialEquity);
    private string? _quote;
    private bool _hasQuotes;

    /// <summary>The profit of each symbol that has had a fill or an opening position.</summary>
    public IEnumerable<SymbolProfit> Profits => _held.Values.Select(static account => account.Profit!);

    private string? Asset => options.ReportingAsset ?? (_hasQuotes ? null : _quote);

    /// <summary>Reads all positions of the ledger.</summary>
    public PortfolioValue Start(DateTimeOffset now)
    {
        foreach (var symbol in ledger.Symbols)
            Read(Get(symbol), symbol);
        foreach (var account in _held.Values)
            Revalue(account);
        return _totals.Read(now, Asset, PortfolioChange.None, null);
    }

    public SymbolProfit? Find(Symbol symbol) => _held.GetValueOrDefault(symbol)?.Profit;

    /// <summary>Returns the new value after an event changed a position; one for each symbol that changed.</summary>
    public PortfolioValue[] OnOrder(OrderEvent change, DateTimeOffset now)
    {
        if (change.Before is { } before && before.Symbol != change.Symbol)
            return [.. OnPosition(before.Symbol, now), .. OnPosition(change.Symbol, now)];
        return OnPosition(change.Symbol, now);
    }

    /// <summary>Returns the new value after a book; null if no holding depends on it.</summary>
    public PortfolioValue? OnBook(Book book, DateTimeOffset now)
    {
        var account = Get(book.Symbol);
        account.Mark(book);
        return OnMark(account, now);
    }

    /// <summary>Returns the new value after a trade; null if no holding depends on it.</summary>
    public PortfolioValue? OnTrade(Trade trade, DateTimeOffset now)
    {
        var account = Get(trade.Symbol);
        account.Mark(trade);
        return OnMark(account, now);
    }

    /// <summary>Returns the new value for each holding whose price becomes stale.</summary>
    public PortfolioValue[] OnGap(FeedGap gap, DateTimeOffset now)
    {
        foreach (var account in _accounts.Where(pair => gap.Symbol is not { } symbol || symbol == pair.Key).Select(static pair => pair.Value))
            account.Cut();
        return Emit(static account => account.Profit is { MarkedAt: not null, IsStale: false } && account.IsCut, PortfolioChange.Stale, now);
    }

    /// <summary>Returns the new value for each symbol that the price converts.</summary>
    public PortfolioValue[] OnPrice(AssetPrice price, DateTimeOffset now)
    {
        _prices.Set(price);
        return Emit(account => Converts(price, account), PortfolioChange.Price, now);
    }

    private bool Converts(AssetPrice price, SymbolAccount account) =>
        string.Equals(account.Quote, price.QuoteAsset, StringComparison.Ordinal) && account.Position!.Fees.ContainsKey(price.Asset)
        || (string.Equals(account.Quote, price.Asset, StringComparison.Ordinal) && string.Equals(Asset, price.QuoteAsset, StringComparison.Ordinal));

    private PortfolioValue[] OnPosition(Symbol symbol, DateTimeOffset now)
    {
        var account = Get(symbol);
        return Read(account, symbol) ? [Emit(account, PortfolioChange.Fill, now)] : [];
    }

    // A flat symbol is worth the same at any price.
    private PortfolioValue? OnMark(SymbolAccount account, DateTimeOffset now) =>
        account.Profit is { } profit && (profit.Quantity != 0 || profit.Holding != 0) ? Emit(account, PortfolioChange.Mark, now) : null;

    // All symbols are valued before the first value, so that each value has the same totals.
    private PortfolioValue[] Emit(Func<SymbolAccount, bool> isAffected, PortfolioChange change, DateTimeOffset now)
    {
        var affected = _held.Values.Where(isAffected).ToArray();
        foreach (var account in affected)
            Revalue(account);
        return Array.ConvertAll(affected, account => _totals.Read(now, Asset, change, account.Profit));
    }

    private PortfolioValue Emit(SymbolAccount account, PortfolioChange change, DateTimeOffset now)
    {
        Revalue(account);
        return _totals.Read(now, Asset, change, account.Profit);
    }

    private void Revalue(SymbolAccount account)
    {
        var profit = account.Value(_prices);
        var part = new PortfolioPart(profit, Asset is { } asset ? _prices.Find(account.Quote, asset) : null);
        _totals.Replace(account.Part, part);
        (account.Profit, account.Part) = (profit, part);
    }

    private SymbolAccount Get(Symbol symbol)
    {
        if (!_accounts.TryGetValue(symbol, out var account))
            _accounts.Add(symbol, account = new SymbolAccount(symbol, options.Mark));
        return account;
    }

    private bool Read(SymbolAccount account, Symbol symbol)
    {
        var position = ledger.Read(symbol);
        if (position is null || position.Version == account.Position?.Version)
            return false;
        account.Position = position;
        if (!_held.TryAdd(symbol, account))
            return true;
        AddQuote(account);
        return true;
    }

    private void AddQuote(SymbolAccount account)
    {
        _quote ??= account.Quote;
        if (_hasQuotes || options.ReportingAsset is not null || string.Equals(_quote, account.Quote, StringComparison.Ordinal))
            return;

        // From now on, there is no asset in which all symbols have a value.
        _hasQuotes = true;
        foreach (var held in _held.Values.Where(static held => held.Profit is not null))
            Revalue(held);
    }
}
