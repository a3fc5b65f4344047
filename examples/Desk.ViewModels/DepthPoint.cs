namespace Nexus.Desk.ViewModels;

/// <summary>The quantity available up to a price, in the base asset.</summary>
public readonly record struct DepthPoint(decimal Price, decimal Total);
