using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>Recordings at full speed, each run on a thread of its own; a later run goes on where the one before it was stopped.</summary>
internal sealed class RecordingRun(string[] paths)
{
    private readonly Lock _oneAtATime = new();
    private long _delivered;

    public IObservable<string> Messages => Observable.Create<string>(Start);

    private IDisposable Start(IObserver<string> observer) =>
        NewThreadScheduler.Default.ScheduleLongRunning(observer, (downstream, stop) =>
        {
            lock (_oneAtATime)
                Run(downstream, stop);
        });

    private void Run(IObserver<string> observer, ICancelable stop)
    {
        MergedRecordings? recordings = null;
        try
        {
            Exception? fault = null;
            for (var read = 0L; !stop.IsDisposed && TryRead(ref recordings, out var line, out fault); read++)
            {
                if (read < _delivered)
                    continue;
                _delivered++;
                observer.OnNext(line.Message);
            }

            if (stop.IsDisposed)
                return;
            if (fault is null)
                observer.OnCompleted();
            else
                observer.OnError(fault);
        }
        finally
        {
            recordings?.Dispose();
        }
    }

    // Only reading is guarded: what the observer throws is its own.
    private bool TryRead(ref MergedRecordings? recordings, out RecordedLine line, out Exception? fault)
    {
        fault = null;
        line = default;
        try
        {
            recordings ??= new MergedRecordings(paths);
            return recordings.TryRead(out line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            fault = e;
            return false;
        }
    }
}
