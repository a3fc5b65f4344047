using System.Collections.Immutable;

namespace Nexus.Reactive.Testing;

/// <summary>A diagram of values. <see cref="Parse"/> reads it and <see cref="ToString"/> writes it; <c>Parse(x.ToString())</c> equals <c>x</c>.</summary>
public sealed class MarbleDiagram : IEquatable<MarbleDiagram>
{
    private MarbleDiagram(ImmutableArray<Marble> marbles, long length, TimeSpan frame)
    {
        Marbles = marbles;
        Length = length;
        Frame = frame;
    }

    /// <summary>Creates a diagram of the given marbles.</summary>
    /// <param name="marbles">The marbles in any order; those of one frame keep their order.</param>
    /// <param name="frame">The length of one frame. The default is 1 ms.</param>
    /// <exception cref="MarbleException">A character cannot represent a value, or a marble follows the end.</exception>
    public static MarbleDiagram Of(IEnumerable<Marble> marbles, TimeSpan? frame = null)
    {
        ArgumentNullException.ThrowIfNull(marbles);
        var sorted = marbles.OrderBy(static marble => marble.Frame).ToImmutableArray();
        foreach (var marble in sorted)
        {
            if (!marble.IsTerminal && !Marble.IsValue(marble.Character))
                throw new MarbleException($"'{marble.Character}' cannot represent a value.");
        }

        if (sorted.SkipLast(1).Any(static marble => marble.IsTerminal))
            throw new MarbleException("No marble can follow the end.");
        return new MarbleDiagram(sorted, sorted.IsEmpty ? 0 : sorted[^1].Frame + 1, Checked(frame));
    }

    /// <summary>The marbles in order of time; those of one frame in their given order.</summary>
    public ImmutableArray<Marble> Marbles { get; }

    /// <summary>The number of frames from the start (or the <c>^</c>) to the end of the text; equality ignores it.</summary>
    public long Length { get; }

    /// <summary>The length of one frame.</summary>
    public TimeSpan Frame { get; }

    /// <summary>Reads a diagram.</summary>
    /// <param name="diagram">One line, or several lines that all start at the same frame.</param>
    /// <param name="frame">The length of one frame. The default is 1 ms.</param>
    /// <exception cref="MarbleException">The text is not a diagram; the message points at the position.</exception>
    public static MarbleDiagram Parse(string diagram, TimeSpan? frame = null)
    {
        var (marbles, length) = DiagramParser.Parse(diagram, DiagramKind.Hot, Checked(frame));
        return new MarbleDiagram(marbles, length, Checked(frame));
    }

    /// <summary>Returns the diagram as text. A group that does not fit before the next marble creates a second line, which starts at the same frame.</summary>
    public override string ToString()
    {
        var lines = new List<List<Marble>>();
        var ends = new List<long>();
        var marbles = Placed();
        for (var i = 0; i < marbles.Count;)
        {
            var first = i;
            while (i < marbles.Count && marbles[i].Frame == marbles[first].Frame)
                i++;
            var start = marbles[first].Frame;
            var line = ends.FindIndex(end => end <= start);
            if (line < 0)
            {
                line = lines.Count;
                lines.Add([]);
                ends.Add(0);
            }

            lines[line].AddRange(marbles.Skip(first).Take(i - first));
            ends[line] = start + DiagramDrawing.Cell(marbles, first, i).Length;
        }

        return lines.Count == 0 ? "-" : string.Join('\n', DiagramDrawing.Draw(lines, Frame).Rows);
    }

    /// <inheritdoc/>
    public bool Equals(MarbleDiagram? other) => other is not null && Frame == other.Frame && Marbles.SequenceEqual(other.Marbles);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MarbleDiagram);

    /// <inheritdoc/>
    public override int GetHashCode() => Marbles.Aggregate(Frame.GetHashCode(), HashCode.Combine);

    internal static TimeSpan Checked(TimeSpan? frame)
    {
        var checkedFrame = frame ?? TimeSpan.FromMilliseconds(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(checkedFrame, TimeSpan.Zero, nameof(frame));
        return checkedFrame;
    }

    // Nothing can be drawn left of the first column: marbles before zero move it, and zero is marked with '^'.
    private List<Marble> Placed()
    {
        if (Marbles.IsEmpty || Marbles[0].Frame >= 0)
            return [.. Marbles];
        var shift = -Marbles[0].Frame;
        var before = Marbles.TakeWhile(static marble => marble.Frame < 0);
        var after = Marbles.SkipWhile(static marble => marble.Frame < 0);
        return [.. before.Append(new Marble(0, Marble.Subscription)).Concat(after).Select(marble => marble with { Frame = marble.Frame + shift })];
    }
}
