namespace Nexus.Reactive;

/// <summary>A side of the order book.</summary>
public enum BookSide
{
    /// <summary>The buyers' side.</summary>
    Bid,

    /// <summary>The sellers' side.</summary>
    Ask,
}
