using System.ComponentModel;

namespace Nexus.Desk.ViewModels;

/// <summary>The panels of one symbol.</summary>
public sealed class MarketViewModel : IDisposable
{
    /// <param name="market">The market.</param>
    /// <param name="screen">The screen.</param>
    /// <param name="player">The player of the recording; null for a live market.</param>
    /// <param name="freshness">The freshness of the market's data if it is observed already; null to observe it from now on.</param>
    public MarketViewModel(Market market, Screen screen, RecordingPlayer? player = null, IObservable<Freshness>? freshness = null)
    {
        Connection = new ConnectionViewModel(market, screen, player, freshness);
        Ladder = new LadderViewModel(market, screen);
        Depth = new DepthViewModel(market, screen);
        HeatMap = new HeatMapViewModel(market, screen);
        Tape = new TapeViewModel(market, screen);
        Chart = new ChartViewModel(market, screen);
        Orders = new OrdersViewModel(market, screen);
        Ticket = new TicketViewModel(market, screen);
        Position = new PositionViewModel(market, screen);
        Statistics = new StatisticsViewModel(market, screen);
    }

    public ConnectionViewModel Connection { get; }

    public LadderViewModel Ladder { get; }

    public DepthViewModel Depth { get; }

    public HeatMapViewModel HeatMap { get; }

    public TapeViewModel Tape { get; }

    public ChartViewModel Chart { get; }

    public OrdersViewModel Orders { get; }

    public TicketViewModel Ticket { get; }

    public PositionViewModel Position { get; }

    public StatisticsViewModel Statistics { get; }

    internal IEnumerable<INotifyPropertyChanged> Panels => [Connection, Ladder, Depth, HeatMap, Tape, Chart, Orders, Ticket, Position, Statistics];

    public void Dispose()
    {
        foreach (var panel in Panels.Cast<IDisposable>())
            panel.Dispose();
    }
}
