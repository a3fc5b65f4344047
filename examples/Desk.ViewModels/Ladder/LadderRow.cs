namespace Nexus.Desk.ViewModels;

/// <summary>A level of the ladder, or several that are grouped.</summary>
/// <param name="Price">The price in the quote asset; of a group, the price farthest from the other side.</param>
/// <param name="Quantity">The quantity in the base asset.</param>
/// <param name="Total">The quantity from the best price to this level.</param>
/// <param name="Notional">Σ price × quantity from the best price to this level, in the quote asset.</param>
/// <param name="Share">The total as a fraction of the greatest total shown, 0 to 1.</param>
/// <param name="Traded">The volume traded at the price today, up to the last full second.</param>
/// <param name="Own">The part of the quantity that belongs to own orders.</param>
/// <param name="Flash">The last change of the level.</param>
public readonly record struct LadderRow(
    decimal Price, decimal Quantity, decimal Total, decimal Notional, double Share, decimal Traded, decimal Own, Flash Flash);
