namespace Nexus.Simulator.Matching;

public enum OrderKind
{
    /// <summary>The part that cannot be executed at once rests.</summary>
    Limit,

    /// <summary>Executes at any price; the rest is canceled.</summary>
    Market,

    /// <summary>Executes at prices up to its own; the rest is canceled.</summary>
    ImmediateOrCancel,
}
