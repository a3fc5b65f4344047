using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nexus.Reactive;

/// <summary>
/// The position of a file in a recording of several files. It is written at the start of each file, so that a reader notices missing files and missing ends.
/// </summary>
/// <param name="Run">Identifies the run of the program that wrote the files.</param>
/// <param name="Number">The number of the file in its run, from 1.</param>
/// <param name="After">The last arrival time in the previous file, in nanoseconds since the Unix epoch; null for the first file.</param>
internal sealed record RunPart(string Run, int Number, Int128? After)
{
    private const string Prefix = RecordingText.Reserved + "part\":{\"run\":\"";
    private const string NumberField = "\",\"number\":";
    private const string AfterField = ",\"after\":";
    private const string End = "}}";
    private const int RunBytes = 8;
    private const int MaxLine = 256;

    /// <summary>Creates the first part of a run. Runs that start at the same time with the same file name are not distinguished.</summary>
    public static RunPart CreateFirst(string path, long startTicks)
    {
        var name = FormattableString.Invariant($"{startTicks} {Path.GetFileName(path)}");
        return new RunPart(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, RunBytes)), 1, null);
    }

    /// <summary>Returns the part of a line; null if the line is a message.</summary>
    public static RunPart? TryParse(ReadOnlySpan<byte> line)
    {
        if (line.Length > MaxLine || !Ascii.Equals(line[..Math.Min(line.Length, Prefix.Length)], Prefix))
            return null;
        var text = Encoding.UTF8.GetString(line[Prefix.Length..]);
        var number = text.IndexOf(NumberField, StringComparison.Ordinal);
        if (number < 0 || !text.EndsWith(End, StringComparison.Ordinal))
            return null;
        var fields = text[(number + NumberField.Length)..^End.Length].Split(AfterField);
        if (!int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        Int128? after = fields.Length > 1 && Int128.TryParse(fields[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) ? time : null;
        return new RunPart(text[..number], count, after);
    }

    /// <summary>Returns the part that follows this one after a message of a time in ticks since the Unix epoch.</summary>
    public RunPart Next(long lastTicks) => new(Run, Number + 1, (Int128)lastTicks * 100);

    public string ToLine() =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Run}{NumberField}{Number}{(After is { } after ? string.Create(CultureInfo.InvariantCulture, $"{AfterField}{after}") : "")}{End}");
}
