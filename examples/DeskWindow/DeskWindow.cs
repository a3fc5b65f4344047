using System.Globalization;
using System.Runtime.InteropServices;
using Nexus.Desk.ViewModels;
using Nexus.Desk.Window.Toolkit;

namespace Nexus.Desk.Window;

/// <summary>A native window with the ladder, the tape and the open orders.</summary>
internal sealed unsafe class DeskWindow : IDisposable
{
    private readonly MarketViewModel _market;
    private readonly nint _window;
    private readonly nint _headline = Gtk.CreateLabel("");
    private readonly GtkRows<decimal, LadderRow> _asks;
    private readonly GtkRows<decimal, LadderRow> _bids;
    private readonly GtkRows<long, TapeRow> _tape;
    private readonly GtkRows<long, OrderRow> _orders;
    private decimal? _chosen;
    private int _frames;
    private int _lost;

    public DeskWindow(DeskViewModel desk)
    {
        _market = desk.Market;
        _asks = new GtkRows<decimal, LadderRow>(_market.Ladder.Asks, Describe);
        _bids = new GtkRows<decimal, LadderRow>(_market.Ladder.Bids, Describe);
        _tape = new GtkRows<long, TapeRow>(_market.Tape.Rows, static row => row.Print.Trade is { } trade ? Text($"{trade.Timestamp:HH:mm:ss.fff} {trade.Side,-4} {trade.Price,8:0.0#######} {trade.Quantity,7:0.0000####}") : $"gap: {row.Print.Gap?.Reason}");
        _orders = new GtkRows<long, OrderRow>(_market.Orders.Open, static row => Text($"{row.Order.OrderId}  {row.Order.Side} {row.Order.Price} {row.Order.Filled}/{row.Order.Quantity} {row.Order.Status}"));
        _market.Ladder.PropertyChanged += (_, _) => OnLadderChanged();

        Gtk.Style("label { font-family: monospace; } row { padding: 0 8px; }");
        _window = Gtk.CreateWindow(0);
        Gtk.SetTitle(_window, $"Nexus Desk: {desk.Symbols.State.Selected}");
        Gtk.SetSize(_window, 1240, 620);
        Gtk.Connect(_window, "destroy", &OnDestroyed, 0, 0, 0);
        var columns = Gtk.CreateBox(Gtk.Horizontal, 8);
        Gtk.Pack(columns, Column("Bids", _bids.Widget), expands: true, fills: true, 0);
        Gtk.Pack(columns, Column("Asks", _asks.Widget), expands: true, fills: true, 0);
        Gtk.Pack(columns, Column("Trades", _tape.Widget), expands: true, fills: true, 0);
        Gtk.Pack(columns, Column("Open orders", _orders.Widget), expands: true, fills: true, 0);
        var all = Gtk.CreateBox(Gtk.Vertical, 8);
        Gtk.Pack(all, _headline, expands: false, fills: false, 8);
        Gtk.Pack(all, columns, expands: true, fills: true, 0);
        Gtk.Add(_window, all);
        Gtk.ShowAll(_window);
    }

    /// <summary>Selects the best bid, as a click would.</summary>
    public void SelectBestBid()
    {
        _bids.Select(0);
        _chosen = _bids.Selected?.Value.Price;
    }

    /// <summary>
    /// Describes what the lists show, for a test: their lengths, whether each text is that of the state, and how often the list lost the selection of a level
    /// that still exists.
    /// </summary>
    public string Report()
    {
        var agrees = _bids.Texts.SequenceEqual(_market.Ladder.State.Bids.Select(Describe)) && _asks.Texts.SequenceEqual(_market.Ladder.State.Asks.Select(Describe));
        return Text($"bids={_bids.Texts.Count()} asks={_asks.Texts.Count()} trades={_tape.Texts.Count()} orders={_orders.Texts.Count()} agrees={agrees} frames={_frames} lost={_lost}");
    }

    /// <summary>Saves a picture of the window as PNG.</summary>
    public bool Photograph(string path)
    {
        var picture = Gtk.Photograph(Gtk.GetSurface(_window), 0, 0, 1240, 620);
        return picture != 0 && Gtk.Save(picture, path, "png", 0, 0, 0);
    }

    public void Dispose()
    {
        _asks.Dispose();
        _bids.Dispose();
        _tape.Dispose();
        _orders.Dispose();
    }

    [UnmanagedCallersOnly]
    private static void OnDestroyed(nint widget, nint data) => Gtk.Quit();

    private void OnLadderChanged()
    {
        var state = _market.Ladder.State;
        Gtk.SetText(_headline, Text($"mid {state.Mid}   spread {state.Spread}"));
        if (_chosen is null)
            return;
        _frames++;
        if (state.Bids.All(row => row.Price != _chosen))
            SelectBestBid();
        else if (_bids.Selected?.Value.Price != _chosen)
            _lost++;
    }

    private static string Describe(LadderRow row) => Text($"{row.Price,8:0.0#######} {row.Quantity,8:0.0000####} {row.Total,8:0.0000####}{(row.Own > 0 ? $"  own {row.Own}" : "")}");

    private static nint Column(string title, nint list)
    {
        var column = Gtk.CreateBox(Gtk.Vertical, 4);
        var scrolled = Gtk.CreateScrolled(0, 0);
        Gtk.Add(scrolled, list);
        Gtk.Pack(column, Gtk.CreateLabel(title), expands: false, fills: false, 0);
        Gtk.Pack(column, scrolled, expands: true, fills: true, 0);
        return column;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
