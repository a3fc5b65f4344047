using System.Globalization;

namespace Nexus.Monitoring.Drawing;

/// <summary>Formats values as plain text: exact and culture-independent.</summary>
internal static class Plain
{
    public const string None = "-";

    // All digits of a decimal, no trailing zeros, no exponent.
    private const string AllDigits = "0.############################";

    public static string Text(this decimal value) => value.ToString(AllDigits, CultureInfo.InvariantCulture);

    public static string Text(this decimal? value) => value?.Text() ?? None;

    public static string Text(this int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(this long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(this DateTimeOffset time) => time.Text("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    public static string Text(this DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Minutes and seconds, such as 1:05.</summary>
    public static string Text(this TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes}:{time.Seconds:00}");

    /// <summary>Returns the number of decimal places without trailing zeros.</summary>
    public static int Places(decimal value)
    {
        if (value.Scale == 0)
            return 0;
        var text = value.Text();
        return text.IndexOf('.') is var point && point < 0 ? 0 : text.Length - point - 1;
    }

    /// <summary>Returns as many whole words as fit. An ellipsis marks what is left out; only a text of one word is cut inside it.</summary>
    public static string Fit(string text, int width)
    {
        if (text.Length <= width)
            return text;
        if (width <= 0)
            return "";
        var end = text.Contains(' ', StringComparison.Ordinal) ? Math.Max(0, text.LastIndexOf(' ', width - 1)) : width - 1;
        return text[..end].TrimEnd(' ', ',', ':', ';', '·') + "…";
    }
}
