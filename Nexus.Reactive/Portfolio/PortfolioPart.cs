namespace Nexus.Reactive;

/// <summary>The part of a portfolio's totals that one symbol contributes, with the price that converts it to the reporting asset.</summary>
/// <param name="Profit">The symbol's profit; null before its first fill.</param>
/// <param name="Rate">The price of the symbol's quote asset in the reporting asset; null if it is not known.</param>
internal readonly record struct PortfolioPart(SymbolProfit? Profit, decimal? Rate);

/// <summary>A total of amounts of which some may be unknown. Amounts can be removed again, exactly.</summary>
internal struct PartialTotal
{
    private ExactSum _sum;
    private int _unknown;

    /// <summary>The total; null if an amount is not known.</summary>
    public readonly decimal? Value => _unknown == 0 ? SaturatingSum.Read(_sum) : null;

    public void Add(decimal? amount, decimal? rate, int sign)
    {
        if (amount is not { } known || (rate is null && known != 0))
            _unknown += sign;
        else if (sign > 0)
            _sum.AddProduct(known, rate ?? 0);
        else
            _sum.SubtractProduct(known, rate ?? 0);
    }
}
