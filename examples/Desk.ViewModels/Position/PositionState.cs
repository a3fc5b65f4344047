using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The position of the symbol and its profit; null before the first fill.</summary>
public sealed record PositionState(SymbolProfit? Profit)
{
    public static PositionState Empty { get; } = new((SymbolProfit?)null);
}
