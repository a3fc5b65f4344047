namespace Nexus.Desk.ViewModels;

/// <summary>What could be traded down to a price, in the base asset.</summary>
public readonly record struct DepthPoint(decimal Price, decimal Total);
