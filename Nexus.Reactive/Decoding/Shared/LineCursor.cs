namespace Nexus.Reactive;

/// <summary>Moves forward over the lines of a text. A line ends at LF, CR or CR LF, as in <see cref="Newtonsoft.Json.JsonTextReader"/>.</summary>
internal struct LineCursor(string text)
{
    public int Line { get; private set; } = 1;

    public int Start { get; private set; }

    /// <summary>Converts a position in a line, which must not be before the current one, to an offset in the text.</summary>
    public int GetOffset(int line, int position)
    {
        while (Line < line && NextLineStart() is var next && next >= 0)
            MoveTo(next);
        return Start + position;
    }

    public readonly int NextLineStart()
    {
        var length = text.AsSpan(Start).IndexOfAny('\r', '\n');
        if (length < 0)
            return -1;
        var end = Start + length;
        return text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
    }

    public void MoveTo(int start)
    {
        Start = start;
        Line++;
    }
}
