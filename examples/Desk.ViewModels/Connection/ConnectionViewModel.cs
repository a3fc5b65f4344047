using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The connection badge of the symbol shown: it tells a lost connection, a silent one, a silent symbol, and a replay that is paused.</summary>
public sealed class ConnectionViewModel : ViewModel<ConnectionState>
{
    /// <summary>The silence of a connection that counts as stale; pings are answered each second even when the market is quiet.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(2.5);

    /// <summary>The time without a book or trade of the symbol that counts as stale, even if pings are answered.</summary>
    public static readonly TimeSpan DataStaleAfter = TimeSpan.FromSeconds(10);

    private const int RememberedRoundTrips = 40;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly bool _isReplay;

    /// <param name="market">The market.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="player">The player of the recording; null for a live market.</param>
    /// <param name="freshness">The freshness of the market's data if it is observed already; null to observe it from now on.</param>
    public ConnectionViewModel(Market market, Screen screen, RecordingPlayer? player = null, IObservable<Freshness>? freshness = null)
        : base(ConnectionState.Initial)
    {
        var (feed, symbol) = (market.Feed, market.Symbol);
        _isReplay = market.IsReplay;
        Subscriptions.Add(market.Status.ObserveOn(screen.Ui).Isolate(feed).Subscribe(status => Show(State with { Status = status })));
        Subscriptions.Add((freshness ?? market.Freshness(screen.Timer)).ObserveOn(screen.Ui).Isolate(feed).Subscribe(current => Show(State with { Freshness = current })));
        Subscriptions.Add(market.RoundTrips.Batches(screen, feed).Subscribe(Apply));
        Subscriptions.Add(feed.Where(message => FreshnessStreams.IsHeard(message, symbol))
            .Window(Second, screen.Timer).SelectMany(window => window.Aggregate((All: 0, Data: 0), (count, message) => (count.All + 1, count.Data + (FreshnessStreams.IsData(message, symbol) ? 1 : 0))))
            .Select(count => (count.All, count.Data, feed.Clock.Now)).ObserveOn(screen.Ui).Isolate(feed).Subscribe(heard => Apply(heard.All, heard.Data, heard.Now)));
        if (player is not null)
            Subscriptions.Add(player.States.Select(Mode).DistinctUntilChanged().ObserveOn(screen.Ui).Isolate(feed).Subscribe(mode => Show(State with { Replay = mode })));
    }

    private static ReplayMode Mode(PlaybackState state) => state.IsEnded ? ReplayMode.Ended : state.IsPlaying ? ReplayMode.Playing : ReplayMode.Paused;

    private void Apply(IList<TimeSpan> roundTrips) =>
        Show(State with { RoundTrips = [.. State.RoundTrips.Concat(roundTrips).TakeLast(RememberedRoundTrips)] });

    private void Apply(int all, int data, DateTimeOffset exchangeTime) => Show(State with
    {
        MessageRate = all,
        Silence = all > 0 || _isReplay ? TimeSpan.Zero : State.Silence + Second,
        DataSilence = data > 0 || _isReplay ? TimeSpan.Zero : State.DataSilence + Second,
        ExchangeTime = exchangeTime == DateTimeOffset.UnixEpoch ? null : exchangeTime,
    });
}
