namespace Nexus.Reactive;

/// <summary>The services of the machine that a recording needs: the time, a thread and a disk. A simulation replaces them.</summary>
internal interface IRecordingHost
{
    DateTimeOffset Now { get; }

    IRecordingWorker CreateWorker(string name);

    /// <summary>Runs an action asynchronously, never within the call.</summary>
    void Post(Action action);

    /// <summary>Opens a file for reading and writing, and creates it if it does not exist.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    Stream Open(string path);

    /// <summary>Opens a file for reading; null if it does not exist, is empty or cannot be read twice, as is always the case by default.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    Stream? TryOpenRead(string path) => null;

    /// <summary>Locks a file against other recordings until the result is disposed.</summary>
    /// <exception cref="IOException">The file is already locked.</exception>
    IDisposable Lock(string path);

    /// <summary>Returns the names of the files in a folder; by default, there are none.</summary>
    IEnumerable<string> GetFileNames(string folder) => [];

    /// <summary>Flushes the written data to the disk.</summary>
    void Flush(Stream file);

    /// <summary>Returns the free bytes of the disk that contains a folder.</summary>
    long GetFreeSpace(string folder);
}

/// <summary>Runs work that contains waiting times.</summary>
internal interface IRecordingWorker
{
    /// <summary>Starts the work. Each item is a waiting time, which <see cref="Wake"/> ends early.</summary>
    void Start(IEnumerable<TimeSpan> work);

    /// <summary>Ends the current wait, or the next wait if there is no current one.</summary>
    void Wake();
}
