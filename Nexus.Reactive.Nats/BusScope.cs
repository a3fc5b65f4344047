namespace Nexus.Reactive.Nats;

/// <summary>Which messages of a symbol a reader receives.</summary>
public enum BusScope
{
    /// <summary>Market data, pings and gaps. This needs no permission to read an account's own orders.</summary>
    Public,

    /// <summary>Market data and the account's own orders and transactions, in one order.</summary>
    All,
}
