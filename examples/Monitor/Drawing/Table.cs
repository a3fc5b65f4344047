using Spectre.Console;

namespace Nexus.Monitoring.Drawing;

/// <summary>
/// Rows under column headers, with numbers aligned at the decimal point. A table that is too wide leaves out whole columns, then decimal places, so no word and
/// no number is cut.
/// </summary>
/// <param name="columns">The columns.</param>
internal sealed class Table(params IReadOnlyList<Column> columns)
{
    private const string Gap = " ";

    private readonly List<IReadOnlyList<Cell>> _rows = [];
    private (int Width, TableLayout Layout)? _fitted;

    /// <summary>The header of what <see cref="DrawRow"/> leaves to the caller, at the end of a row.</summary>
    public string TailHeader { get; init; } = "";

    /// <summary>The columns that are kept free for the tail.</summary>
    public int TailWidth { get; init; }

    public int Count => _rows.Count;

    public void Add(params IReadOnlyList<Cell> cells) => _rows.Add(cells);

    public void Draw(Sheet sheet)
    {
        DrawHeader(sheet).EndLine();
        for (var row = 0; row < Count; row++)
            DrawRow(sheet, row).EndLine();
    }

    public Sheet DrawHeader(Sheet sheet)
    {
        foreach (var column in Fit(sheet).Columns)
            Put(sheet, column.Spec.Align == Align.Left && !column.HasNumbers ? column.Spec.Header.PadRight(column.Width) : column.Spec.Header.PadLeft(column.Width), Theme.Header);
        return sheet.PutWhole(TailHeader, Theme.Header, spaces: 0);
    }

    public Sheet DrawRow(Sheet sheet, int row)
    {
        foreach (var column in Fit(sheet).Columns)
            Put(sheet, column.Text(row), _rows[row][column.Index].Style ?? Style.Plain);
        return sheet;
    }

    // The style may have a background, which the padding has not.
    private static void Put(Sheet sheet, string text, Style style)
    {
        var word = Plain.Fit(text.Trim(' '), sheet.Room);
        var before = text.Length - text.TrimStart(' ').Length;
        sheet.Put(new string(' ', before)).Put(word, style).Put(new string(' ', Math.Max(0, text.Length - before - word.Length))).Put(Gap);
    }

    private TableLayout Fit(Sheet sheet)
    {
        if (_fitted is { } fitted && fitted.Width == sheet.Width)
            return fitted.Layout;
        var tail = Math.Max(TailWidth, TailHeader.Length);
        var layout = TableLayout.Fit(columns, _rows, sheet.Width - tail, hasTail: tail > 0);
        _fitted = (sheet.Width, layout);
        return layout;
    }
}
