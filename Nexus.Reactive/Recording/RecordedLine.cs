using System.Globalization;

namespace Nexus.Reactive;

/// <summary>Parses a line of a recording.</summary>
internal static class RecordedLine
{
    private static readonly Int128 EpochTicks = DateTimeOffset.UnixEpoch.Ticks;

    /// <summary>Finds the time and the message.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <param name="start">The start of the message.</param>
    /// <param name="nanoseconds">The arrival time.</param>
    /// <returns>The error in the line; null if the line consists of a time and a message.</returns>
    public static string? FindFault(ReadOnlySpan<byte> line, out int start, out Int128 nanoseconds)
    {
        start = line.IndexOf((byte)'\t') + 1;
        nanoseconds = 0;
        if (start == 0)
            return "has no tab between time and message";
        if (!TryParseTime(line[..(start - 1)], out nanoseconds))
            return "does not start with a number of nanoseconds";
        var ticks = GetTicks(nanoseconds);
        return ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks ? "has a time outside the supported range" : null;
    }

    public static Int128 GetTicks(Int128 nanoseconds) => EpochTicks + (nanoseconds / 100);

    // Most times fit a long, which is parsed faster.
    private static bool TryParseTime(ReadOnlySpan<byte> text, out Int128 nanoseconds)
    {
        var isLong = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var usual);
        nanoseconds = usual;
        return isLong || Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nanoseconds);
    }
}
