using Nexus.Monitoring.Panels;
using Spectre.Console;

namespace Nexus.Monitoring;

/// <summary>The screen: panels arranged in the terminal's space, drawn ten times a second.</summary>
internal sealed class Dashboard : IDisposable
{
    private const int StatusHeight = 4;
    private const int LadderWidth = 24;
    private const int LadderHeight = 5;
    private const int LastPictureHeight = 24;
    private const string EnterScreen = "\e[?1049h\e[?25l";
    private const string LeaveScreen = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string Clear = "\e[2J\e[H";

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private readonly LatestBooks _books;
    private readonly StatusPanel _status;
    private readonly VwapPanel _vwap;
    private readonly DiffsPanel _diffs;
    private readonly TradesPanel _trades;
    private readonly OrdersPanel _orders;
    private (int Width, int Height) _drawn;

    public Dashboard(FeedSource source, Options options, string caption)
    {
        var feed = source.Feed;
        _books = new LatestBooks(feed, options.Shows, source.Clients.Select(client => client.Endpoint.Symbol));
        _status = new StatusPanel(feed, source.Clients, caption, options.Duration);
        _vwap = new VwapPanel(feed, options.Shows, HasSeveralSymbols);
        _diffs = new DiffsPanel(feed, options.Shows);
        _trades = new TradesPanel(feed, options.Shows, HasSeveralSymbols);
        _orders = new OrdersPanel(feed, options.Shows);
    }

    /// <summary>Draws until the feed ends or the time has elapsed; the last frame remains on the screen.</summary>
    public async Task RunAsync(IAnsiConsole console, Task ended, CancellationToken until)
    {
        console.Write(new ControlCode(EnterScreen));
        try
        {
            using var frames = new PeriodicTimer(Frame);
            while (!ended.IsCompleted)
            {
                Draw(console, Math.Max(1, console.Profile.Height - 1));
                await frames.WaitForNextTickAsync(until);
            }
        }
        catch (OperationCanceledException)
        {
            // This is the expected end.
        }
        finally
        {
            console.Write(new ControlCode(LeaveScreen));
        }

        console.Write(Arrange(console.Profile.Width, Math.Min(console.Profile.Height - 1, LastPictureHeight)));
    }

    /// <summary>Shows the status on top, then ladders, trades and bars side by side, then orders. Panels that do not fit are omitted.</summary>
    internal Sized Arrange(int width, int height)
    {
        if (height < StatusHeight + LadderHeight)
            return new Sized(Leaf(_status, width, height, height), height);
        var orders = height < 18 ? 0 : Math.Clamp(height / 3, 6, 14);
        var middle = height - StatusHeight - orders;
        var rows = new List<Layout> { Leaf(_status, width, StatusHeight, StatusHeight), new Layout { Size = middle }.SplitColumns([.. Columns(width, middle)]) };
        if (orders > 0)
            rows.Add(Leaf(_orders, width, orders, orders));
        return new Sized(new Layout().SplitRows([.. rows]), StatusHeight + middle + orders);
    }

    public void Dispose()
    {
        _books.Dispose();
        foreach (var panel in new FeedPanel[] { _status, _vwap, _diffs, _trades, _orders })
            panel.Dispose();
    }

    private void Draw(IAnsiConsole console, int height)
    {
        var size = (console.Profile.Width, height);
        console.Write(new ControlCode(_drawn == size ? Home : Clear));
        _drawn = size;
        console.Write(Arrange(console.Profile.Width, height));
    }

    private IEnumerable<Layout> Columns(int width, int height)
    {
        var bars = width < 60 ? 0 : Math.Clamp(width * 2 / 5, 34, 44);
        var trades = width < 78 ? 0 : width < 110 ? 20 : 36;
        var ladders = width - bars - trades;
        yield return Ladders(ladders, height);
        if (trades > 0)
            yield return Leaf(_trades, trades, height, trades);
        if (bars > 0)
            yield return new Layout { Size = bars }.SplitRows(Leaf(_vwap, bars, height - 3, height - 3), Leaf(_diffs, bars, 3, 3));
    }

    // Shows as many panels as fit: side by side if they are wide enough, otherwise stacked.
    private Layout Ladders(int width, int height)
    {
        var all = new Layout { Size = width };
        var symbols = _books.Symbols;
        if (symbols.Count == 0)
            return all.Update(new Text(""));
        var isBeside = width / symbols.Count >= LadderWidth;
        var room = isBeside ? width : height;
        var count = isBeside ? symbols.Count : Math.Clamp(height / LadderHeight, 1, symbols.Count);
        var ladders = symbols.Take(count).Select((symbol, i) =>
        {
            var size = room * (i + 1) / count - room * i / count;
            return Leaf(new LadderPanel(_books, symbol), isBeside ? size : width, isBeside ? height : size, size);
        });
        return isBeside ? all.SplitColumns([.. ladders]) : all.SplitRows([.. ladders]);
    }

    private static Layout Leaf(FeedPanel panel, int width, int height, int size) => new Layout { Size = size }.Update(panel.Render(width, height));

    private bool HasSeveralSymbols() => _books.Symbols.Count > 1;
}
