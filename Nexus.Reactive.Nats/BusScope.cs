namespace Nexus.Reactive.Nats;

/// <summary>The messages of a symbol that a reader receives.</summary>
public enum BusScope
{
    /// <summary>Market data, pings and gaps. This scope does not require permission to read an account's own orders.</summary>
    Public,

    /// <summary>Market data and the account's own orders and transactions, in one sequence.</summary>
    All,
}
