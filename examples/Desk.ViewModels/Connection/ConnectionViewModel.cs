using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The connection badge. Silence is measured in wall-clock time, because the feed's clock stops when no messages arrive.</summary>
public sealed class ConnectionViewModel : ViewModel<ConnectionState>
{
    /// <summary>The silence that counts as stale; pings are answered each second even when the market is quiet.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(2.5);

    private const int RememberedRoundTrips = 40;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private bool _isSilent;

    public ConnectionViewModel(Market market, Screen screen)
        : base(ConnectionState.Initial)
    {
        Subscriptions.Add(market.Status.ObserveOn(screen.Ui).Subscribe(Apply));
        if (!market.IsReplay)
        {
            Subscriptions.Add(market.Feed.DetectStale(StaleAfter, screen.Timer).Select(static heard => heard.IsStale)
                .DistinctUntilChanged().ObserveOn(screen.Ui).Subscribe(Apply));
        }

        Subscriptions.Add(market.RoundTrips.Batches(screen).Subscribe(Apply));
        Subscriptions.Add(market.Feed.Window(Second, screen.Timer).SelectMany(static window => window.Count())
            .Select(count => (count, market.Feed.Clock.Now)).ObserveOn(screen.Ui).Subscribe(heard => Apply(heard.count, heard.Now)));
    }

    private void Apply(ConnectionStatus status) => Show(State with { Status = status, IsStale = _isSilent || status is not ConnectionStatus.Connected });

    private void Apply(bool isSilent)
    {
        _isSilent = isSilent;
        Apply(State.Status);
    }

    private void Apply(IList<TimeSpan> roundTrips) =>
        Show(State with { RoundTrips = [.. State.RoundTrips.Concat(roundTrips).TakeLast(RememberedRoundTrips)] });

    private void Apply(int count, DateTimeOffset exchangeTime) => Show(State with
    {
        MessageRate = count,
        Silence = count == 0 ? State.Silence + Second : TimeSpan.Zero,
        ExchangeTime = exchangeTime == DateTimeOffset.UnixEpoch ? null : exchangeTime,
    });
}
