using Nexus.Reactive.Tests.Orders.Model;

namespace Nexus.Reactive.Tests.Profit;

/// <summary>The profit of one symbol in exact fractions: the cash that its fills moved, and the value of what is held. It keeps every fill and computes each answer from the start.</summary>
internal sealed class ProfitModel(Symbol symbol, MarkPrice kind, bool isFifo)
{
    private readonly List<(DateTimeOffset At, Fraction Quantity, Fraction Price)> _fills = [];
    private readonly List<(string Asset, decimal Amount)> _fees = [];
    private (Fraction Quantity, Fraction Price)? _opening;
    private Book? _book;
    private Trade? _trade;

    public bool IsHeld => _fills.Count > 0 || _opening is not null;

    public bool IsStale { get; private set; }

    public Fraction Quantity => _fills.Aggregate(_opening?.Quantity ?? 0, static (sum, fill) => sum + fill.Quantity);

    public Fraction Holding => Quantity - Fee(symbol.Base);

    public bool NeedsMark => !Quantity.IsZero || !Holding.IsZero;

    public Fraction? Mark => !NeedsMark ? null : kind == MarkPrice.LastTrade ? _trade?.Price : _book is null ? null : OfBook(_book);

    public (Fraction Realized, Fraction Cost, Fraction? Unrealized, Fraction? Net, Fraction? FeeCost, Fraction? Exposure) Read(Func<string, decimal?> price)
    {
        var position = new PositionModel(isFifo);
        if (_opening is var (quantity, cost))
            position.Add(quantity, cost);
        foreach (var fill in _fills.OrderBy(static fill => fill.At))
            position.Add(fill.Quantity, fill.Price);

        var converted = _fees.Where(fee => fee.Asset != symbol.Base).Aggregate((Fraction)0, (sum, fee) => sum + ((Fraction)fee.Amount * (Rate(fee.Asset, price) ?? 0)));
        Fraction? fees = Fee(symbol.Base).IsZero ? converted : converted + (Fee(symbol.Base) * Mark);
        var costOfPosition = (position.Average ?? 0) * position.Quantity;
        var cash = _fills.Aggregate(_opening is var (held, paid) ? -(held * paid) : (Fraction)0, static (sum, fill) => sum - (fill.Quantity * fill.Price));
        Fraction? worth = Quantity.IsZero ? 0 : Quantity * Mark;
        var isPriced = _fills.TrueForAll(static fill => !fill.Price.IsZero);
        return (position.Realized, costOfPosition, worth - costOfPosition, isPriced ? cash + worth - fees : null, fees, Holding.IsZero ? 0 : Holding * Mark);
    }

    public IEnumerable<string> Unconverted(Func<string, decimal?> price) =>
        _fees.Where(fee => fee.Asset != symbol.Base && Rate(fee.Asset, price) is null).Select(static fee => fee.Asset).Distinct();

    public void Open(decimal quantity, decimal cost) => _opening = (quantity, cost);

    public void Fill(DateTimeOffset at, Side side, decimal quantity, decimal price) => _fills.Add((at, side == Side.Buy ? quantity : -quantity, price));

    public void Price(DateTimeOffset at, decimal price)
    {
        var place = _fills.FindIndex(fill => fill.At == at);
        _fills[place] = _fills[place] with { Price = price };
    }

    public void Charge(string asset, decimal amount) => _fees.Add((asset, amount));

    public void See(Book book) => (_book, IsStale) = (book, kind == MarkPrice.LastTrade && IsStale);

    public void See(Trade trade) => (_trade, IsStale) = (trade, kind != MarkPrice.LastTrade && IsStale);

    public void Cut() => IsStale = true;

    private Fraction Fee(string asset) => _fees.Where(fee => fee.Asset == asset).Aggregate((Fraction)0, static (sum, fee) => sum + fee.Amount);

    private decimal? Rate(string asset, Func<string, decimal?> price) => asset == symbol.Quote ? 1 : price(asset);

    private Fraction? OfBook(Book book)
    {
        var (bid, ask) = (book.Bids[0], book.Asks[0]);
        Fraction mid = ((Fraction)bid.Price + ask.Price) / 2;
        if (kind == MarkPrice.Microprice)
            return (((Fraction)bid.Price * ask.Quantity) + ((Fraction)ask.Price * bid.Quantity)) / ((Fraction)bid.Quantity + ask.Quantity);
        if (kind == MarkPrice.Mid || Holding.IsZero)
            return mid;
        var (left, notional) = (Fraction.Abs(Holding), (Fraction)0);
        foreach (var level in Holding.Sign > 0 ? book.Bids : book.Asks)
        {
            var part = Fraction.Min(left, level.Quantity);
            left -= part;
            notional += part * level.Price;
        }

        return left.IsZero ? notional / Fraction.Abs(Holding) : null;
    }
}
