namespace Nexus.Reactive.Tests.Simulation;

/// <summary>The disk of the recorder, and the thread that writes to it: stalls delay the thread, a full disk takes a part of a block and then fails.</summary>
internal sealed class SimulatedDisk(SimulatedWorld world, SimulatedProcess machine) : IRecordingHost
{
    private readonly SimulatedWorld _world = world;
    private readonly SimulatedProcess _machine = machine;
    private readonly Dictionary<string, MemoryStream> _files = [];
    private long _stalledUntil;
    private int _process;
    private bool _isDying;

    /// <summary>Until when the disk is full.</summary>
    public long FullUntil { get; set; }

    /// <summary>Until when a file cannot be cut back either.</summary>
    public long BrokenUntil { get; set; }

    /// <summary>Whether no file has anything in it.</summary>
    public bool IsEmpty => _files.Values.All(static content => content.Length == 0);

    public DateTimeOffset Now => _machine.Now;

    public void Stall(TimeSpan duration) => _stalledUntil = Math.Max(_stalledUntil, _world.Now + duration.Ticks);

    /// <summary>Ends the recorder as a kill does: what it has not written is lost, and nothing of it runs any more.</summary>
    /// <param name="isWithinWrite">Whether it ends with its next block, of which only a part is written.</param>
    public void Crash(bool isWithinWrite)
    {
        _isDying = isWithinWrite;
        if (!isWithinWrite)
            _process++;
    }

    public IRecordingWorker CreateWorker(string name) => new Worker(this);

    public void Post(Action action) => _machine.At(_world.Now, action);

    public Stream Open(string path)
    {
        if (_world.Now < FullUntil)
            throw new IOException("The disk is full.");
        if (!_files.TryGetValue(path, out var content))
            _files[path] = content = new MemoryStream();
        content.Position = 0;
        return new OpenFile(this, content);
    }

    public Stream? TryOpenRead(string path) => _files.TryGetValue(path, out var content) && content.Length > 0 ? new MemoryStream(content.ToArray()) : null;

    public IDisposable Lock(string path) => System.Reactive.Disposables.Disposable.Empty;

    public bool Exists(string path) => _files.ContainsKey(path);

    public void Flush(Stream file)
    {
    }

    public long GetFreeSpace(string folder) => _world.Now < FullUntil ? 0 : long.MaxValue;

    /// <summary>Copies a file to the machine's disk.</summary>
    public void Export(string path, string target) => File.WriteAllBytes(target, _files.TryGetValue(path, out var content) ? content.ToArray() : []);

    private sealed class Worker(SimulatedDisk disk) : IRecordingWorker
    {
        private readonly int _owner = disk._process;
        private IEnumerator<TimeSpan>? _work;
        private int _version;

        public void Start(IEnumerable<TimeSpan> work)
        {
            _work = work.GetEnumerator();
            Step();
        }

        public void Wake() => At(disk._world.Now);

        private void Step()
        {
            if (_work!.MoveNext() && _work.Current != Timeout.InfiniteTimeSpan)
                At(disk._world.Now + _work.Current.Ticks);
        }

        private void At(long time)
        {
            var version = ++_version;
            disk._machine.At(time, () =>
            {
                if (version != _version || _owner != disk._process)
                    return;
                if (disk._world.Now < disk._stalledUntil)
                    At(disk._stalledUntil);
                else
                    Step();
            });
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, MemoryStream content) : MemoryFile(content)
    {
        private readonly int _owner = disk._process;

        public override void SetLength(long value)
        {
            if (disk._world.Now < disk.BrokenUntil || _owner != disk._process)
                throw new IOException("The disk does not answer.");
            base.SetLength(value);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_owner != disk._process)
                throw new IOException("The process has ended.");
            var isFull = disk._world.Now < disk.FullUntil || disk._world.Now < disk.BrokenUntil;
            if (!isFull && !disk._isDying)
            {
                base.Write(buffer);
                return;
            }

            base.Write(buffer[..disk._world.Random.Next(buffer.Length)]);
            if (disk._isDying)
                disk.Crash(isWithinWrite: false);
            throw new IOException("The disk is full.");
        }
    }
}
