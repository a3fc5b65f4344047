using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The trades of one symbol in one window, for custom aggregates.</summary>
/// <remarks>Windows are equal if their symbols, bounds, flags and ordered trades are equal.</remarks>
public sealed record TradeWindow : IHasSymbol
{
    /// <summary>Creates a window without trades.</summary>
    public TradeWindow()
    {
    }

    [SetsRequiredMembers]
    internal TradeWindow(Symbol symbol, long start, long end, ImmutableArray<Trade> trades, bool isComplete, bool hasGap)
    {
        Symbol = symbol;
        Start = new DateTimeOffset(start, TimeSpan.Zero);
        End = new DateTimeOffset(end, TimeSpan.Zero);
        Trades = trades;
        IsComplete = isComplete;
        HasGap = hasGap;
    }

    /// <summary>The symbol.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The start of the window in UTC. For a window by count, volume or notional, the time of its first trade.</summary>
    public required DateTimeOffset Start { get; init => field = value.ToUniversalTime(); }

    /// <summary>The end of the window in UTC. For a window by count, volume or notional, the time of its last trade.</summary>
    public required DateTimeOffset End { get; init => field = value.ToUniversalTime(); }

    /// <summary>The trades in order of arrival.</summary>
    public ImmutableArray<Trade> Trades { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>True if the whole window was received, as in <see cref="VwapBar.IsComplete"/>.</summary>
    public bool IsComplete { get; init; }

    /// <summary>True if the symbol's stream was cut inside the window, as in <see cref="VwapBar.HasGap"/>.</summary>
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

    /// <summary>Returns symbol, window and number of trades in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TradeWindow {Symbol} {Start:yyyy-MM-ddTHH:mm:ss.fffZ}/{End:yyyy-MM-ddTHH:mm:ss.fffZ} {Trades.Length} trades{(IsComplete ? "" : ", incomplete")}{(HasGap ? ", gap" : "")}");
}
