namespace Nexus.Reactive;

/// <summary>The operations on files that a saved state needs. A test replaces them.</summary>
internal interface IStateDisk
{
    /// <summary>Returns the content of a file; null if it does not exist.</summary>
    byte[]? TryRead(string path);

    /// <summary>Creates a file, or replaces its content.</summary>
    Stream Create(string path);

    /// <summary>Flushes the written data to the disk.</summary>
    void Flush(Stream file);

    /// <summary>Renames a file and replaces the one that has the name, in one step.</summary>
    void Replace(string path, string by);

    /// <summary>Locks a file against other stores until the result is disposed.</summary>
    IDisposable Lock(string path);
}

/// <summary>The disk of this machine.</summary>
internal sealed class StateDisk : IStateDisk
{
    public static readonly StateDisk Instance = new();

    public byte[]? TryRead(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public Stream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    public void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public void Replace(string path, string by) => File.Move(by, path, overwrite: true);

    public IDisposable Lock(string path) =>
        new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
}
