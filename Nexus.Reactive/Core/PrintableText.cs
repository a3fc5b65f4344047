using System.Globalization;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Parts of short texts for people: always printable, independent of culture.</summary>
internal static class PrintableText
{
    /// <summary>Returns the start of a text. Characters that could break a line or hide text are escaped.</summary>
    public static string Escape(ReadOnlySpan<char> text, int maxLength = 60)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.Length > maxLength ? text[..maxLength].EnumerateRunes() : text.EnumerateRunes())
        {
            if (rune.Value == '\n')
                escaped.Append("\\n");
            else if (rune.Value == '\r')
                escaped.Append("\\r");
            else if (rune.Value == '\t')
                escaped.Append("\\t");
            else if (Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                escaped.Append(rune.ToString());
        }

        return text.Length > maxLength ? escaped.Append('…').ToString() : escaped.ToString();
    }

    /// <summary>Returns a time as ISO 8601 in UTC with milliseconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
