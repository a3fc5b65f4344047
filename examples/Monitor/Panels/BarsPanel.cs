using System.Collections.Immutable;
using System.Reactive.Linq;
using Nexus.Monitoring.Input;
using Nexus.Monitoring.Drawing;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The last closed windows of the selected symbol, newest first; windows with a gap are marked.</summary>
internal sealed class BarsPanel : FeedPanel
{
    private const int Kept = 100;

    private readonly Selection _selection;
    private readonly BySymbol<ImmutableList<VwapBar>> _bars = new([]);

    public BarsPanel(NexusFeed feed, Func<Symbol, bool> isShown, Selection selection)
        : base("feed.VwapTumbling(1s)", "bars")
    {
        _selection = selection;
        Subscriptions.Add(feed.VwapTumbling(PlainReport.Window).Where(bar => isShown(bar.Symbol))
            .Subscribe(bar => _bars.Update(bar.Symbol, bars => bars.Remember(bar, Kept)), static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        var table = new Table(
            new Column("start"),
            new Column("vwap") { FewestPlaces = 2 },
            new Column("volume", Align.Right) { FewestPlaces = 2, MinWidth = "partial".Length },
            new Column("trades", Align.Right) { LeaveOut = 1 });
        foreach (var bar in _bars[_selection.Current].Take(sheet.Height - 1))
        {
            table.Add(
                new Cell(bar.Start.Text("HH:mm:ss"), Theme.Quiet),
                Cell.Number(Rounded(bar), bar.Close < bar.Open ? Theme.Down : Theme.Up),
                Volume(bar),
                new Cell(bar.TradeCount.Text(), Theme.Quiet));
        }

        table.Draw(sheet);
    }

    // One more digit than the prices have; the plain report shows all digits.
    private static decimal? Rounded(VwapBar bar) =>
        bar.Vwap is { } value ? decimal.Round(value, Math.Min(28, Plain.Places(bar.Close ?? 0) + 1)) : null;

    private static Cell Volume(VwapBar bar)
    {
        if (bar.HasGap)
            return new Cell("gap", Theme.BadBadge);
        if (!bar.IsComplete)
            return new Cell("partial", Theme.Warning);
        try
        {
            return Cell.Number(bar.Volume, Theme.Quiet);
        }
        catch (OverflowException)
        {
            return new Cell("large", Theme.Warning);
        }
    }
}
