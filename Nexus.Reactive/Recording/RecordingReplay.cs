using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>One replay: one line ahead is read, and scheduled for its time.</summary>
internal sealed class RecordingReplay(string[] paths, double speed, IScheduler scheduler, IObserver<string> observer) : IDisposable
{
    private static readonly TimeSpan NearTheWallClock = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly SerialDisposable _due = new();
    private MergedRecordings? _recordings;
    private DateTimeOffset _nextTime;
    private string _nextMessage = string.Empty;
    private DateTimeOffset _recordedStart;
    private DateTimeOffset _start;
    private bool _isDisposed;

    public void Start()
    {
        _start = scheduler.Now;
        Schedule(_start, static self => self.Begin());
    }

    public void Dispose()
    {
        _due.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
            _recordings?.Dispose();
        }
    }

    private void Begin()
    {
        if (!TryReadNext())
            return;
        _recordedStart = _nextTime;
        if (IsVirtual(scheduler))
            _start = _recordedStart;
        ScheduleNext();
    }

    private void Emit()
    {
        observer.OnNext(_nextMessage);
        if (TryReadNext())
            ScheduleNext();
    }

    private void ScheduleNext()
    {
        var offset = Math.Min((_nextTime - _recordedStart).Ticks / speed, (DateTimeOffset.MaxValue - _start).Ticks);
        Schedule(_start + TimeSpan.FromTicks((long)offset), static self => self.Emit());
    }

    private void Schedule(DateTimeOffset due, Action<RecordingReplay> action)
    {
        // One slot an item: an item that runs before Schedule returns must not have its successor disposed.
        var slot = new SingleAssignmentDisposable();
        _due.Disposable = slot;
        slot.Disposable = scheduler.Schedule((Replay: this, Action: action), due, static (_, work) =>
        {
            work.Action(work.Replay);
            return Disposable.Empty;
        });
    }

    private bool TryReadNext()
    {
        try
        {
            lock (_gate)
            {
                if (_isDisposed)
                    return false;
                _recordings ??= new MergedRecordings(paths);
                if (_recordings.TryRead())
                {
                    (_nextTime, _nextMessage) = (_recordings.Current.Time, _recordings.Current.Message.ToString());
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            observer.OnError(e);
            return false;
        }

        observer.OnCompleted();
        return false;
    }

    // Some are wrapped, so that only their time tells; others may stand at today's.
    private static bool IsVirtual(IScheduler scheduler)
    {
        for (var type = scheduler.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VirtualTimeSchedulerBase<,>))
                return true;
        }

        return (scheduler.Now - DefaultScheduler.Instance.Now).Duration() > NearTheWallClock;
    }
}
