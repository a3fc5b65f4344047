namespace Nexus.Reactive;

/// <summary>What a recording needs of the machine: the time, a thread and a disk. A simulation replaces it.</summary>
internal interface IRecordingHost
{
    DateTimeOffset Now { get; }

    IRecordingWorker CreateWorker(string name);

    /// <summary>Runs an action soon, never within the call.</summary>
    void Post(Action action);

    /// <summary>Opens a file for reading and writing, and creates it if it does not exist.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    Stream Open(string path);

    /// <summary>Locks a file against other recordings, until the result is disposed.</summary>
    /// <exception cref="IOException">The file is locked already.</exception>
    IDisposable Lock(string path);

    /// <summary>The names of the files in a folder; by default there are none.</summary>
    IEnumerable<string> GetFileNames(string folder) => [];

    /// <summary>Forces what was written to the disk.</summary>
    void Flush(Stream file);

    /// <summary>The free bytes of the disk with a folder.</summary>
    long GetFreeSpace(string folder);
}

/// <summary>Carries out work that waits now and then.</summary>
internal interface IRecordingWorker
{
    /// <summary>Starts the work. Each item is a time to wait, which <see cref="Wake"/> ends early.</summary>
    void Start(IEnumerable<TimeSpan> work);

    /// <summary>Ends the present wait, or else the next one.</summary>
    void Wake();
}
