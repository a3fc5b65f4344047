namespace Nexus.Reactive;

/// <summary>The type of an order.</summary>
public enum OrderType
{
    /// <summary>A type that this version does not support; the message contains its text.</summary>
    Unknown,

    /// <summary><c>LIMIT</c></summary>
    Limit,

    /// <summary><c>MARKET</c></summary>
    Market,

    /// <summary><c>IOC</c></summary>
    ImmediateOrCancel,

    /// <summary><c>FOK</c></summary>
    FillOrKill,

    /// <summary><c>POST_ONLY</c></summary>
    PostOnly,

    /// <summary><c>ASK</c>: at the best ask.</summary>
    Ask,

    /// <summary><c>BID</c>: at the best bid.</summary>
    Bid,

    /// <summary><c>LIQUIDATE</c></summary>
    Liquidate,
}
