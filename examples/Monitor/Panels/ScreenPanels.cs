using System.Reactive.Concurrency;
using Nexus.Monitoring.Input;
using Nexus.Monitoring.Sources;

namespace Nexus.Monitoring.Panels;

/// <summary>All parts of the screen, subscribed to the feed.</summary>
internal sealed class ScreenPanels : IDisposable
{
    private readonly Quotes _quotes;
    private readonly Connections _connections;

    /// <param name="source">The source of the feed, before it is connected.</param>
    /// <param name="options">The options of the program.</param>
    /// <param name="time">The program's clock.</param>
    public ScreenPanels(FeedSource source, Options options, IScheduler time)
    {
        var feed = source.Feed;
        _quotes = new Quotes(feed, options.Shows, source.Lines.Select(static line => line.Symbol), time);
        _connections = new Connections(feed, source.Lines, time);
        Selection = new Selection(() => _quotes.Symbols);
        Symbols = new SymbolTable(_quotes, Selection, _connections, time);
        Status = new StatusPanel(source, _connections, Symbols, options.Duration, time);
        Ladder = new LadderPanel(_quotes, Selection);
        Trades = new TradesPanel(feed, options.Shows, _quotes, Selection);
        Bars = new BarsPanel(feed, options.Shows, Selection);
        Diffs = new DiffsPanel(feed, options.Shows, Selection);
        Orders = new OrdersPanel(feed, options.Shows, _quotes, Selection);
        Small = new SmallScreen(_quotes, Selection, _connections);
    }

    public Selection Selection { get; }

    public SymbolTable Symbols { get; }

    public StatusPanel Status { get; }

    public LadderPanel Ladder { get; }

    public TradesPanel Trades { get; }

    public BarsPanel Bars { get; }

    public DiffsPanel Diffs { get; }

    public OrdersPanel Orders { get; }

    public SmallScreen Small { get; }

    public void Dispose()
    {
        foreach (var part in new IDisposable[] { _quotes, _connections, Status, Ladder, Trades, Bars, Diffs, Orders })
            part.Dispose();
    }
}
