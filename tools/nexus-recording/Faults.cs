namespace Nexus.Recording;

/// <summary>Reports files that could not be read, one line each, while the command continues with the others.</summary>
internal sealed class Faults(TextWriter error, Progress progress)
{
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
    public void Note(string text) => error.WriteLine($"nexus-recording: {text}");

    public static string Describe(Exception fault) => $"nexus-recording: {fault.Message.ReplaceLineEndings(" ")}";
}
