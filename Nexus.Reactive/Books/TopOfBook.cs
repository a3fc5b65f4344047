using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The best level of each side of a book.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Timestamp">The book's time.</param>
/// <param name="Bid">The highest bid; null when there is none.</param>
/// <param name="Ask">The lowest ask; null when there is none.</param>
public sealed record TopOfBook(Symbol Symbol, DateTimeOffset Timestamp, Level? Bid, Level? Ask) : IHasSymbol
{
    /// <summary>The ask price minus the bid price; null when a side is empty.</summary>
    public decimal? Spread => Ask?.Price - Bid?.Price;

    /// <summary>The price halfway between bid and ask; null when a side is empty.</summary>
    public decimal? Mid => Bid?.Price + Spread / 2;

    /// <summary>Symbol, time and both levels in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"TopOfBook {Symbol} {PrintableText.Time(Timestamp)} bid {Bid?.ToString() ?? "-"} ask {Ask?.ToString() ?? "-"}");
}

public static partial class NexusObservable
{
    /// <summary>Returns the best bid and ask of each symbol, whenever their price or quantity changes.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>The first book of a symbol produces its top. A later book produces its top if the top differs.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from the source.</description></item>
    /// </list>
    /// Temperature: the same as the source. Scheduler: none. Concurrency: one book at a time. Memory: the previous top of each symbol; an unchanged top
    /// allocates nothing.
    /// <code>
    /// books      a---b---c---x--|
    /// TopOfBook  A-------C---X--|
    /// b = a, except for levels below the best; x = a book of another symbol
    /// </code>
    /// </remarks>
    public static IObservable<TopOfBook> TopOfBook(this IObservable<Book> books)
    {
        ArgumentNullException.ThrowIfNull(books);
        return SafeObservable.Create<TopOfBook>(observer => books.Subscribe(new TopOfBookObserver(observer)));
    }

    private sealed class TopOfBookObserver(IObserver<TopOfBook> observer) : IObserver<Book>
    {
        private readonly PerSymbol<PreviousTop> _previous = new();

        public void OnNext(Book value)
        {
            var slot = _previous[value.Symbol];
            if (slot.Top is { } top && top.Bid == value.BestBid && top.Ask == value.BestAsk)
                return;
            slot.Top = new TopOfBook(value.Symbol, value.Timestamp, value.BestBid, value.BestAsk);
            observer.OnNext(slot.Top);
        }

        public void OnError(Exception error) => observer.OnError(error);

        public void OnCompleted() => observer.OnCompleted();
    }

    private sealed class PreviousTop
    {
        public TopOfBook? Top { get; set; }
    }
}
