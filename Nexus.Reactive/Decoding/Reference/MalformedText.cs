using System.Globalization;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Pieces of a malformed message's reason: always one short line, whatever the message holds.</summary>
internal static class MalformedText
{
    private const int MaxLength = 60;

    /// <summary>A piece of a message, clipped, with what would break the line escaped.</summary>
    public static string Show(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.Length > MaxLength ? text[..MaxLength].EnumerateRunes() : text.EnumerateRunes())
        {
            if (rune.Value == '\n')
                shown.Append("\\n");
            else if (rune.Value == '\r')
                shown.Append("\\r");
            else if (rune.Value == '\t')
                shown.Append("\\t");
            else if (Rune.GetUnicodeCategory(rune) is
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else
                shown.Append(rune.ToString());
        }

        return text.Length > MaxLength ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>Where in the text a character stands, both counted from 1.</summary>
    public static string Place(string text, int at)
    {
        var lines = new LineCursor(text);
        while (lines.NextLineStart() is var next && next >= 0 && next <= at)
            lines.MoveTo(next);
        return Place(lines.Line, at - lines.Start + 1);
    }

    /// <summary>A place in words.</summary>
    public static string Place(int line, int position) => string.Create(CultureInfo.InvariantCulture, $"(line {line}, position {position})");
}
