using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The statistics of the day and of 24 hours. The 24 hours end with the running minute, so they may be up to a minute longer.</summary>
public sealed class StatisticsViewModel : ViewModel<StatisticsState>
{
    private VwapBar? _day;
    private CandleHistory _history = CandleHistory.Empty;

    public StatisticsViewModel(Market market, Screen screen)
        : base(StatisticsState.Empty)
    {
        Subscriptions.Add(market.Session.Latest(screen, market.Feed).Subscribe(session => Show(State with { Session = Statistics.From(session) })));
        Subscriptions.Add(market.Day.Latest(screen, market.Feed).Subscribe(day => ShowDay(day, _history)));
        Subscriptions.Add(market.Candles.Latest(screen, market.Feed).Subscribe(history => ShowDay(_day, history)));
    }

    private void ShowDay(VwapBar? day, CandleHistory history)
    {
        (_day, _history) = (day, history);
        var running = history.GetRunningMinute();
        if (running is not null && day is not null && running.Start >= day.End)
            day = VwapBar.Merge(day, running) with { IsComplete = day.IsComplete };
        Show(State with { Day = Statistics.From(day ?? (running is null ? null : running with { IsComplete = false })) });
    }
}
