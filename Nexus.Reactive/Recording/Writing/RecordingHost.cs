using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>This machine, with a thread for each recording.</summary>
internal sealed class RecordingHost : IRecordingHost
{
    public static readonly RecordingHost Instance = new();

    public DateTimeOffset Now => DefaultScheduler.Instance.Now;

    public IRecordingWorker CreateWorker(string name) => new Worker(name);

    public void Post(Action action) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), action, preferLocal: false);

    // The file is also opened for reading, so that opening a pipe without a reader does not block.
    public Stream Open(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);

    // The length of a pipe is zero. Opening one would wait for a writer.
    public Stream? TryOpenRead(string path) => new FileInfo(path) is { Exists: true, Length: > 0 } ? RecordingFile.OpenRead(path) : null;

    // The recording stays readable while it is written; on Unix a second writer could then open it too.
    public IDisposable Lock(string path) =>
        new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);

    public IEnumerable<string> GetFileNames(string folder) => Directory.EnumerateFiles(folder).Select(static path => Path.GetFileName(path));

    public void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    public long GetFreeSpace(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private sealed class Worker(string name) : IRecordingWorker
    {
        // A lock that can be waited on.
        private readonly object _gate = new();
        private bool _isAwake;

        public void Start(IEnumerable<TimeSpan> work) => new Thread(() => Run(work)) { IsBackground = true, Name = name }.Start();

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
            foreach (var wait in work)
            {
                lock (_gate)
                {
                    if (!_isAwake)
                        Monitor.Wait(_gate, wait);
                    _isAwake = false;
                }
            }
        }
    }
}
