using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Reads the entries of one file. Unreadable data is reported, and the command continues with the next file.</summary>
internal static class Reading
{
    public static IEnumerable<RecordingReader> Read(string file, Progress progress, Faults faults, CancellationToken stop)
    {
        if (TryDo(() => new RecordingReader(file), faults) is { } reader)
        {
            using (reader)
            {
                while (TryDo(reader.TryRead, faults))
                {
                    stop.ThrowIfCancellationRequested();
                    progress.Show(reader.Offset);
                    yield return reader;
                }
            }
        }

        progress.Pass(file);
        progress.Clear();
    }

    private static T? TryDo<T>(Func<T> read, Faults faults)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            faults.Report(e);
            return default;
        }
    }
}
