using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The trades of one symbol in one window, for an aggregate of one's own.</summary>
/// <remarks>Equality is by value: same symbol, bounds, trades in order and flags.</remarks>
public sealed record TradeWindow : IHasSymbol
{
    /// <summary>A window of the given trades.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="start">The window's start.</param>
    /// <param name="end">The window's end.</param>
    /// <param name="trades">The trades in order of arrival.</param>
    /// <param name="isComplete">Whether all of the window was seen.</param>
    /// <param name="hasGap">Whether a gap cut the window.</param>
    public TradeWindow(Symbol symbol, DateTimeOffset start, DateTimeOffset end, ImmutableArray<Trade> trades, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        Start = start;
        End = end;
        Trades = trades;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>The window's start; by count, volume or notional its first trade's time.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>The window's end; by count, volume or notional its last trade's time.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>The trades in order of arrival.</summary>
    public ImmutableArray<Trade> Trades { get; init => field = value.IsDefault ? [] : value; }

    /// <summary>Whether all of the window was seen, as in <see cref="VwapBar.IsComplete"/>.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether a gap cut the window.</summary>
    public bool HasGap { get; init; }

    /// <inheritdoc/>
    public bool Equals(TradeWindow? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Symbol == other.Symbol
            && Start == other.Start
            && End == other.End
            && IsComplete == other.IsComplete
            && HasGap == other.HasGap
            && Trades.AsSpan().SequenceEqual(other.Trades.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Start, End, Trades.Length);

    /// <summary>Symbol, window and number of trades in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TradeWindow {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} {Trades.Length} trades{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}
