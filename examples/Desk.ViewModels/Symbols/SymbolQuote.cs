using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A selectable symbol.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Mid">The mid price; null without a two-sided book.</param>
/// <param name="Direction">The direction of the last change of the price: above, below or 0.</param>
/// <param name="Precision">The decimal places of its numbers.</param>
/// <param name="IsStale">Whether the price may be out of date.</param>
public sealed record SymbolQuote(Symbol Symbol, decimal? Mid, int Direction, Precision Precision, bool IsStale = false);
