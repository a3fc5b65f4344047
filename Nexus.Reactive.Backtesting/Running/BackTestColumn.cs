using System.Globalization;

namespace Nexus.Reactive.Backtesting;

/// <summary>A column of a <see cref="BackTestTable"/>.</summary>
public sealed class BackTestColumn
{
    private static readonly Type[] Supported =
        [typeof(decimal), typeof(double), typeof(long), typeof(int), typeof(bool), typeof(string), typeof(DateTimeOffset), typeof(TimeSpan)];

    internal BackTestColumn(string name, Type type)
    {
        (Name, Type) = (name, Nullable.GetUnderlyingType(type) ?? type);
        if (Type.IsEnum)
            Type = typeof(string);
        if (!Supported.Contains(Type))
            throw new ArgumentException($"Column '{name}': {type} is not decimal, double, long, int, bool, string, DateTimeOffset, TimeSpan or an enum.", nameof(type));
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

    internal static string? FormatOrNull(object? value) => value is null ? null : Format(value);
}
