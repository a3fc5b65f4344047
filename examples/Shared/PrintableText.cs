using System.Globalization;
using System.Text;

namespace Nexus.Examples;

/// <summary>Makes external text safe for a terminal and for a line of output.</summary>
internal static class PrintableText
{
    /// <summary>Returns the text with a space in place of every line end, escape and other unprintable character.</summary>
    public static string OneLine(string text) => string.Concat(text.EnumerateRunes().Select(static rune => IsPrintable(rune) ? rune.ToString() : " "));

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
