using Parquet;
using Parquet.Schema;

namespace Nexus.Reactive.Backtesting;

/// <summary>Writes a table as one group of Parquet.</summary>
internal static class ParquetTable
{
    private const int Precision = 38;

    public static async Task WriteAsync(BackTestTable table, Stream target, CancellationToken cancellationToken)
    {
        List<(DataField Field, Func<ParquetRowGroupWriter, Task> Write)> columns =
        [
            Texts(BackTestTable.RecordingColumn, table.Rows.Select(static row => (string?)row.Recording)),
            .. table.Columns.Select((column, i) => Create(column, [.. table.Rows.Select(row => row.Cells[i])], cancellationToken)),
            Counts(BackTestTable.GapsColumn, table.Rows.Select(static row => row.Gaps), cancellationToken),
            Counts(BackTestTable.MalformedColumn, table.Rows.Select(static row => row.Malformed), cancellationToken),
            Texts(BackTestTable.ErrorColumn, table.Rows.Select(static row => row.Error)),
        ];
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. columns.Select(static column => column.Field)]), target, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
                await column.Write(group).ConfigureAwait(false);
            group.CompleteValidate();
        }
    }

    private static (DataField Field, Func<ParquetRowGroupWriter, Task> Write) Create(BackTestColumn column, object?[] cells, CancellationToken cancellationToken)
    {
        if (column.Type == typeof(decimal))
            return Decimals(column, cells, cancellationToken);
        if (column.Type == typeof(DateTimeOffset))
            return Values(new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true), cells, static cell => ((DateTimeOffset)cell).UtcDateTime, cancellationToken);
        if (column.Type == typeof(TimeSpan))
            return Values(Field<double>(column), cells, static cell => ((TimeSpan)cell).TotalSeconds, cancellationToken);
        if (column.Type == typeof(double))
            return Values(Field<double>(column), cells, static cell => (double)cell, cancellationToken);
        if (column.Type == typeof(bool))
            return Values(Field<bool>(column), cells, static cell => (bool)cell, cancellationToken);
        if (column.Type == typeof(long) || column.Type == typeof(int))
            return Values(Field<long>(column), cells, static cell => cell is int number ? number : (long)cell, cancellationToken);
        return Texts(column.Name, cells.Select(BackTestColumn.FormatOrNull));
    }

    // The scale is the greatest of the column.
    private static (DataField Field, Func<ParquetRowGroupWriter, Task> Write) Decimals(BackTestColumn column, object?[] cells, CancellationToken cancellationToken)
    {
        var numbers = cells.OfType<decimal>().Select(static number => number / 1.0000000000000000000000000000m).ToList();
        var scale = numbers.Select(static number => (int)number.Scale).DefaultIfEmpty().Max();
        var digits = numbers.Select(static number => decimal.Truncate(decimal.Abs(number)).ToString(System.Globalization.CultureInfo.InvariantCulture).Length).DefaultIfEmpty().Max();
        return digits + scale > Precision
            ? Texts(column.Name, cells.Select(BackTestColumn.FormatOrNull))
            : Values(new DecimalDataField(column.Name, Precision, scale, isNullable: true), cells, static cell => (decimal)cell, cancellationToken);
    }

    private static (DataField Field, Func<ParquetRowGroupWriter, Task> Write) Counts(string name, IEnumerable<long> counts, CancellationToken cancellationToken) =>
        Values(new DataField(name, typeof(long), isNullable: true), [.. counts], static count => (long)count, cancellationToken);

    private static DataField Field<T>(BackTestColumn column) => new(column.Name, typeof(T), isNullable: true);

    private static (DataField Field, Func<ParquetRowGroupWriter, Task> Write) Texts(string name, IEnumerable<string?> texts)
    {
        var field = new DataField(name, typeof(string), isNullable: true);
        var values = texts.ToList();
        return (field, async group => await group.WriteAsync(field, values!).ConfigureAwait(false));
    }

    private static (DataField Field, Func<ParquetRowGroupWriter, Task> Write) Values<T>(DataField field, object?[] cells, Func<object, T> convert, CancellationToken cancellationToken)
        where T : struct
    {
        T?[] values = [.. cells.Select(cell => cell is null ? (T?)null : convert(cell))];
        return (field, group => group.WriteAsync<T>(field, values, cancellationToken: cancellationToken));
    }
}
