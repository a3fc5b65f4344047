using System.Text;

namespace Nexus.Reactive.Testing;

/// <summary>Draws sequences of marbles under each other, so that a frame is the same column in each row.</summary>
internal static class DiagramDrawing
{
    /// <summary>Represents marbles of one frame that do not fit before the next.</summary>
    public const char Crowd = '*';

    private const long LongestDashes = 20;

    /// <summary>Returns the rows as text, and the column of a frame that contains a marble in one of the rows.</summary>
    /// <param name="rows">The sequences, each in order of time, without negative frames.</param>
    /// <param name="frame">The length of one frame.</param>
    /// <param name="pointAt">The frame whose column is returned.</param>
    public static (string[] Rows, int Column) Draw(IReadOnlyList<IReadOnlyList<Marble>> rows, TimeSpan frame, long pointAt = 0)
    {
        var cells = rows.Select(Cells).ToArray();
        var next = new int[rows.Count];
        var texts = rows.Select(static _ => new StringBuilder()).ToArray();
        var now = 0L;
        var column = 0;

        foreach (var (start, end) in Busy(cells))
        {
            Append(Gap(now, start, frame));
            for (now = start; now < end; now++)
            {
                if (Enumerable.Range(0, cells.Length).Any(row => next[row] < cells[row].Count && WouldReadAsTime(texts[row], At(row))))
                    Append(" ");
                if (now == pointAt)
                    column = texts.Max(static text => text.Length);
                for (var row = 0; row < cells.Length; row++)
                {
                    if (next[row] == cells[row].Count)
                        continue;
                    texts[row].Append(At(row));
                    var (at, text) = cells[row][next[row]];
                    if (now == at + text.Length - 1)
                        next[row]++;
                }
            }
        }

        return ([.. texts.Select(static text => text.Length == 0 ? "-" : text.ToString().TrimEnd())], column);

        char At(int row)
        {
            var (at, text) = cells[row][next[row]];
            return now < at ? Marble.Nothing : text[(int)(now - at)];
        }

        void Append(string text)
        {
            for (var row = 0; row < cells.Length; row++)
            {
                if (next[row] < cells[row].Count)
                    texts[row].Append(text);
            }
        }
    }

    // A digit that begins a diagram or follows a space begins a time; a space after it makes it a value.
    private static bool WouldReadAsTime(StringBuilder text, char following) =>
        text.Length > 0 && char.IsAsciiDigit(text[^1]) && (text.Length == 1 || text[^2] == ' ')
        && (char.IsAsciiDigit(following) || following is '.' or 'm' or 's');

    private static string Gap(long from, long to, TimeSpan frame) => to - from <= LongestDashes
        ? new string(Marble.Nothing, (int)(to - from))
        : $"{(from == 0 ? "" : " ")}{DiagramTime.Write(frame * (to - from))} ";

    private static List<(long Start, string Text)> Cells(IReadOnlyList<Marble> marbles)
    {
        var cells = new List<(long Start, string Text)>();
        for (var i = 0; i < marbles.Count;)
        {
            var first = i;
            while (i < marbles.Count && marbles[i].Frame == marbles[first].Frame)
                i++;
            var text = Cell(marbles, first, i);
            var fits = i == marbles.Count || marbles[first].Frame + text.Length <= marbles[i].Frame;
            cells.Add((marbles[first].Frame, fits ? text : $"{Crowd}"));
        }

        return cells;
    }

    /// <summary>Returns the marbles of one frame as text.</summary>
    public static string Cell(IReadOnlyList<Marble> marbles, int from, int to) => to - from == 1
        ? $"{marbles[from].Character}"
        : $"({string.Concat(marbles.Skip(from).Take(to - from).Select(static marble => marble.Character))})";

    // The frames in which a row has its own character, as separate ranges; the first range may be empty.
    private static IEnumerable<(long Start, long End)> Busy(List<(long Start, string Text)>[] rows)
    {
        var (start, end) = (0L, 0L);
        foreach (var cell in rows.SelectMany(static row => row).OrderBy(static cell => cell.Start))
        {
            if (cell.Start > end)
            {
                yield return (start, end);
                start = cell.Start;
            }

            end = Math.Max(end, cell.Start + cell.Text.Length);
        }

        yield return (start, end);
    }
}
