using System.Reactive.Linq;
using Nexus.Reactive;
using Parquet;
using Parquet.Schema;

namespace Nexus.Recording;

/// <summary>A Parquet file that is written one row group at a time.</summary>
internal sealed class Table<TRow>(string name, Func<NexusFeed, IObservable<TRow>> rows) : ITable
    where TRow : class
{
    private const int GroupSize = 100_000;

    private readonly List<Column<TRow>> _columns = [];
    private FileStream? _file;
    private ParquetWriter? _writer;
    private int _waiting;

    public string Name => name;

    public long RowCount { get; private set; }

    public IEnumerable<string> Notes => _columns.SelectMany(static column => column.Notes);

    public Table<TRow> Time(string column, Func<TRow, DateTimeOffset?> get) => Value<DateTime>(
        column, row => get(row)?.UtcDateTime, () => new DateTimeDataField(column, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true));

    public Table<TRow> Integer(string column, Func<TRow, long?> get) => Value(column, get, () => new DataField(column, typeof(long), isNullable: true));

    public Table<TRow> Flag(string column, Func<TRow, bool?> get) => Value(column, get, () => new DataField(column, typeof(bool), isNullable: true));

    public Table<TRow> Number(string column, Func<TRow, decimal?> get) => Add(new NumberColumn<TRow>(column, get));

    public Table<TRow> Text(string column, Func<TRow, string?> get) => Add(new TextColumn<TRow>(column, get));

    public IObservable<object> Rows(NexusFeed feed) => rows(feed);

    public void Dispose()
    {
        _file?.Dispose();
    }

    public void Measure(object row)
    {
        foreach (var column in _columns)
            column.Measure((TRow)row);
    }

    public void Create(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        _writer = ParquetWriter.CreateAsync(new ParquetSchema([.. _columns.Select(static column => column.Field)]), _file).GetAwaiter().GetResult();
    }

    public void Add(object row)
    {
        foreach (var column in _columns)
            column.Add((TRow)row);
        RowCount++;
        if (++_waiting == GroupSize)
            WriteGroupAsync().GetAwaiter().GetResult();
    }

    public async Task CompleteAsync()
    {
        if (_waiting > 0)
            await WriteGroupAsync();
        await _writer!.DisposeAsync();
        await _file!.DisposeAsync();
    }

    private Table<TRow> Value<T>(string column, Func<TRow, T?> get, Func<DataField> field)
        where T : struct => Add(new ValueColumn<TRow, T>(column, get, field));

    private Table<TRow> Add(Column<TRow> column)
    {
        _columns.Add(column);
        return this;
    }

    private async Task WriteGroupAsync()
    {
        using var group = _writer!.CreateRowGroup();
        foreach (var column in _columns)
            await column.WriteAsync(group);
        group.CompleteValidate();
        _waiting = 0;
    }
}
