using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>What waits in the book of own orders at one price and side.</summary>
public sealed record OrderMark(Side Side, decimal Price, decimal Quantity);
