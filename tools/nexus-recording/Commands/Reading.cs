using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>Reads the entries of one file. Unreadable data is reported, and the command continues with the next file.</summary>
internal static class Reading
{
    public static IEnumerable<RecordingReader> Read(string file, Progress progress, Faults faults, CancellationToken stop)
    {
        if (TryDo(file, () => Open(file), faults) is { } reader)
        {
            using (reader)
            {
                while (TryDo(file, reader.TryRead, faults))
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

    private static RecordingReader Open(string file) => Directory.Exists(file) ? throw new IOException($"'{file}' is a folder") : new RecordingReader(file);

    private static T? TryDo<T>(string file, Func<T> read, Faults faults)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Report(new FileNotFoundException($"'{file}' does not exist", e));
            return default;
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            faults.Report(e);
            return default;
        }
    }
}
