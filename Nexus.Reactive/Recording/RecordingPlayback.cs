using System.Diagnostics.CodeAnalysis;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Recordings at full speed, each run on a thread of its own; a later run goes on where the one before it was stopped.</summary>
internal sealed class RecordingPlayback(string[] paths)
{
    private readonly Lock _oneAtATime = new();
    private readonly MessageDecoder _decoder = new();
    private long _delivered;

    public IDisposable Start(IObserver<NexusMessage> observer) =>
        NewThreadScheduler.Default.ScheduleLongRunning(observer, (downstream, stop) =>
        {
            lock (_oneAtATime)
                Run(downstream, stop);
        });

    private void Run(IObserver<NexusMessage> observer, ICancelable stop)
    {
        MergedRecordings? recordings = null;
        try
        {
            Exception? fault = null;
            for (var read = 0L; !stop.IsDisposed && TryRead(ref recordings, out fault); read++)
            {
                if (read < _delivered)
                    continue;
                _delivered++;
                observer.OnNext(_decoder.Decode(recordings.Current.Message));
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
    private bool TryRead([NotNullWhen(true)] ref MergedRecordings? recordings, out Exception? fault)
    {
        fault = null;
        try
        {
            recordings ??= new MergedRecordings(paths);
            return recordings.TryRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            fault = e;
            return false;
        }
    }
}
