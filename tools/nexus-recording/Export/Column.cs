using Parquet;
using Parquet.Schema;

namespace Nexus.Recording;

/// <summary>A column of a table: the source of its values, and the values that have not been written yet.</summary>
internal abstract class Column<TRow>(string name)
{
    protected string Name => name;

    public abstract DataField Field { get; }

    public virtual void Measure(TRow row)
    {
    }

    public abstract void Add(TRow row);

    /// <summary>Notes about this column for readers of the table, one per line.</summary>
    public virtual IEnumerable<string> Notes => [];

    public abstract Task WriteAsync(ParquetRowGroupWriter group);
}

internal sealed class TextColumn<TRow>(string name, Func<TRow, string?> get) : Column<TRow>(name)
{
    private readonly List<string> _values = [];

    public override DataField Field { get; } = new DataField(name, typeof(string), isNullable: true);

    public override void Add(TRow row) => _values.Add(get(row)!);

    public override async Task WriteAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync(Field, _values);
        _values.Clear();
    }
}

internal sealed class ValueColumn<TRow, T>(string name, Func<TRow, T?> get, Func<DataField> create) : Column<TRow>(name)
    where T : struct
{
    private readonly List<T?> _values = [];
    private DataField? _field;

    public override DataField Field => _field ??= create();

    public override void Add(TRow row) => _values.Add(get(row));

    public override async Task WriteAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAsync<T>(Field, _values.ToArray());
        _values.Clear();
    }
}
