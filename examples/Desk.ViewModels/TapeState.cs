using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>The last prints, newest first.</summary>
public sealed record TapeState(ImmutableArray<TapeRow> Rows, decimal LargestQuantity, Precision Precision)
{
    public static TapeState Empty { get; } = new([], 0, default);
}
