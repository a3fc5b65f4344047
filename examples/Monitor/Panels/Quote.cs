using Nexus.Monitoring.Drawing;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The latest book of a symbol with its last changes, and the latest trade.</summary>
internal sealed record Quote
{
    public static Quote Empty { get; } = new();

    public Book? Book { get; private init; }

    public BookDiff? Diff { get; init; }

    public Trade? Last { get; private init; }

    /// <summary>The time of the last message on the program's clock; null before the first one.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>The decimal places of the most precise price so far, so that columns do not move when a price ends in zero.</summary>
    public int PricePlaces { get; private init; }

    /// <summary>The same for quantities.</summary>
    public int QuantityPlaces { get; private init; }

    public Quote With(Book book) => (this with { Book = book }).With(book.BestBid).With(book.BestAsk);

    public Quote With(Trade trade) => (this with { Last = trade }).With(new Level(trade.Price, trade.Quantity));

    private Quote With(Level? level) => level is { } known
        ? this with { PricePlaces = Math.Max(PricePlaces, Plain.Places(known.Price)), QuantityPlaces = Math.Max(QuantityPlaces, Plain.Places(known.Quantity)) }
        : this;
}
