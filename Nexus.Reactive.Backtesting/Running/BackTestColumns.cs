namespace Nexus.Reactive.Backtesting;

/// <summary>The columns of a back-test's table, after the recording and before its numbers of gaps and of malformed messages.</summary>
/// <typeparam name="TParameters">The strategy's parameters.</typeparam>
/// <typeparam name="TResult">The result of a run.</typeparam>
/// <remarks>
/// A column has decimals, doubles, whole numbers, true and false, text, times or durations, each of which may be null. A function that throws makes the row an
/// error.
/// </remarks>
public sealed class BackTestColumns<TParameters, TResult>
{
    private readonly List<BackTestColumn> _columns = [];
    private readonly List<Func<TParameters, object?>?> _parameters = [];
    private readonly List<Func<TResult, object?>?> _results = [];

    internal IReadOnlyList<BackTestColumn> Columns => _columns;

    /// <summary>Adds a column with a parameter.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">Returns the value.</param>
    /// <param name="format">The format of the printed numbers, times or durations, such as "0.00"; Parquet is not affected. If null, all digits are printed.</param>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <exception cref="FormatException">The format is invalid for the type.</exception>
    public BackTestColumns<TParameters, TResult> Parameter<T>(string name, Func<TParameters, T> value, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        Add<T>(name, format, parameters => value(parameters), null);
        return this;
    }

    /// <summary>Adds a column with a part of the result.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="value">Returns the value.</param>
    /// <param name="format">The format of the printed numbers, times or durations, such as "0.00"; Parquet is not affected. If null, all digits are printed.</param>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <exception cref="FormatException">The format is invalid for the type.</exception>
    public BackTestColumns<TParameters, TResult> Result<T>(string name, Func<TResult, T> value, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        Add<T>(name, format, null, result => value(result));
        return this;
    }

    internal object?[] Read(TParameters parameters) => [.. _parameters.Select(value => value?.Invoke(parameters))];

    internal void Read(TResult result, object?[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (_results[i] is { } value)
                cells[i] = value(result);
        }
    }

    private void Add<T>(string name, string? format, Func<TParameters, object?>? parameter, Func<TResult, object?>? result)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name is BackTestTable.RecordingColumn or BackTestTable.GapsColumn or BackTestTable.MalformedColumn or BackTestTable.ErrorColumn || _columns.Exists(column => column.Name == name))
            throw new ArgumentException($"The table has a column '{name}' already.", nameof(name));
        _columns.Add(new BackTestColumn(name, typeof(T), format));
        _parameters.Add(parameter);
        _results.Add(result);
    }
}
