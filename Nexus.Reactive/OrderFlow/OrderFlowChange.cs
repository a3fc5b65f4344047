using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The order flow imbalance from one book of a symbol to the next.</summary>
public sealed record OrderFlowChange : IHasSymbol
{
    private readonly ExactSum _imbalance;

    [SetsRequiredMembers]
    internal OrderFlowChange(Book before, Book after)
    {
        Symbol = after.Symbol;
        Timestamp = after.Timestamp;
        _imbalance = OrderFlowMeasure.GetFlow(before, after);
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The time of the later book.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The imbalance in the base asset: above 0 if demand grew, below 0 if supply grew.</summary>
    /// <exception cref="OverflowException">The value is beyond decimal's range.</exception>
    public decimal Imbalance => _imbalance.ToDecimal();

    /// <summary>Returns the symbol, the time and the imbalance in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"OrderFlowChange {Symbol} {PrintableText.Time(Timestamp)} imbalance {Imbalance}");
}
