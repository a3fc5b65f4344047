using System.Text;

namespace Nexus.Reactive.Testing;

/// <summary>The message of a failed expectation.</summary>
internal static class MarbleFailure
{
    private const int LongestTable = 20;

    public static string Describe(
        string headline,
        CallSite site,
        Marble[][] rows,
        TimeSpan frame,
        long first,
        IEnumerable<string> legend,
        IEnumerable<(long Frame, string Expected, string Actual)> table)
    {
        var (drawn, column) = DiagramDrawing.Draw(rows, frame, first);
        var text = new StringBuilder()
            .Append(headline).Append('\n')
            .Append(site).Append("\n\n")
            .Append("   expected  ").Append(drawn[0]).Append('\n')
            .Append("   actual    ").Append(drawn[1]).Append('\n')
            .Append(' ', "   expected  ".Length + column).Append("^\n");
        foreach (var line in legend)
            text.Append("   ").Append(line).Append('\n');
        if (drawn.Any(static row => row.Contains(DiagramDrawing.Crowd, StringComparison.Ordinal)))
            text.Append("   ").Append(DiagramDrawing.Crowd).Append(" = several marbles that do not fit before the next frame\n");
        return text.Append('\n').Append(Table(table)).ToString();
    }

    private static StringBuilder Table(IEnumerable<(long Frame, string Expected, string Actual)> table)
    {
        var rows = table.Select(static row => (Frame: FormattableString.Invariant($"{row.Frame}"), row.Expected, row.Actual)).ToList();
        var more = rows.Count - LongestTable;
        rows = [("frame", "expected", "actual"), .. rows.Take(LongestTable)];
        var (frames, expected) = (rows.Max(static row => row.Frame.Length), rows.Max(static row => row.Expected.Length));
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append("   ").Append(row.Frame.PadLeft(frames)).Append("  ").Append(row.Expected.PadRight(expected)).Append("  ").Append(row.Actual).Append('\n');
        return more > 0 ? text.Append("   and ").Append(more).Append(" more frames\n") : text;
    }
}
