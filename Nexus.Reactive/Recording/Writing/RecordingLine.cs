using System.Globalization;

namespace Nexus.Reactive;

/// <summary>Writes the start of a line: the arrival time in nanoseconds since the Unix epoch and a tab.</summary>
internal static class RecordingLine
{
    /// <summary>The maximum number of bytes of a line apart from its message.</summary>
    public const int Overhead = 48;

    public static int WriteTime(Int128 nanoseconds, Span<byte> line)
    {
        nanoseconds.TryFormat(line, out var length, provider: CultureInfo.InvariantCulture);
        line[length++] = (byte)'\t';
        return length;
    }

    public static int WriteTime(long ticks, Span<byte> line)
    {
        ticks.TryFormat(line, out var length, provider: CultureInfo.InvariantCulture);
        if (ticks != 0)
        {
            "00"u8.CopyTo(line[length..]);
            length += 2;
        }

        line[length++] = (byte)'\t';
        return length;
    }
}
