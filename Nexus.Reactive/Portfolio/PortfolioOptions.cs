using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>Options of <see cref="Portfolio"/> and <see cref="NexusObservable.MeasureProfit(IObservable{OrderEvent}, NexusFeed, PortfolioOptions?)"/>.</summary>
public sealed record PortfolioOptions
{
    /// <summary>The cost that a reducing fill realizes. The default is the average cost. A portfolio of an <see cref="OrderLedger"/> uses that of the ledger.</summary>
    public CostBasis CostBasis { get; init => field = OptionValue.Defined(value); }

    /// <summary>The price at which a holding is valued. The default is the mid price.</summary>
    public MarkPrice Mark { get; init => field = OptionValue.Defined(value); }

    /// <summary>
    /// The positions that were held before the first fill. The default is none. For a portfolio of an <see cref="OrderLedger"/>, pass them to the ledger.
    /// </summary>
    public ImmutableArray<OpeningPosition> OpeningPositions { get; init => field = OnePerSymbol(value.IsDefault ? [] : value, nameof(OpeningPositions)); } = [];

    /// <summary>The equity before any profit, in the reporting asset. The default is 0.</summary>
    public decimal InitialEquity { get; init; }

    /// <summary>
    /// The asset of the totals. If null (the default), it is the quote asset of the symbols; if these have different quote assets, the totals are unknown.
    /// </summary>
    public string? ReportingAsset { get; init; }

    /// <summary>
    /// Returns the price of one unit of the first asset in the second one; null if it is not known. Called whenever a symbol is valued, for assets whose price
    /// was not given otherwise. The default knows no price: fees in other assets are then kept apart, and symbols of other quote assets make the totals unknown.
    /// </summary>
    public Func<string, string, decimal?>? ConversionPrice { get; init; }

    private static ImmutableArray<OpeningPosition> OnePerSymbol(ImmutableArray<OpeningPosition> positions, string name)
    {
        OptionValue.NoNulls(positions, name);
        return positions.Select(static position => position.Symbol).Distinct().Count() == positions.Length
            ? positions
            : throw new ArgumentException("A symbol has two opening positions.", name);
    }
}
