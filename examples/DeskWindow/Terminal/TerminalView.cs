using System.Globalization;
using Nexus.Desk.ViewModels;
using Nexus.Reactive;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nexus.Desk.Window.Terminal;

/// <summary>Draws the panels of a market in a terminal of 80 columns or more.</summary>
internal static class TerminalView
{
    private const int Lines = 10;

    public static IRenderable Draw(MarketViewModel market)
    {
        var (ladder, chart, connection) = (market.Ladder.State, market.Chart.State, market.Connection.State);
        var headline = new Text(Line($"{connection.Status}{(connection.IsStale ? ", stale" : "")}   last {chart.Last?.Price}   VWAP {chart.Session?.Vwap:0.00}   volume {chart.Session?.Volume}   spread {ladder.Spread}"));
        return new Rows(headline, new Columns(Ladder(ladder), Tape(market.Tape.State), Orders(market.Orders.State)) { Expand = false });
    }

    private static Table Ladder(LadderState state)
    {
        var table = Create("Bid", "Price", "Ask");
        foreach (var row in state.Asks.Take(Lines).Reverse())
            table.AddRow(new Text(""), Number(row.Price, state.Precision.Price, Color.Red), Number(row.Quantity, state.Precision.Quantity));
        foreach (var row in state.Bids.Take(Lines))
            table.AddRow(Number(row.Quantity, state.Precision.Quantity), Number(row.Price, state.Precision.Price, Color.Green), new Text(""));
        return table;
    }

    private static Table Tape(TapeState state)
    {
        var table = Create("Time", "Price", "Quantity");
        foreach (var (_, print) in state.Rows.Take(2 * Lines))
        {
            if (print.Timestamp is { } time)
                table.AddRow(new Text(Line($"{time:HH:mm:ss}")), Number(print.Price!.Value, state.Precision.Price, print.Side == Side.Buy ? Color.Green : Color.Red), Number(print.Quantity, state.Precision.Quantity));
            else
                table.AddRow(new Text("gap"), new Text(""), new Text(""));
        }

        return table;
    }

    private static Table Orders(OrdersState state)
    {
        var table = Create("Order", "Filled", "Status");
        foreach (var row in state.Rows.Take(2 * Lines))
            table.AddRow(new Text(Line($"{row.Order.OrderId}")), Number(row.Order.Filled, state.Precision.Quantity), new Text(row.Order.StatusText ?? row.Order.Status.ToString()));
        return table;
    }

    private static Table Create(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column) { Padding = new Padding(0, 0, 1, 0), NoWrap = true });
        return table;
    }

    private static Text Number(decimal number, int decimals, Color? color = null) =>
        new(number.ToString($"F{decimals.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture), color is { } shown ? new Style(shown) : Style.Plain) { Justification = Justify.Right };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
