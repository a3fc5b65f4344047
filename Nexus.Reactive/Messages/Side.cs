namespace Nexus.Reactive;

/// <summary>The side of an order or of a trade's taker.</summary>
public enum Side
{
    /// <summary><c>BUY</c></summary>
    Buy,

    /// <summary><c>SELL</c></summary>
    Sell,
}
