namespace Nexus.Reactive;

/// <summary>A side of the order book.</summary>
public enum BookSide
{
    /// <summary>The buyers.</summary>
    Bid,

    /// <summary>The sellers.</summary>
    Ask,
}
