using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Nexus.Recording;

/// <summary>
/// Decimals with a common scale, the greatest of all values. If the values need more digits than a Parquet decimal has, the column contains them as text, so
/// they remain exact.
/// </summary>
internal sealed class NumberColumn<TRow>(string name, Func<TRow, decimal?> get) : Column<TRow>(name)
{
    private const int Precision = 38;

    private Column<TRow>? _column;
    private int _digits;
    private int _scale;
    private long _beyondRange;

    public override DataField Field => Inner.Field;

    public override IEnumerable<string> Notes
    {
        get
        {
            if (IsText)
                yield return FormattableString.Invariant($"'{Name}' is text, because its values have up to {_digits} digits before and {_scale} after the decimal point; a Parquet decimal has {Precision}");
            if (_beyondRange > 0)
                yield return FormattableString.Invariant($"'{Name}' is null in {_beyondRange} rows, because its value there is beyond the range of a decimal");
        }
    }

    private bool IsText => _digits + _scale > Precision;

    private Column<TRow> Inner => _column ??= IsText
        ? new TextColumn<TRow>(Name, row => Get(row)?.ToString(CultureInfo.InvariantCulture))
        : new ValueColumn<TRow, decimal>(Name, Get, () => new DecimalDataField(Name, Precision, _scale, isNullable: true));

    public override void Measure(TRow row)
    {
        if (Get(row) is not { } value)
            return;
        var whole = decimal.Truncate(decimal.Abs(value));
        for (var digits = 0; whole >= 1; whole = decimal.Truncate(whole / 10))
            _digits = Math.Max(_digits, ++digits);
        _scale = Math.Max(_scale, value.Scale);
    }

    public override void Add(TRow row) => Inner.Add(row);

    public override Task WriteAsync(ParquetRowGroupWriter group) => Inner.WriteAsync(group);

    // Without trailing zeros. A sum or ratio beyond the range of a decimal throws when it is read.
    private decimal? Get(TRow row)
    {
        try
        {
            return get(row) / 1.0000000000000000000000000000m;
        }
        catch (OverflowException)
        {
            _beyondRange += _column is null ? 0 : 1;
            return null;
        }
    }
}
