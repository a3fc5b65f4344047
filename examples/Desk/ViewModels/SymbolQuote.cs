using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A symbol to pick, with its mid price and how that moved of late: above, below or 0.</summary>
public sealed record SymbolQuote(Symbol Symbol, decimal? Mid, int Direction, Precision Precision);
