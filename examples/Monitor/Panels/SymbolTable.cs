using System.Globalization;
using System.Reactive.Concurrency;
using Nexus.Monitoring.Drawing;
using Nexus.Monitoring.Input;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>One row for each symbol, with the key that selects it.</summary>
internal sealed class SymbolTable(Quotes quotes, Selection selection, Connections connections, IScheduler time)
{
    private const int NumberedSymbols = 9;
    private const string LongestState = "RECONNECTING";

    /// <summary>The rows of the table; a single symbol needs none.</summary>
    public int Rows => quotes.Symbols.Count > 1 ? quotes.Symbols.Count : 0;

    /// <summary>Draws a header and the rows around the selected symbol.</summary>
    public void Draw(Sheet sheet, int rows)
    {
        var symbols = quotes.Symbols;
        var isLive = connections.Lines.Count > 0;
        var first = Math.Clamp(selection.Index - rows / 2, 0, Math.Max(0, symbols.Count - rows));
        var table = new Table(
        [
            new Column("key"),
            new Column("symbol"),
            .. isLive ? [new Column("state") { MinWidth = LongestState.Length, LeaveOut = 1 }, new Column("silent", Align.Right) { LeaveOut = 2 }] : (IEnumerable<Column>)[],
            new Column("bid", Align.Right),
            new Column("ask", Align.Right),
            new Column("last", Align.Right) { LeaveOut = 3 },
            .. isLive ? [new Column(connections.Lines[0].DelayName, Align.Right) { MinWidth = "100.0 ms".Length, LeaveOut = 4 }] : (IEnumerable<Column>)[],
        ])
        {
            TailHeader = rows < symbols.Count ? $"{rows.Text()} of {symbols.Count.Text()}" : "",
        };
        for (var i = first; i < symbols.Count && i < first + rows; i++)
            table.Add(Row(i, symbols[i], isLive));
        table.Draw(sheet);
    }

    private IReadOnlyList<Cell> Row(int index, Symbol symbol, bool isLive)
    {
        var quote = quotes[symbol];
        var mark = (index == selection.Index ? "▸" : " ") + (index < NumberedSymbols ? (index + 1).Text() : "");
        return
        [
            new Cell(mark, Theme.Code),
            new Cell(symbol.ToString(), index == selection.Index ? Theme.Strong : Spectre.Console.Style.Plain),
            .. isLive ? [State(symbol), Silence(quote)] : (IEnumerable<Cell>)[],
            Cell.Number(quote.Book?.BestBid?.Price, Theme.Up, quote.PricePlaces),
            Cell.Number(quote.Book?.BestAsk?.Price, Theme.Down, quote.PricePlaces),
            Cell.Number(quote.Last?.Price, quote.Last is { } last ? Theme.Of(last.Side) : Theme.Quiet, quote.PricePlaces),
            .. isLive ? [Delay(symbol)] : (IEnumerable<Cell>)[],
        ];
    }

    private Cell State(Symbol symbol) => connections[symbol] is { } status ? new Cell(Badge.Of(status).Name, Theme.Of(status)) : new Cell(Plain.None);

    private Cell Silence(Quote quote) =>
        quote.HeardAt is { } heard ? new Cell($"{((long)(time.Now - heard).TotalSeconds).Text()} s", Theme.Quiet) : new Cell(Plain.None, Theme.Quiet);

    private Cell Delay(Symbol symbol) =>
        new(connections.GetDelay(symbol) is { } delay ? string.Create(CultureInfo.InvariantCulture, $"{delay.TotalMilliseconds:0.0} ms") : Plain.None, Theme.Quiet);
}
