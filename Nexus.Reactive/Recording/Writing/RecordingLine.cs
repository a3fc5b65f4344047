using System.Globalization;

namespace Nexus.Reactive;

/// <summary>How a line begins: with the arrival time in ns since the Unix epoch and a tab.</summary>
internal static class RecordingLine
{
    /// <summary>No line has more bytes beside its message.</summary>
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
