using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The value of a portfolio at one moment: the totals over all symbols in the reporting asset.</summary>
/// <remarks>A total is null if a part of it is not known: a price, or the conversion to the reporting asset. Nothing is estimated.</remarks>
public sealed record PortfolioValue
{
    /// <summary>The time of the feed's clock.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The asset of the amounts; null if the symbols have different quote assets and no asset was chosen.</summary>
    public string? Asset { get; init; }

    /// <summary>The reason for this value.</summary>
    public PortfolioChange Change { get; init; }

    /// <summary>The symbol that changed, with its new state; null if there is none.</summary>
    public SymbolProfit? Symbol { get; init; }

    /// <summary>The profit of reducing fills, before fees.</summary>
    public decimal? RealizedProfit { get; init; }

    /// <summary>The profit that closing all positions at their marks would add, before fees.</summary>
    public decimal? UnrealizedProfit { get; init; }

    /// <summary>The cost of the fees, without the unconverted fees of the symbols.</summary>
    public decimal? FeeCost { get; init; }

    /// <summary>The realized and unrealized profit minus the cost of the fees.</summary>
    public decimal? NetProfit { get; init; }

    /// <summary>The initial equity and <see cref="NetProfit"/>.</summary>
    public decimal? Equity { get; init; }

    /// <summary>The greatest equity so far, the initial one included. Stale values do not count.</summary>
    public decimal HighWaterMark { get; init; }

    /// <summary>The sum of the values of all holdings, regardless of their signs.</summary>
    public decimal? GrossExposure { get; init; }

    /// <summary>The sum of the values of all holdings; short ones are negative.</summary>
    public decimal? NetExposure { get; init; }

    /// <summary>Whether the price of a holding is from before a gap.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether fees in assets without a known price are kept apart; see <see cref="SymbolProfit.UnconvertedFees"/>.</summary>
    public bool HasUnconvertedFees { get; init; }

    /// <summary>The amount by which <see cref="Equity"/> is below <see cref="HighWaterMark"/>.</summary>
    public decimal? Drawdown => Equity is { } equity ? Math.Max(0, SaturatingDecimal.Add(HighWaterMark, -equity)) : null;

    /// <summary><see cref="Drawdown"/> as a fraction of <see cref="HighWaterMark"/>; null if that is not above 0.</summary>
    public decimal? RelativeDrawdown => HighWaterMark > 0 && Drawdown is { } drawdown ? SaturatingDecimal.Divide(drawdown, HighWaterMark) : null;

    /// <summary>Returns the value in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"PortfolioValue {Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Change} equity {Text(Equity)} {Asset ?? "-"}, realized {Text(RealizedProfit)}, unrealized {Text(UnrealizedProfit)}, fees {Text(FeeCost)}, drawdown {Text(Drawdown)}, exposure {Text(NetExposure)}{(IsStale ? ", stale" : "")}");

    private static string Text(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
