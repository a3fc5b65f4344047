namespace Nexus.Recording;

/// <summary>Reports files that could not be read, one line each, while the command continues with the others.</summary>
internal sealed class Faults(TextWriter error, Progress progress)
{
    /// <summary>The start of each line on the error output.</summary>
    public const string Prefix = "nexus-recording: ";

    private readonly Dictionary<string, long> _damage = new(StringComparer.Ordinal);

    /// <summary>Whether damaged places were read.</summary>
    public bool HasDamage => _damage.Count > 0;

    /// <summary>The number of files that could not be read to their end.</summary>
    public int Count { get; private set; }

    public void Report(Exception fault)
    {
        progress.Clear();
        foreach (var one in fault.InnerException is AggregateException all ? all.InnerExceptions : [fault])
        {
            Count++;
            error.WriteLine(Describe(one));
        }
    }

    /// <summary>Shows a note that is not a fault.</summary>
    public void Note(string text) => error.WriteLine($"{Prefix}{text}");

    /// <summary>Shows one line for each file without messages.</summary>
    public void ReportEmpty(IEnumerable<string> files)
    {
        progress.Clear();
        foreach (var file in files)
            Note($"'{file}' contains no messages");
    }

    /// <summary>Counts a damaged place of a file.</summary>
    public void CountDamage(string file) => _damage[file] = _damage.GetValueOrDefault(file) + 1;

    /// <summary>Shows one line for each damaged file.</summary>
    public void ReportDamage()
    {
        progress.Clear();
        foreach (var (file, count) in _damage)
            Note($"'{file}' has {Counts.Of(count, "damaged place")}; verify lists them");
    }

    public static string Describe(Exception fault) => $"{Prefix}{fault.Message.ReplaceLineEndings(" ")}";
}
