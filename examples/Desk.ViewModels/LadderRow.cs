namespace Nexus.Desk.ViewModels;

/// <summary>A level of the ladder.</summary>
/// <param name="Price">The price in the quote asset.</param>
/// <param name="Quantity">The quantity in the base asset.</param>
/// <param name="Total">The quantity from the best price to this level.</param>
/// <param name="Share">The total as a fraction of the greatest total shown, 0 to 1.</param>
/// <param name="Flash">The last change of the level.</param>
public readonly record struct LadderRow(decimal Price, decimal Quantity, decimal Total, double Share, Flash Flash);
