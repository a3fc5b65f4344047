using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Passes strings through and records them. Its notifications never wait for the disk, unless the scheduler is virtual.</summary>
internal sealed class TextRecorder : IObserver<string>, IDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

    private readonly IObserver<string> _observer;
    private readonly IScheduler _scheduler;
    private readonly RecordingWriter _writer;
    private readonly string _path;
    private readonly bool _hasHandler;
    private volatile int _notifyingThread;
    private int _isEndPassedOn;

    public TextRecorder(IObserver<string> observer, string path, IScheduler scheduler, RecordingOptions options)
    {
        _observer = observer;
        _scheduler = scheduler;
        _path = path;
        _hasHandler = options.OnError is not null;

        // The scheduler's clock may be set back, but the strings still arrive one after another.
        _writer = new RecordingWriter(path, options, scheduler.Now, new ArrivalTimes(setBack: 0), StandardError.Report, isPatient: true);
    }

    public void OnNext(string value)
    {
        if (value is null)
            _writer.Add(_scheduler.Now, new Delivery(NexusDecoder.Decode(null), default, hasText: false, arrivedAt: null));
        else
            _writer.Add(_scheduler.Now, value);
        var outer = _notifyingThread;
        _notifyingThread = Environment.CurrentManagedThreadId;
        _observer.OnNext(value!);
        _notifyingThread = outer;
    }

    public void OnError(Exception error) => End(error);

    public void OnCompleted() => End(null);

    /// <summary>Closes the file and waits for that, but not inside a notification, whose thread serves other subscribers too.</summary>
    public void Dispose()
    {
        _writer.Complete();
        if (_notifyingThread == Environment.CurrentManagedThreadId || Volatile.Read(ref _isEndPassedOn) != 0)
            WaitAtExit();
        else
            WaitUntilClosed();
    }

    // A virtual time must not depend on the time that the disk takes, and no other subscriber waits for it.
    private void End(Exception? error)
    {
        _writer.Complete(error);
        if (SchedulerKind.IsVirtual(_scheduler))
        {
            WaitUntilClosed();
            PassEndOn(error);
            return;
        }

        // The caller's scheduler may wait on the current thread.
        var limit = DefaultScheduler.Instance.Schedule(CloseLimit, () => PassEndOn(error));
        _ = _writer.Closed.ContinueWith(
            _ =>
            {
                limit.Dispose();
                PassEndOn(error);
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private void PassEndOn(Exception? error)
    {
        if (Interlocked.Exchange(ref _isEndPassedOn, 1) != 0)
            return;
        if (error is null && !_hasHandler && !_writer.IsComplete)
            error = new IOException($"The recording '{_path}' is not complete.");
        if (error is null)
            _observer.OnCompleted();
        else
            _observer.OnError(error);
    }

    private void WaitUntilClosed() => ((IAsyncResult)_writer.Closed).AsyncWaitHandle.WaitOne(CloseLimit);

    // The writer's thread does not keep the process alive.
    private void WaitAtExit()
    {
        if (_writer.Closed.IsCompleted)
            return;
        EventHandler onExit = (_, _) => WaitUntilClosed();
        AppDomain.CurrentDomain.ProcessExit += onExit;
        _ = _writer.Closed.ContinueWith(_ => AppDomain.CurrentDomain.ProcessExit -= onExit, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
