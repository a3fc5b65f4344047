using System.Reactive.Linq;

namespace Nexus.Desk.ViewModels;

/// <summary>The candles of the selected time frame, with averages, and with own fills and orders as marks.</summary>
public sealed class ChartViewModel : ViewModel<ChartState>
{
    private const int MaxFills = 500;

    private readonly int _length;
    private CandleHistory _history = CandleHistory.Empty;

    public ChartViewModel(Market market, Screen screen, int length = CandleHistory.Capacity)
        : base(ChartState.Empty)
    {
        _length = length;
        Subscriptions.Add(market.Candles.Latest(screen, market.Feed).Subscribe(Apply));
        Subscriptions.Add(market.LastTrade.Latest(screen, market.Feed).Subscribe(trade => Show(State with { Last = trade, Precision = State.Precision.With(trade.Price, trade.Quantity) })));
        Subscriptions.Add(market.Average.Latest(screen, market.Feed).Subscribe(average => Show(State with { Average = average })));
        Subscriptions.Add(market.Session.Latest(screen, market.Feed).Subscribe(session => Show(State with { Session = session })));
        Subscriptions.Add(market.OpenOrders.Latest(screen, market.Feed).Subscribe(orders => Show(State with { Orders = OrderMarks.Of(orders.Open) })));
        Subscriptions.Add(market.Fills.Batches(screen, market.Feed).Subscribe(fills => Show(State with { Fills = [.. State.Fills.Concat(fills).TakeLast(MaxFills)] })));
    }

    /// <summary>Shows the candles of another time frame; one that is not in <see cref="TimeFrame.All"/> is ignored.</summary>
    public void Select(TimeFrame frame)
    {
        if (!TimeFrame.All.Contains(frame))
            return;
        Show(State with { Frame = frame });
        Apply(_history);
    }

    private void Apply(CandleHistory history)
    {
        _history = history;
        var closed = history.GetClosed(State.Frame);
        Show(State with { Candles = closed.Length <= _length ? closed : closed[^_length..], Running = history.GetRunning(State.Frame) });
    }
}
