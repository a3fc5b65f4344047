namespace Nexus.Recording;

/// <summary>A folder for files to write. If it did not exist and remains empty, because the files could not be written, it is deleted.</summary>
internal sealed class TargetFolder : IDisposable
{
    private readonly Stack<string> _created = new();

    public TargetFolder(string path)
    {
        if (File.Exists(path))
            throw new IOException($"'{path}' is a file, not a folder");
        var missing = new List<string>();
        for (var folder = Path.GetFullPath(path); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            missing.Insert(0, folder);
        foreach (var folder in missing)
        {
            Directory.CreateDirectory(folder);
            _created.Push(folder);
        }
    }

    public void Dispose()
    {
        foreach (var folder in _created)
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
    }
}
