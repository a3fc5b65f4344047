using System.Globalization;
using System.Text.RegularExpressions;

namespace Nexus.Reactive;

/// <summary>The path of a recording. <c>{date}</c> is replaced by the UTC day and <c>{number}</c> by the number of the file.</summary>
internal sealed class RecordingPath
{
    private const string Date = "{date}";
    private const string Number = "{number}";
    private readonly string _path;
    private readonly string _folder;
    private readonly string _name;

    /// <exception cref="ArgumentException">The file size is limited, but the path contains no <c>{number}</c>.</exception>
    public RecordingPath(string path, RecordingOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
        var full = Path.GetFullPath(path);
        (_folder, _name) = (Path.GetDirectoryName(full) ?? full, Path.GetFileName(full));
        HasDate = _name.Contains(Date, StringComparison.Ordinal);
        HasNumber = _name.Contains(Number, StringComparison.Ordinal);
        if (options.MaxFileSize is not null && !HasNumber)
            throw new ArgumentException($"'{path}' must contain {Number}, because the recording has several files.", nameof(path));
    }

    public bool HasDate { get; }

    public bool HasNumber { get; }

    /// <summary>Returns the UTC day of a time, counted from the Unix epoch.</summary>
    public static long GetDay(long ticks) => (ticks - (ticks < 0 ? TimeSpan.TicksPerDay - 1 : 0)) / TimeSpan.TicksPerDay;

    public string Get(long day, int number) =>
        Path.Combine(_folder, _name.Replace(Date, GetDate(day), StringComparison.Ordinal).Replace(Number, number.ToString("000", CultureInfo.InvariantCulture), StringComparison.Ordinal));

    /// <summary>Returns the number of a day's last existing file; 1 if there is none. If files were deleted, numbers are missing.</summary>
    public int GetLastNumber(long day, IRecordingHost host)
    {
        var last = 1;
        if (!HasNumber)
            return last;
        foreach (Match file in GetFiles(GetDate(day), host))
        {
            if (int.TryParse(file.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue)
                last = Math.Max(last, number);
        }

        return last;
    }

    /// <summary>Returns the paths of the files of earlier runs, the last one first. A path without <c>{date}</c> and <c>{number}</c> has only one file.</summary>
    public IReadOnlyList<string> GetFiles(IRecordingHost host) => HasDate || HasNumber
        ? [.. GetFiles("(?<date>[0-9]{8})", host)
            .OrderByDescending(static file => file.Groups["date"].Value, StringComparer.Ordinal)
            .ThenByDescending(static file => file.Groups["number"].Length)
            .ThenByDescending(static file => file.Groups["number"].Value, StringComparer.Ordinal)
            .Select(file => Path.Combine(_folder, file.Value))]
        : [Path.Combine(_folder, _name)];

    /// <summary>Returns the path as it was specified.</summary>
    public override string ToString() => _path;

    private static string GetDate(long day) => DateTime.UnixEpoch.AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private IEnumerable<Match> GetFiles(string date, IRecordingHost host)
    {
        var name = string.Concat(Regex.Split(_name, "(?<part>{date}|{number})", RegexOptions.NonBacktracking).Select(part => part switch
        {
            Date => date,
            Number => "(?<number>[0-9]{3,})",
            _ => Regex.Escape(part),
        }));
        var pattern = new Regex($"^{name}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return host.GetFileNames(_folder).Select(file => pattern.Match(file)).Where(static match => match.Success);
    }
}
