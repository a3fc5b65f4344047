using System.ComponentModel;

namespace Nexus.Desk.ViewModels;

/// <summary>The panels of one symbol.</summary>
public sealed class MarketViewModel : IDisposable
{
    public MarketViewModel(Market market, Screen screen)
    {
        Connection = new ConnectionViewModel(market, screen);
        Ladder = new LadderViewModel(market.Books, screen);
        Depth = new DepthViewModel(market.Books, screen);
        Tape = new TapeViewModel(market.Prints, screen);
        Chart = new ChartViewModel(market, screen);
        Orders = new OrdersViewModel(market, screen);
    }

    public ConnectionViewModel Connection { get; }

    public LadderViewModel Ladder { get; }

    public DepthViewModel Depth { get; }

    public TapeViewModel Tape { get; }

    public ChartViewModel Chart { get; }

    public OrdersViewModel Orders { get; }

    internal IEnumerable<INotifyPropertyChanged> Panels => [Connection, Ladder, Depth, Tape, Chart, Orders];

    public void Dispose()
    {
        foreach (var panel in Panels.Cast<IDisposable>())
            panel.Dispose();
    }
}
