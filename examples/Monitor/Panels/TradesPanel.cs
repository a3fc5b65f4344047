using System.Collections.Immutable;
using System.Reactive.Linq;
using Nexus.Monitoring.Input;
using Nexus.Monitoring.Drawing;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The last trades of the selected symbol, newest first, colored and signed by the taker's side.</summary>
internal sealed class TradesPanel : FeedPanel
{
    private const int Kept = 100;
    private const int WidthWithWords = 34;

    private readonly Quotes _quotes;
    private readonly Selection _selection;
    private readonly BySymbol<ImmutableList<Trade>> _trades = new([]);

    public TradesPanel(NexusFeed feed, Func<Symbol, bool> isShown, Quotes quotes, Selection selection)
        : base("feed.Trades", "trades")
    {
        _quotes = quotes;
        _selection = selection;
        Subscriptions.Add(feed.Trades.Where(trade => isShown(trade.Symbol))
            .Subscribe(trade => _trades.Update(trade.Symbol, trades => trades.Remember(trade, Kept)), static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        var hasWords = sheet.Width >= WidthWithWords;
        var table = new Table(
            new Column("time") { LeaveOut = 1 },
            new Column(hasWords ? "side" : ""),
            new Column("price"),
            new Column("quantity") { FewestPlaces = 2 });
        var quote = _quotes[_selection.Current];
        foreach (var trade in _trades[_selection.Current].Take(sheet.Height - 1))
        {
            var side = Theme.Of(trade.Side);
            table.Add(
                new Cell(trade.Timestamp.Text("HH:mm:ss"), Theme.Quiet),
                new Cell((trade.Side == Side.Buy ? "▲" : "▼") + (hasWords ? $" {trade.Side}" : ""), side),
                Cell.Number(trade.Price, side, quote.PricePlaces),
                Cell.Number(trade.Quantity, Theme.Quiet, quote.QuantityPlaces));
        }

        table.Draw(sheet);
    }
}
