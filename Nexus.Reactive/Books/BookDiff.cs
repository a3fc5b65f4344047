using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>What turns one book into the next: <c>diff.Apply(previous) == next</c>.</summary>
/// <remarks>Equality is by value: same symbol, time, changes in order and <see cref="IsInitial"/>.</remarks>
public sealed record BookDiff : IHasSymbol
{
    /// <summary>A diff of the given changes.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="timestamp">The later book's time.</param>
    /// <param name="changes">The changes: asks best to worst, then bids best to worst.</param>
    /// <param name="isInitial">Whether it starts from nothing.</param>
    public BookDiff(Symbol symbol, DateTimeOffset timestamp, ImmutableArray<LevelChange> changes, bool isInitial)
    {
        Symbol = symbol;
        Timestamp = timestamp;
        Changes = changes;
        IsInitial = isInitial;
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>The later book's time.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The levels that differ: asks best to worst, then bids best to worst.</summary>
    public ImmutableArray<LevelChange> Changes { get; init => field = value.IsDefault ? [] : value; }

    /// <summary>Whether this is a symbol's first book, everything of which is added.</summary>
    public bool IsInitial { get; init; }

    /// <summary>The book after this diff. An initial diff starts from nothing, whatever the levels of <paramref name="previous"/>.</summary>
    /// <param name="previous">The book before.</param>
    /// <exception cref="ArgumentException">The diff does not fit the book: another symbol, or a level that is not there as the diff says.</exception>
    public Book Apply(Book previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        if (previous.Symbol != Symbol)
            throw new ArgumentException($"A diff of {Symbol} does not fit a book of {previous.Symbol}.");
        return BookDiffer.Apply(this, IsInitial ? [] : previous.Asks, IsInitial ? [] : previous.Bids);
    }

    /// <inheritdoc/>
    public bool Equals(BookDiff? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Timestamp == other.Timestamp
            && IsInitial == other.IsInitial
            && Symbol == other.Symbol
            && Changes.AsSpan().SequenceEqual(other.Changes.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Symbol, Timestamp, IsInitial, Changes.Length, Changes.IsEmpty ? default : Changes[0]);

    /// <summary>Symbol, time and number of changes in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"BookDiff {Symbol} {Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {(IsInitial ? "initial, " : "")}{Changes.Length} changes");
}
