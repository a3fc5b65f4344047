using Parquet;
using Parquet.Schema;

namespace Nexus.Recording;

/// <summary>A column of a table: the source of its values, and the values that are not written yet.</summary>
internal abstract class Column<TRow>(string name)
{
    protected string Name => name;

    public abstract DataField Field { get; }

    public virtual void Measure(TRow row)
    {
    }

    public abstract void Add(TRow row);

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

internal class ValueColumn<TRow, T>(string name, Func<TRow, T?> get, Func<DataField> create) : Column<TRow>(name)
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

/// <summary>Decimals with a common scale, the greatest of all values.</summary>
internal sealed class DecimalColumn<TRow> : ValueColumn<TRow, decimal>
{
    private const int Precision = 38;
    private readonly Func<TRow, decimal?> _get;
    private readonly Extent _extent;

    public DecimalColumn(string name, Func<TRow, decimal?> get)
        : this(name, get, new Extent())
    {
    }

    private DecimalColumn(string name, Func<TRow, decimal?> get, Extent extent)
        : base(name, get, () => new DecimalDataField(name, Precision, extent.Scale, isNullable: true)) => (_get, _extent) = (get, extent);

    public override void Measure(TRow row)
    {
        if (_get(row) is not { } value)
            return;
        var whole = decimal.Truncate(decimal.Abs(value));
        for (var digits = 0; whole >= 1; whole = decimal.Truncate(whole / 10))
            _extent.Digits = Math.Max(_extent.Digits, ++digits);
        _extent.Scale = Math.Max(_extent.Scale, Normalized(value).Scale);
        if (_extent.Digits + _extent.Scale > Precision)
            throw new OverflowException($"'{Name}' needs {_extent.Digits} digits before and {_extent.Scale} after the decimal point; a Parquet decimal has {Precision} digits.");
    }

    // Without trailing zeros.
    private static decimal Normalized(decimal value) => value / 1.0000000000000000000000000000m;

    private sealed class Extent
    {
        public int Digits { get; set; }

        public int Scale { get; set; }
    }
}
