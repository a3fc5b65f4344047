namespace Nexus.Reactive;

/// <summary>Which cost a fill that reduces a position realises.</summary>
public enum CostBasis
{
    /// <summary>The average cost of the whole position, which stays as it is.</summary>
    AverageCost,

    /// <summary>The cost of the oldest fills, first in, first out.</summary>
    FirstInFirstOut,
}
