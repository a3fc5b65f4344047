using System.Globalization;

namespace Nexus.Monitoring;

/// <summary>Formats values as plain text: exact and culture-independent.</summary>
internal static class Plain
{
    public const string None = "-";

    // All digits of a decimal, no trailing zeros, no exponent.
    private const string AllDigits = "0.############################";

    public static string Text(this decimal value) => value.ToString(AllDigits, CultureInfo.InvariantCulture);

    public static string Text(this decimal? value) => value?.Text() ?? None;

    public static string Text(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
