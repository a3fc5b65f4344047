using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The changes from one book to the next: <c>diff.Apply(previous) == next</c> and <c>diff.Invert().Apply(next) == previous</c>.</summary>
/// <remarks>Equality is by value.</remarks>
public sealed record BookDiff : IHasSymbol
{
    /// <summary>Creates a diff of the given changes.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="timestamp">The later book's time.</param>
    /// <param name="changes">The changes: asks best to worst, then bids best to worst.</param>
    /// <param name="isInitial">Whether the diff starts from an empty book.</param>
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

    /// <summary>The earlier book's time; null if it is unknown, and for an initial diff, which has no earlier book.</summary>
    public DateTimeOffset? PreviousTimestamp { get; init; }

    /// <summary>The levels that differ: asks best to worst, then bids best to worst.</summary>
    public ImmutableArray<LevelChange> Changes { get; init => field = value.IsDefault ? [] : value; }

    /// <summary>Whether this is the diff of a symbol's first book, which adds all its levels.</summary>
    public bool IsInitial { get; init; }

    /// <summary>Returns the book after this diff. An initial diff starts from an empty book, regardless of the levels of <paramref name="previous"/>.</summary>
    /// <param name="previous">The previous book.</param>
    /// <exception cref="ArgumentException">
    /// The diff does not fit the book: the symbols differ, or a level differs from the level that the diff expects.
    /// </exception>
    public Book Apply(Book previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        if (previous.Symbol != Symbol)
            throw new ArgumentException($"A diff of {Symbol} does not fit a book of {previous.Symbol}.", nameof(previous));
        return BookDiffer.Apply(this, IsInitial ? [] : previous.Asks, IsInitial ? [] : previous.Bids);
    }

    /// <summary>Returns the diff from the later book back to the earlier one.</summary>
    /// <remarks>
    /// An initial diff has no earlier book; its inverse removes every level and leaves an empty book with the same time. If
    /// <see cref="PreviousTimestamp"/> is unknown, the inverse keeps the time.
    /// </remarks>
    public BookDiff Invert() => this with
    {
        Timestamp = PreviousTimestamp ?? Timestamp,
        PreviousTimestamp = Timestamp,
        Changes = [.. Changes.Select(static change => change with { OldQuantity = change.NewQuantity, NewQuantity = change.OldQuantity })],
        IsInitial = false,
    };

    /// <inheritdoc/>
    public bool Equals(BookDiff? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Timestamp == other.Timestamp
            && PreviousTimestamp == other.PreviousTimestamp
            && IsInitial == other.IsInitial
            && Symbol == other.Symbol
            && Changes.AsSpan().SequenceEqual(other.Changes.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Symbol, Timestamp, PreviousTimestamp, IsInitial, Changes.Length, Changes.IsEmpty ? default : Changes[0]);

    /// <summary>Symbol, time and number of changes in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"BookDiff {Symbol} {PrintableText.Time(Timestamp)} {(IsInitial ? "initial, " : "")}{Changes.Length} changes");
}
