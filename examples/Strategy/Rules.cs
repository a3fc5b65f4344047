namespace Strategy;

/// <summary>The strategy's numbers.</summary>
public sealed record Rules
{
    /// <summary>The length of the VWAP window.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Half of the band, as a part of the window's range of prices.</summary>
    public decimal Width { get; init; } = 0.25m;

    /// <summary>How one-sided the book must be, from 0 to 1, see <see cref="Nexus.Reactive.Book.Imbalance"/>.</summary>
    public decimal Imbalance { get; init; } = 0.2m;

    /// <summary>How many levels of the book count.</summary>
    public int Depth { get; init; } = 5;

    /// <summary>The size of a position, in the base asset.</summary>
    public decimal Quantity { get; init; } = 0.1m;

    /// <summary>How long an entry may wait for its fill before what is left of it is taken back.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a position is held.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(3);
}
