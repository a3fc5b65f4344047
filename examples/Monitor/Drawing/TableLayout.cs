namespace Nexus.Monitoring.Drawing;

/// <summary>The columns of a table that fit a width, and their texts.</summary>
internal sealed class TableLayout
{
    private TableLayout(IReadOnlyList<TableColumn> columns) => Columns = columns;

    public IReadOnlyList<TableColumn> Columns { get; }

    public static TableLayout Fit(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Cell>> rows, int width, bool hasTail)
    {
        var all = columns.Select((column, i) => new TableColumn(column, i, [.. rows.Select(row => row[i])])).ToList();
        while (all.Sum(static column => column.Width + 1) - (hasTail ? 0 : 1) > width && Shrink(all))
        {
        }

        return new TableLayout(all);
    }

    private static bool Shrink(List<TableColumn> columns)
    {
        var optional = columns.MaxBy(static column => column.Spec.LeaveOut)!;
        if (optional.Spec.LeaveOut > 0)
            return columns.Remove(optional);
        if (columns.Where(static column => column.CanShrink).MaxBy(static column => column.Places) is { } precise)
        {
            precise.Shrink();
            return true;
        }

        if (columns.Count <= 1)
            return false;
        columns.RemoveAt(columns.Count - 1);
        return true;
    }
}
