namespace Nexus.Reactive;

/// <summary>The price at which a holding is valued.</summary>
public enum MarkPrice
{
    /// <summary>The mean of the best bid and ask.</summary>
    Mid,

    /// <summary>The mid price weighted by the other side's quantity; see <see cref="Book.Microprice"/>.</summary>
    Microprice,

    /// <summary>The price of the latest trade of the market.</summary>
    LastTrade,

    /// <summary>
    /// The average price at which a market order would close the whole holding; see <see cref="Book.Sweep"/>. Unknown if the book has less than the holding.
    /// While the holding is 0 but base-asset fees and the position remain, the mid price is used.
    /// </summary>
    Sweep,
}
