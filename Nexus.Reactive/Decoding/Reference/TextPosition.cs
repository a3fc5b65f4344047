using System.Globalization;

namespace Nexus.Reactive;

/// <summary>Formats positions in a text for the reason of a malformed message.</summary>
internal static class TextPosition
{
    /// <summary>Returns the line and position of a character, both counted from 1.</summary>
    public static string Find(string text, int at)
    {
        var lines = new LineCursor(text);
        while (lines.NextLineStart() is var next && next >= 0 && next <= at)
            lines.MoveTo(next);
        return Format(lines.Line, at - lines.Start + 1);
    }

    public static string Format(int line, int position) => string.Create(CultureInfo.InvariantCulture, $"(line {line}, position {position})");
}
