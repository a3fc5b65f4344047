using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A selectable symbol with its mid price and the direction of its last change: above, below or 0.</summary>
public sealed record SymbolQuote(Symbol Symbol, decimal? Mid, int Direction, Precision Precision);
