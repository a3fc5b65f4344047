using System.Collections.Immutable;
using System.Globalization;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The last trades, newest first, colored and signed by the taker's side.</summary>
internal sealed class TradesPanel : FeedPanel
{
    private const int Kept = 100;
    private const int WidthWithTime = 31;

    private readonly Func<bool> _isNamed;
    private ImmutableQueue<Trade> _trades = [];
    private int _count;

    public TradesPanel(NexusFeed feed, Func<Symbol, bool> isShown, Func<bool> isNamed)
        : base("feed.Trades")
    {
        _isNamed = isNamed;
        Subscriptions.Add(feed.Trades.Where(trade => isShown(trade.Symbol)).Subscribe(Add, static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        var trades = _trades.Reverse().Take(sheet.Height).ToList();
        var width = trades.Max(static trade => (int?)trade.Price.Text().Length) ?? 0;
        foreach (var trade in trades)
        {
            if (sheet.Width >= WidthWithTime)
                sheet.Put(trade.Timestamp.UtcDateTime.ToString(_isNamed() ? "HH:mm:ss " : "HH:mm:ss.fff ", CultureInfo.InvariantCulture), Theme.Quiet);
            sheet.Put(trade.Side == Side.Buy ? "▲ " : "▼ ", Theme.Of(trade.Side));
            if (_isNamed())
                sheet.Put($"{trade.Symbol.Base,-4} ", Theme.Strong);
            sheet.Put(trade.Price.Text().PadRight(width + 1), Theme.Of(trade.Side)).Put(trade.Quantity.Text(), Theme.Quiet).EndLine();
        }
    }

    private void Add(Trade trade)
    {
        var trades = _trades.Enqueue(trade);
        _trades = ++_count > Kept ? trades.Dequeue() : trades;
    }
}
