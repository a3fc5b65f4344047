using System.Globalization;
using System.Text;

namespace Nexus.Reactive;

/// <summary>Converts external text to one printable line of limited length, which is safe for logs and terminals.</summary>
internal static class PrintableLine
{
    /// <summary>The maximum length of a line, in characters.</summary>
    public const int MaxLength = 256;

    public static string Create(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= MaxLength)
                return line.Append('…').ToString();
            if (IsPrintable(rune))
                line.Append(rune.ToString());
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().Trim();
    }

    // EnumerateRunes converts a lone surrogate to U+FFFD, which is printable.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
