namespace Nexus.Reactive;

/// <summary>The cost that a fill realizes when it reduces a position.</summary>
public enum CostBasis
{
    /// <summary>The average cost of the whole position, which the fill does not change.</summary>
    AverageCost,

    /// <summary>The cost of the oldest fills: first in, first out.</summary>
    FirstInFirstOut,
}
