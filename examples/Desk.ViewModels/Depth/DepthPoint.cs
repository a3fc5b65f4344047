namespace Nexus.Desk.ViewModels;

/// <summary>A price of the depth chart.</summary>
/// <param name="Price">The price in the quote asset.</param>
/// <param name="Total">The quantity available up to the price, in the base asset.</param>
/// <param name="Notional">What buying or selling this quantity costs or brings: Σ price × quantity, in the quote asset.</param>
public readonly record struct DepthPoint(decimal Price, decimal Total, decimal Notional);
