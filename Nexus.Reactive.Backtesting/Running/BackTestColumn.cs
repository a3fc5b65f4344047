using System.Globalization;

namespace Nexus.Reactive.Backtesting;

/// <summary>A column of a <see cref="BackTestTable"/>.</summary>
public sealed class BackTestColumn
{
    private static readonly Type[] Supported =
        [typeof(decimal), typeof(double), typeof(long), typeof(int), typeof(bool), typeof(string), typeof(DateTimeOffset), typeof(TimeSpan)];

    // A format is tried at once, so that an invalid one is no failure of every row.
    private static readonly IFormattable[] Examples = [0m, 0d, 0L, 0, default(DateTimeOffset), default(TimeSpan)];

    private readonly string? _format;

    internal BackTestColumn(string name, Type type, string? format)
    {
        _format = format;
        (Name, Type) = (name, Nullable.GetUnderlyingType(type) ?? type);
        if (Type.IsEnum)
            Type = typeof(string);
        if (!Supported.Contains(Type))
            throw new ArgumentException($"Column '{name}': {type} is not decimal, double, long, int, bool, string, DateTimeOffset, TimeSpan or an enum.", nameof(type));
        if (format is not null && Array.Find(Examples, example => example.GetType() == Type) is { } zero)
            _ = zero.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the values that are not null.</summary>
    public Type Type { get; }

    /// <summary>Whether texts are aligned to the right.</summary>
    internal bool IsNumber => Type != typeof(string) && Type != typeof(bool);

    /// <summary>Returns a value as text, independent of culture.</summary>
    internal static string Format(object? value) => value switch
    {
        null => "",
        decimal number => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        TimeSpan duration => duration.ToString("c", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Returns a value as it is printed.</summary>
    internal string Print(object? value) => value switch
    {
        DateTimeOffset time when _format is not null => time.UtcDateTime.ToString(_format, CultureInfo.InvariantCulture),
        IFormattable other when _format is not null && IsNumber => other.ToString(_format, CultureInfo.InvariantCulture),
        _ => Format(value),
    };

    internal static string? FormatOrNull(object? value) => value is null ? null : Format(value);
}
