using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>Consecutive trades of one symbol that appear to be one order of the taker, because they have the same millisecond and side.</summary>
/// <remarks>The sums are exact. Two sweeps are equal if all their values are equal.</remarks>
public sealed record TradeSweep : IHasSymbol
{
    private readonly ExactSum _quantity;
    private readonly ExactSum _notional;

    [SetsRequiredMembers]
    internal TradeSweep(Trade first, Trade last, int tradeCount, in ExactSum quantity, in ExactSum notional, bool isComplete, bool hasGap)
    {
        Symbol = first.Symbol;
        Timestamp = first.Timestamp;
        Side = first.Side;
        FirstPrice = first.Price;
        LastPrice = last.Price;
        TradeCount = tradeCount;
        _quantity = quantity;
        _notional = notional;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The exchange's time, which is the same for all trades of the sweep.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The taker's side.</summary>
    public Side Side { get; }

    /// <summary>The price of the first trade.</summary>
    public decimal FirstPrice { get; }

    /// <summary>The price of the last trade; the same as the first price unless trades are aggregated across prices.</summary>
    public decimal LastPrice { get; }

    /// <summary>The number of trades, 1 or more.</summary>
    public int TradeCount { get; }

    /// <summary>Σ quantity, in the base asset.</summary>
    /// <exception cref="OverflowException">The sum is beyond decimal's range.</exception>
    public decimal Quantity => _quantity.ToDecimal();

    /// <summary>Σ price × quantity, in the quote asset.</summary>
    /// <exception cref="OverflowException">The sum is beyond decimal's range.</exception>
    public decimal Notional => _notional.ToDecimal();

    /// <summary>Notional ÷ quantity, divided when read; the first price if the quantity is 0.</summary>
    public decimal AveragePrice => _quantity.IsZero ? FirstPrice : ExactSum.Divide(_notional, _quantity);

    /// <summary>True if no trade of the sweep can be missing: false if the stream began, was cut or ended next to it.</summary>
    public bool IsComplete { get; }

    /// <summary>True if the symbol's stream was cut in the millisecond of the sweep.</summary>
    public bool HasGap { get; }

    /// <summary>Returns the symbol, the time, the side, the quantity and the prices in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TradeSweep {Symbol} {PrintableText.Time(Timestamp)} {Side} {Quantity} @ {FirstPrice}..{LastPrice}, {TradeCount} trades{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}
