namespace Nexus.Simulator.Matching;

public enum OrderKind
{
    /// <summary>Rests with what it could not execute at once.</summary>
    Limit,

    /// <summary>Takes any price; what finds no counterparty is cancelled.</summary>
    Market,

    /// <summary>Takes prices up to its own; the rest is cancelled.</summary>
    ImmediateOrCancel,
}
