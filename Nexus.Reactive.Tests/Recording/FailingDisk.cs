namespace Nexus.Reactive.Tests.Recording;

/// <summary>A disk in memory on which one operation fails, and possibly those after it. A write that fails has written half. Nothing waits for time.</summary>
/// <param name="firstFailure">The number of the operation that fails, from 0.</param>
/// <param name="failures">How many operations fail.</param>
internal sealed class FailingDisk(int firstFailure, int failures) : IRecordingHost
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);
    private int _operations;

    /// <summary>The number of operations so far.</summary>
    public int Operations => Volatile.Read(ref _operations);

    public bool HasFailed => Operations > firstFailure;

    public int Flushes { get; private set; }

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddDays(20_000);

    public IRecordingWorker CreateWorker(string name) => new Worker();

    public void Post(Action action) => action();

    public Stream Open(string path)
    {
        Run("open");
        lock (_gate)
        {
            _files.TryAdd(path, []);
            return new File(this, path, _files[path]);
        }
    }

    public Stream? TryOpenRead(string path)
    {
        Run("open to read");
        lock (_gate)
            return _files.TryGetValue(path, out var content) && content.Length > 0 ? new MemoryStream(content) : null;
    }

    public IDisposable Lock(string path)
    {
        Run("lock");
        lock (_gate)
            return _locks.Add(path) ? System.Reactive.Disposables.Disposable.Create(() => Unlock(path)) : throw new IOException("locked");
    }

    public IEnumerable<string> GetFileNames(string folder)
    {
        Run("list");
        lock (_gate)
            return [.. _files.Keys.Select(static path => Path.GetFileName(path)!)];
    }

    public void Flush(Stream file)
    {
        Run("flush");
        Flushes++;
    }

    public long GetFreeSpace(string folder)
    {
        Run("space");
        return long.MaxValue;
    }

    private void Unlock(string path)
    {
        lock (_gate)
            _locks.Remove(path);
    }

    private void Run(string operation)
    {
        var number = Interlocked.Increment(ref _operations) - 1;
        if (number >= firstFailure && number - firstFailure < failures)
            throw new IOException($"operation {number} ({operation}) failed");
    }

    private sealed class File : MemoryStream
    {
        private readonly FailingDisk _disk;
        private readonly string _path;

        public File(FailingDisk disk, string path, byte[] content)
        {
            (_disk, _path) = (disk, path);
            base.Write(content);
            Position = 0;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                _disk.Run("write");
                base.Write(buffer);
            }
            catch (IOException)
            {
                base.Write(buffer[..(buffer.Length / 2)]);
                throw;
            }
            finally
            {
                Save();
            }
        }

        public override void SetLength(long value)
        {
            _disk.Run("cut");
            base.SetLength(value);
            Save();
        }

        private void Save()
        {
            lock (_disk._gate)
                _disk._files[_path] = ToArray();
        }
    }

    /// <summary>A thread that waits only for new lines.</summary>
    private sealed class Worker : IRecordingWorker
    {
        // A lock that can be waited on.
        private readonly object _gate = new();
        private bool _isAwake;

        public void Start(IEnumerable<TimeSpan> work) => new Thread(() => Run(work)) { IsBackground = true }.Start();

        public void Wake()
        {
            lock (_gate)
            {
                _isAwake = true;
                Monitor.PulseAll(_gate);
            }
        }

        private void Run(IEnumerable<TimeSpan> work)
        {
            foreach (var wait in work.Where(static wait => wait == Timeout.InfiniteTimeSpan))
            {
                lock (_gate)
                {
                    while (!_isAwake)
                        Monitor.Wait(_gate, wait);
                    _isAwake = false;
                }
            }
        }
    }
}
