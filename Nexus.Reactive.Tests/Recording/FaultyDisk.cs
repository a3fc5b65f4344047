using Nexus.Reactive.Tests.Simulation;

namespace Nexus.Reactive.Tests.Recording;

public enum DiskState
{
    Working,

    /// <summary>Each operation waits until the disk works again.</summary>
    Stalled,

    /// <summary>Each write fails.</summary>
    Full,

    /// <summary>Each write takes a while.</summary>
    Slow,
}

/// <summary>A disk in memory that stalls, is full or is slow, behind the writer's real thread.</summary>
internal sealed class FaultyDisk : IRecordingHost
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(20);

    // A lock that can be waited on.
    private readonly object _gate = new();
    private readonly Dictionary<string, MemoryStream> _files = [];
    private DiskState _state;
    private int _waiting;

    public DiskState State
    {
        get => _state;
        set
        {
            lock (_gate)
            {
                _state = value;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Whether an operation has met a state other than working.</summary>
    public bool HasFault { get; private set; }

    /// <summary>Whether a thread waits for the disk.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waiting) > 0;

    /// <summary>The folders whose free space was asked for.</summary>
    public List<string> AskedFolders { get; } = [];

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);

    public IEnumerable<string> Paths => _files.Keys;

    public byte[] Read(string path) => _files[path].ToArray();

    public IRecordingWorker CreateWorker(string name) => RecordingHost.Instance.CreateWorker(name);

    public void Post(Action action) => RecordingHost.Instance.Post(action);

    public Stream Open(string path)
    {
        Wait();
        if (!_files.TryGetValue(path, out var content))
            _files[path] = content = new MemoryStream();
        content.Position = 0;
        return new File(this, content);
    }

    public Stream? TryOpenRead(string path) => _files.TryGetValue(path, out var content) && content.Length > 0 ? new MemoryStream(content.ToArray()) : null;

    public IEnumerable<string> GetFileNames(string folder) => _files.Keys.Select(static path => Path.GetFileName(path));

    public IDisposable Lock(string path) => System.Reactive.Disposables.Disposable.Empty;

    public void Flush(Stream file)
    {
    }

    public long GetFreeSpace(string folder)
    {
        AskedFolders.Add(folder);
        return long.MaxValue;
    }

    private void Wait()
    {
        lock (_gate)
        {
            HasFault |= _state != DiskState.Working;
            _waiting++;
            if (_state == DiskState.Slow)
                Monitor.Wait(_gate, Slowness);
            while (_state == DiskState.Stalled)
                Monitor.Wait(_gate);
            _waiting--;
            if (_state == DiskState.Full)
                throw new IOException("The disk is full.");
        }
    }

    private sealed class File(FaultyDisk disk, MemoryStream content) : MemoryFile(content)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            disk.Wait();
            base.Write(buffer);
        }
    }
}
