using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The path of a recording. <c>{date}</c> is replaced by the UTC day and <c>{number}</c> by the number of the file.</summary>
internal sealed class RecordingPath
{
    private const string Date = "{date}";
    private const string Number = "{number}";
    private readonly string _pattern;

    /// <exception cref="ArgumentException">The file size is limited, but the path contains no <c>{number}</c>.</exception>
    public RecordingPath(string path, RecordingOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _pattern = Path.GetFullPath(path);
        HasDate = Path.GetFileName(_pattern).Contains(Date, StringComparison.Ordinal);
        HasNumber = Path.GetFileName(_pattern).Contains(Number, StringComparison.Ordinal);
        if (options.MaxFileSize is not null && !HasNumber)
            throw new ArgumentException($"'{path}' must contain {Number}, because the recording has several files.", nameof(path));
    }

    public bool HasDate { get; }

    public bool HasNumber { get; }

    /// <summary>The UTC day of a time, counted from the Unix epoch.</summary>
    public static long GetDay(long ticks) => (ticks - (ticks < 0 ? TimeSpan.TicksPerDay - 1 : 0)) / TimeSpan.TicksPerDay;

    public string Get(long day, int number)
    {
        var date = DateTime.UnixEpoch.AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var name = Path.GetFileName(_pattern)
            .Replace(Date, date, StringComparison.Ordinal)
            .Replace(Number, number.ToString("000", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return Path.Combine(Path.GetDirectoryName(_pattern)!, name);
    }

    /// <summary>The number of a day's last existing file; 1 if there is none.</summary>
    public int GetLastNumber(long day, IRecordingHost host)
    {
        var number = 1;
        while (HasNumber && host.Exists(Get(day, number + 1)))
            number++;
        return number;
    }
}
