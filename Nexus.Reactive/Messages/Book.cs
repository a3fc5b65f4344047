using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary><c>BOOK</c>: a full snapshot of one symbol's order book, best prices first.</summary>
/// <remarks>
/// One-sided, empty and crossed books are valid. Equality is by value: two books are equal if their symbols, times and levels are.
/// Prices are in the symbol's quote asset, quantities in its base asset.
/// </remarks>
public sealed partial record Book : NexusMessage, IHasSymbol, IHasTimestamp
{
    private readonly ImmutableArray<Level> _asks;
    private readonly ImmutableArray<Level> _bids;

    /// <summary>Creates a book of the given levels.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="timestamp">The exchange's time.</param>
    /// <param name="asks">The sellers' levels in any order. The book keeps them ascending, without levels of quantity 0.</param>
    /// <param name="bids">The buyers' levels in any order. The book keeps them descending, without levels of quantity 0.</param>
    /// <exception cref="ArgumentException">Two levels of a side have the same price, or a level is <c>default(Level)</c>.</exception>
    public Book(Symbol symbol, DateTimeOffset timestamp, ImmutableArray<Level> asks, ImmutableArray<Level> bids)
    {
        Symbol = symbol;
        Timestamp = timestamp;
        Asks = asks;
        Bids = bids;
    }

    private Book(Symbol symbol, DateTimeOffset timestamp, (ImmutableArray<Level> Asks, ImmutableArray<Level> Bids) arranged)
    {
        Symbol = symbol;
        Timestamp = timestamp;
        (_asks, _bids) = arranged;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>The exchange's time, which has whole milliseconds.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The sellers' levels, lowest price first.</summary>
    public ImmutableArray<Level> Asks { get => _asks; init => _asks = LevelOrder.Arrange(value, BookSide.Ask, nameof(Asks)); }

    /// <summary>The buyers' levels, highest price first.</summary>
    public ImmutableArray<Level> Bids { get => _bids; init => _bids = LevelOrder.Arrange(value, BookSide.Bid, nameof(Bids)); }

    /// <summary>The lowest ask; null when there is none.</summary>
    public Level? BestAsk => Asks.IsEmpty ? null : Asks[0];

    /// <summary>The highest bid; null when there is none.</summary>
    public Level? BestBid => Bids.IsEmpty ? null : Bids[0];

    /// <summary>The price halfway between the best bid and the best ask; null when a side is empty.</summary>
    public decimal? Mid => BestBid?.Price + Spread / 2;

    /// <summary>The best ask minus the best bid, negative when crossed; null when a side is empty.</summary>
    public decimal? Spread => BestAsk?.Price - BestBid?.Price;

    /// <summary>Whether the best bid is above the best ask. A book whose best prices are equal is locked, not crossed.</summary>
    public bool IsCrossed => Spread < 0;

    internal override MessageKind Kind => MessageKind.Book;

    /// <inheritdoc/>
    public bool Equals(Book? other) =>
        ReferenceEquals(this, other) || (other is not null && Timestamp == other.Timestamp && Symbol == other.Symbol && HasSameLevels(other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Timestamp, Asks.Length, Bids.Length, BestAsk, BestBid);

    /// <summary>Symbol, time, touch and depth in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Book {Symbol} {PrintableText.Time(Timestamp)} bid {Show(BestBid)} ask {Show(BestAsk)} ({Bids.Length} bids, {Asks.Length} asks)");

    /// <summary>Creates a book whose sides are already in the order of <see cref="LevelOrder"/>.</summary>
    internal static Book FromOrdered(Symbol symbol, DateTimeOffset timestamp, ImmutableArray<Level> asks, ImmutableArray<Level> bids) =>
        new(symbol, timestamp, (asks, bids));

    internal bool HasSameLevels(Book other) => Same(Asks, other.Asks) && Same(Bids, other.Bids);

    private static bool Same(ImmutableArray<Level> left, ImmutableArray<Level> right) =>
        left == right || left.AsSpan().SequenceEqual(right.AsSpan());

    private static string Show(Level? level) => level?.ToString() ?? "-";
}
