namespace Nexus.Reactive.Backtesting;

/// <summary>The results of a back-test: one row for each run.</summary>
public sealed class BackTestTable
{
    internal const string RecordingColumn = "recording";
    internal const string GapsColumn = "gaps";
    internal const string MalformedColumn = "malformed";
    internal const string ErrorColumn = "error";

    internal BackTestTable(IReadOnlyList<BackTestColumn> columns, IReadOnlyList<BackTestRow> rows) => (Columns, Rows) = (columns, rows);

    /// <summary>The columns between the recording and its numbers of gaps and of malformed messages, which the error follows.</summary>
    public IReadOnlyList<BackTestColumn> Columns { get; }

    /// <summary>The rows: the recordings in their order, and for each the sets of parameters in their order.</summary>
    public IReadOnlyList<BackTestRow> Rows { get; }

    /// <summary>Returns the values of a column, one for each row.</summary>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IReadOnlyList<object?> this[string name]
    {
        get
        {
            var index = Columns.ToList().FindIndex(column => column.Name == name);
            return index >= 0
                ? [.. Rows.Select(row => row.Cells[index])]
                : throw new ArgumentException($"The table has no column '{name}'.", nameof(name));
        }
    }

    /// <summary>Writes the table as text with aligned columns, independent of culture.</summary>
    /// <param name="output">The target.</param>
    public void WriteText(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        string[] names = [RecordingColumn, .. Columns.Select(static column => column.Name), GapsColumn, MalformedColumn, ErrorColumn];
        string[][] rows = [names, .. Rows.Select(row => (string[])[Path.GetFileName(row.Recording), .. row.Cells.Select((cell, i) => Columns[i].Print(cell)), BackTestColumn.Format(row.Gaps), BackTestColumn.Format(row.Malformed), row.Error ?? ""])];
        int[] widths = [.. names.Select((_, i) => rows.Max(row => row[i].Length))];
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, i) => IsNumber(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());

        bool IsNumber(int i) => i > 0 && i < names.Length - 1 && (i > Columns.Count || Columns[i - 1].IsNumber);
    }

    /// <summary>
    /// Writes the table as a Parquet file. Decimals are exact: a column that needs more digits than the 38 of Parquet contains text. Durations are seconds.
    /// </summary>
    /// <param name="path">The path. An existing file is replaced when the table is complete.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteParquetAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.ReadWrite))
                await WriteParquetAsync(file, cancellationToken).ConfigureAwait(false);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Writes the table as Parquet to a stream; see <see cref="WriteParquetAsync(string, CancellationToken)"/>.</summary>
    /// <param name="target">The stream, which must be seekable.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task WriteParquetAsync(Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ParquetTable.WriteAsync(this, target, cancellationToken);
    }

    /// <summary>Returns the table as text.</summary>
    public override string ToString()
    {
        using var text = new StringWriter();
        WriteText(text);
        return text.ToString();
    }
}
