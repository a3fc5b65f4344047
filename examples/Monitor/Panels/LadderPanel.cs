using Nexus.Monitoring.Input;
using Nexus.Monitoring.Drawing;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The best levels of the selected symbol, asks above bids, with the last changes in bold.</summary>
internal sealed class LadderPanel(Quotes quotes, Selection selection) : FeedPanel("feed.Books", "book")
{
    private const int HeightWithHeader = 4;
    private const int FewestPlaces = 2;
    private const string Blocks = " ▏▎▍▌▋▊▉█";

    protected override void Draw(Sheet sheet)
    {
        if (selection.Current is not { } symbol)
            return;
        var quote = quotes[symbol];
        var hasHeader = sheet.Height >= HeightWithHeader;
        var shown = (sheet.Height - (hasHeader ? 2 : 1)) / 2;
        var asks = (quote.Book?.Asks ?? []).Take(shown).Reverse().ToList();
        var bids = (quote.Book?.Bids ?? []).Take(shown).ToList();
        var table = new Table(new Column("price"), new Column("quantity") { FewestPlaces = FewestPlaces });
        foreach (var level in asks)
            Add(table, level, BookSide.Ask, quote);
        foreach (var level in bids)
            Add(table, level, BookSide.Bid, quote);

        var largest = asks.Concat(bids).Select(static level => level.Quantity).DefaultIfEmpty(1).Max();
        if (hasHeader)
            table.DrawHeader(sheet).EndLine();
        for (var i = asks.Count; i < shown; i++)
            sheet.EndLine();
        for (var i = 0; i < asks.Count; i++)
            DrawLevel(i, asks[i], Theme.Down);
        DrawMiddle(sheet, symbol, quote);
        for (var i = 0; i < bids.Count; i++)
            DrawLevel(asks.Count + i, bids[i], Theme.Up);

        void DrawLevel(int row, Level level, Spectre.Console.Style style)
        {
            table.DrawRow(sheet, row).Put(" ");
            sheet.Put(Bar(largest == 0 ? 0 : level.Quantity / largest, sheet.Room), style).EndLine();
        }
    }

    private static void Add(Table table, Level level, BookSide side, Quote quote)
    {
        var style = side == BookSide.Ask ? Theme.Down : Theme.Up;
        var isNew = quote.Diff is { IsInitial: false } diff && diff.Changes.Any(change => change.Side == side && change.Price == level.Price);
        table.Add(
            Cell.Number(level.Price, isNew ? style.Combine(Theme.Strong) : style, quote.PricePlaces),
            Cell.Number(level.Quantity, isNew ? Theme.Strong : Theme.Quiet, quote.QuantityPlaces));
    }

    private static void DrawMiddle(Sheet sheet, Symbol symbol, Quote quote)
    {
        var spread = (quote.Book?.Spread).Text();
        sheet.Put(Plain.Fit(symbol.ToString(), sheet.Width), Theme.Strong);
        if (sheet.Room > $"spread {spread}".Length)
            sheet.PutRight($"spread {spread}", Theme.Quiet);
        else
            sheet.PutRight($"Δ {spread}", Theme.Quiet);
        sheet.EndLine();
    }

    private static string Bar(decimal part, int width)
    {
        var eighths = (int)(part * width * 8);
        return new string(Blocks[8], eighths / 8) + Blocks[eighths % 8];
    }
}
