namespace Nexus.Simulator.Matching;

public enum OrderKind
{
    /// <summary>The part that cannot be executed immediately rests in the book.</summary>
    Limit,

    /// <summary>Executes at any price; the rest is canceled.</summary>
    Market,

    /// <summary>Executes at prices up to the order's price; the rest is canceled.</summary>
    ImmediateOrCancel,
}
