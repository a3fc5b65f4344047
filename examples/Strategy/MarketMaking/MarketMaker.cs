using System.Reactive.Linq;
using Nexus.Reactive;

namespace Strategy;

/// <summary>
/// Quotes a bid and an ask around the microprice, in one symbol. The more it holds, the more both quotes move against the position; at the greatest position, only
/// the quote that reduces it remains.
/// </summary>
/// <remarks>
/// All decisions depend only on the feed, including the states of the orders. A side has at most one order: the next quote follows when the previous one is
/// done. After a gap, all quotes are canceled until the next book.
/// </remarks>
public static class MarketMaker
{
    public static IObservable<Signal> Signals(NexusFeed feed, MarketMakerRules rules)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(rules);
        return Observable.Defer(() =>
        {
            var quotes = new QuotePair(feed.Clock, rules);

            // The orders first: the book of an instant is quoted with what is known then.
            return Observable.Merge(
                feed.TrackOrders().SelectMany(quotes.OnOrder),
                feed.Gaps.SelectMany(quotes.OnGap),
                feed.Books.SelectMany(quotes.OnBook));
        });
    }
}
