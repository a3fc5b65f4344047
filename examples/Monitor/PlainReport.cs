using System.Reactive.Disposables;
using System.Reactive.Linq;
using Nexus.Monitoring.Drawing;
using Nexus.Reactive;

namespace Nexus.Monitoring;

/// <summary>Writes a feed as lines of text: one line for each second of each symbol, in the order in which the seconds end.</summary>
internal static class PlainReport
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <param name="feed">The feed, before it is connected.</param>
    /// <param name="isShown">Selects the symbols to show.</param>
    public static IObservable<string> Lines(NexusFeed feed, Func<Symbol, bool> isShown) => Observable.Create<string>(observer =>
    {
        // A window is published before the message that moves the clock past its end, so this is the book at that end.
        var books = new Dictionary<Symbol, Book>();
        return new CompositeDisposable(
            feed.Books.Subscribe(book => books[book.Symbol] = book, static _ => { }),
            feed.VwapTumbling(Window)
                .Where(bar => isShown(bar.Symbol))
                .Select(bar => Line(bar, books.GetValueOrDefault(bar.Symbol)))
                .Subscribe(observer));
    });

    public static string Line(VwapBar bar, Book? book) =>
        $"{bar.Start.Text()} {bar.Symbol} trades={bar.TradeCount} volume={Sum(() => bar.Volume)} vwap={Sum(() => bar.Vwap)}"
        + $" bid={(book?.BestBid?.Price).Text()} ask={(book?.BestAsk?.Price).Text()}";

    // The sums are exact at any size, but a decimal can overflow.
    private static string Sum(Func<decimal?> read)
    {
        try
        {
            return read().Text();
        }
        catch (OverflowException)
        {
            return "overflow";
        }
    }
}
