using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The order flow imbalance of one symbol in one window.</summary>
/// <remarks>The sum is exact. Bars are equal if all their values are equal.</remarks>
public sealed record OrderFlowBar : IHasSymbol
{
    private readonly ExactSum _imbalance;

    [SetsRequiredMembers]
    internal OrderFlowBar(Symbol symbol, (long Start, long End) window, in ExactSum imbalance, int changeCount, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        Start = new DateTimeOffset(window.Start, TimeSpan.Zero);
        End = new DateTimeOffset(window.End, TimeSpan.Zero);
        _imbalance = imbalance;
        ChangeCount = changeCount;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The start of the window in UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The end of the window in UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Σ of the imbalances from book to book, in the base asset: above 0 if demand grew, below 0 if supply grew.</summary>
    /// <exception cref="OverflowException">The value is beyond decimal's range.</exception>
    public decimal Imbalance => _imbalance.ToDecimal();

    /// <summary>The number of changes from one book to the next.</summary>
    public int ChangeCount { get; }

    /// <summary>True if the whole window was received, as in <see cref="VwapBar.IsComplete"/>.</summary>
    public bool IsComplete { get; }

    /// <summary>True if the symbol's stream was cut inside the window, as in <see cref="VwapBar.HasGap"/>. The change across a gap does not count.</summary>
    public bool HasGap { get; }

    /// <summary>Returns the symbol, the window and the imbalance in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"OrderFlowBar {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} imbalance {Imbalance}, {ChangeCount} changes{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}
