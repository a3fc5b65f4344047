using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The best levels of one symbol, asks above bids, with the last changes in bold.</summary>
internal sealed class LadderPanel(LatestBooks books, Symbol symbol) : FeedPanel("feed.Books")
{
    private const int WidthWithWords = 28;
    private const string Blocks = " ▏▎▍▌▋▊▉█";

    protected override void Draw(Sheet sheet)
    {
        var (book, diff) = books[symbol];
        var shown = (sheet.Height - 1) / 2;
        var asks = Best(book?.Asks, shown);
        var bids = Best(book?.Bids, shown);
        var levels = asks.Concat(bids).ToList();
        var columns = new Columns(
            levels.Max(static level => (int?)level.Price.Text().Length) ?? 0,
            levels.Max(static level => (int?)level.Quantity.Text().Length) ?? 0,
            levels.Max(static level => (decimal?)level.Quantity) ?? 1);

        if (sheet.Height % 2 == 0)
            sheet.Put("price".PadRight(columns.Price + 2), Theme.Quiet).Put("quantity", Theme.Quiet).EndLine();
        for (var i = asks.Count; i < shown; i++)
            sheet.EndLine();
        foreach (var level in asks.Reverse())
            Draw(sheet, level, columns, BookSide.Ask, diff);
        sheet.Put(symbol.ToString(), Theme.Strong).PutRight($"{(sheet.Width < WidthWithWords ? "Δ" : "spread")} {(book?.Spread).Text()}", Theme.Quiet).EndLine();
        foreach (var level in bids)
            Draw(sheet, level, columns, BookSide.Bid, diff);
    }

    private static void Draw(Sheet sheet, Level level, Columns columns, BookSide side, BookDiff? diff)
    {
        var style = side == BookSide.Ask ? Theme.Down : Theme.Up;
        var isNew = diff is { IsInitial: false } && diff.Changes.Any(change => change.Side == side && change.Price == level.Price);
        sheet.Put(Pad(level.Price, columns.Price), isNew ? style.Combine(Theme.Strong) : style)
            .Put("  ")
            .Put(Pad(level.Quantity, columns.Quantity), isNew ? Theme.Strong : Theme.Quiet)
            .Put("  ")
            .Put(Bar(level.Quantity / columns.Largest, sheet.Width - columns.Price - columns.Quantity - 4), style)
            .EndLine();
    }

    private static IReadOnlyList<Level> Best(IReadOnlyList<Level>? levels, int count) => [.. (levels ?? []).Take(count)];

    // Aligned at the decimal point, which does not move when the number of digits changes.
    private static string Pad(decimal value, int width) => value.Text().PadRight(width);

    private static string Bar(decimal part, int width)
    {
        if (width <= 0)
            return "";
        var eighths = (int)(part * width * 8);
        return new string(Blocks[8], eighths / 8) + Blocks[eighths % 8];
    }

    private readonly record struct Columns(int Price, int Quantity, decimal Largest);
}
