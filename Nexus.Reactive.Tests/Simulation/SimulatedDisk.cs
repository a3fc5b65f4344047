namespace Nexus.Reactive.Tests.Simulation;

/// <summary>The disk of the recorder, and the thread that writes to it: stalls delay the thread, a full disk takes a part of a block and then fails.</summary>
internal sealed class SimulatedDisk(SimulatedWorld world, SimulatedProcess process) : IRecordingHost
{
    private readonly SimulatedWorld _world = world;
    private readonly SimulatedProcess _process = process;
    private readonly Dictionary<string, MemoryStream> _files = [];
    private long _stalledUntil;

    /// <summary>Until when the disk is full.</summary>
    public long FullUntil { get; set; }

    /// <summary>Until when a file cannot be cut back either.</summary>
    public long BrokenUntil { get; set; }

    public DateTimeOffset Now => _process.Now;

    public void Stall(TimeSpan duration) => _stalledUntil = Math.Max(_stalledUntil, _world.Now + duration.Ticks);

    public IRecordingWorker CreateWorker(string name) => new Worker(this);

    public void Post(Action action) => _process.At(_world.Now, action);

    public Stream Open(string path)
    {
        if (_world.Now < FullUntil)
            throw new IOException("The disk is full.");
        if (!_files.TryGetValue(path, out var content))
            _files[path] = content = new MemoryStream();
        content.Position = 0;
        return new OpenFile(this, content);
    }

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
            disk._process.At(time, () =>
            {
                if (version != _version)
                    return;
                if (disk._world.Now < disk._stalledUntil)
                    At(disk._stalledUntil);
                else
                    Step();
            });
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, MemoryStream content) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => content.Length;

        public override long Position { get => content.Position; set => content.Position = value; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => content.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => content.Seek(offset, origin);

        public override void SetLength(long value)
        {
            if (disk._world.Now < disk.BrokenUntil)
                throw new IOException("The disk does not answer.");
            content.SetLength(value);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (disk._world.Now >= disk.FullUntil && disk._world.Now >= disk.BrokenUntil)
            {
                content.Write(buffer);
                return;
            }

            content.Write(buffer[..disk._world.Random.Next(buffer.Length)]);
            throw new IOException("The disk is full.");
        }
    }
}
