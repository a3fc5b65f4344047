using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Detects whether the data of a market is current. Messages of other symbols on the same feed do not count.</summary>
internal static class FreshnessStreams
{
    /// <summary>Whether a message shows that the connection of the symbol is alive.</summary>
    public static bool IsHeard(NexusMessage message, Symbol symbol) => message is not FeedGap && (message is not IHasSymbol { Symbol: var other } || other == symbol);

    /// <summary>Whether a message is market data of the symbol.</summary>
    public static bool IsData(NexusMessage message, Symbol symbol) => message is Book or Trade && ((IHasSymbol)message).Symbol == symbol;

    /// <summary>Starts with the current state and reports each change. Silence is measured in wall-clock time, because the feed's clock stops when no messages arrive.</summary>
    public static IObservable<Freshness> Freshness(this Market market, IScheduler timer)
    {
        var (feed, symbol) = (market.Feed, market.Symbol);
        var isQuiet = IsSilent(feed.Where(message => IsHeard(message, symbol)), ConnectionViewModel.StaleAfter);
        var isSilent = IsSilent(feed.Where(message => IsData(message, symbol)), ConnectionViewModel.DataStaleAfter);
        return isQuiet.CombineLatest(isSilent, market.IsBehindGap.StartWith(false), static (quiet, silent, behind) =>
                quiet ? ViewModels.Freshness.ConnectionSilent : behind ? ViewModels.Freshness.BehindGap : silent ? ViewModels.Freshness.SymbolSilent : ViewModels.Freshness.Current)
            .DistinctUntilChanged();

        // A recording has the pauses that it has.
        IObservable<bool> IsSilent(IObservable<NexusMessage> messages, TimeSpan after) => market.IsReplay
            ? Observable.Return(false)
            : messages.DetectStale(after, timer).Select(static heard => heard.IsStale).DistinctUntilChanged().StartWith(false);
    }
}
