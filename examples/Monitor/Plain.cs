using System.Globalization;

namespace Nexus.Monitoring;

/// <summary>Values as plain text: exact, the same in every culture.</summary>
internal static class Plain
{
    public const string None = "-";

    // Every digit a decimal can have, no trailing zeros, never an exponent.
    private const string AllDigits = "0.############################";

    public static string Text(this decimal value) => value.ToString(AllDigits, CultureInfo.InvariantCulture);

    public static string Text(this decimal? value) => value?.Text() ?? None;

    public static string Text(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
