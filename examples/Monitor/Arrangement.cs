using Nexus.Monitoring.Drawing;
using Nexus.Monitoring.Panels;
using Spectre.Console;

namespace Nexus.Monitoring;

/// <summary>Arranges the panels in the terminal's space: the status on top, then the ladder, trades and bars side by side, then orders and the keys.</summary>
internal sealed class Arrangement(ScreenPanels panels, Footer footer) : IDisposable
{
    private const int StatusHeight = 4;
    private const int LadderHeight = 6;
    private const int SmallestWidth = 30;
    private const int WidthWithBars = 60;
    private const int WidthWithTrades = 78;
    private const int WideScreen = 110;
    private const int HeightWithOrders = 18;
    private const int HeightOfSpace = 30;

    /// <summary>Returns the picture. Panels that do not fit are omitted.</summary>
    public Sized Arrange(int width, int height, bool hasFooter)
    {
        var keys = hasFooter ? 1 : 0;
        if (width < SmallestWidth || height < StatusHeight + LadderHeight + keys)
            return new Sized(panels.Small.Render(width, height), height);
        var orders = height < HeightWithOrders ? 0 : height < HeightOfSpace ? 6 : Math.Clamp(height / 3, 6, 14);
        var status = StatusHeight + Symbols(height - StatusHeight - LadderHeight - orders - keys, height);
        var middle = height - status - orders - keys;
        var rows = new List<Layout> { Leaf(panels.Status, width, status, status), new Layout { Size = middle }.SplitColumns([.. Columns(width, middle)]) };
        if (orders > 0)
            rows.Add(Leaf(panels.Orders, width, orders, orders));
        if (keys > 0)
            rows.Add(new Layout { Size = 1 }.Update(footer.Render(width)));
        return new Sized(new Layout().SplitRows([.. rows]), height);
    }

    public void Dispose() => panels.Dispose();

    // The height of the table of symbols with its header: at most a third of the screen, unless there are only three.
    private int Symbols(int room, int height)
    {
        var rows = Math.Min(panels.Symbols.Rows, Math.Max(3, height / 3));
        return rows == 0 || room < 2 ? 0 : Math.Min(room, rows + 1);
    }

    private IEnumerable<Layout> Columns(int width, int height)
    {
        var bars = width < WidthWithBars ? 0 : Math.Clamp(width * 3 / 8, 30, 44);
        var trades = width < WidthWithTrades ? 0 : width < WideScreen ? 23 : 38;
        var ladder = width - bars - trades;
        yield return Leaf(panels.Ladder, ladder, height, ladder);
        if (trades > 0)
            yield return Leaf(panels.Trades, trades, height, trades);
        if (bars == 0)
            yield break;
        yield return height < 8
            ? Leaf(panels.Bars, bars, height, bars)
            : new Layout { Size = bars }.SplitRows(Leaf(panels.Bars, bars, height - 3, height - 3), Leaf(panels.Diffs, bars, 3, 3));
    }

    private static Layout Leaf(FeedPanel panel, int width, int height, int size) => new Layout { Size = size }.Update(panel.Render(width, height));
}
