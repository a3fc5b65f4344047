using System.Reactive.Disposables;
using Nexus.Desk.ViewModels;
using Nexus.Reactive;
using Nexus.Reactive.Backtesting;

namespace Nexus.Desk.Sources;

/// <summary>Chooses where the orders of a market go.</summary>
internal static class PaperTrading
{
    /// <summary>Returns the feed and the gateway of a market: with paper orders if wanted, otherwise without orders.</summary>
    /// <param name="feed">The feed of the market.</param>
    /// <param name="isPaper">Whether orders are paper orders.</param>
    /// <param name="source">The source for the notice, such as <c>staging</c>.</param>
    public static (NexusFeed Feed, TradingAccess Trading, IDisposable Owned) Open(NexusFeed feed, bool isPaper, string source)
    {
        if (!isPaper)
            return (feed, new TradingAccess(null, $"The desk sends no orders to {source}. Start it with --paper for paper orders."), Disposable.Empty);
        var paper = new PaperExchange(feed);
        return (paper.Feed, new TradingAccess(paper, $"Paper orders: they are filled against the prices of {source}, and nothing is sent."), paper);
    }
}
