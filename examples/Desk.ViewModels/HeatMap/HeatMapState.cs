using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>The columns, oldest first; intervals without a book are missing.</summary>
public sealed record HeatMapState(ImmutableArray<HeatColumn> Columns, decimal Greatest)
{
    public static HeatMapState Empty { get; } = new([], 0);
}
