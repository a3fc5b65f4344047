using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>One replay of recordings as strings: reads the next line, then schedules it for its time.</summary>
internal sealed class RecordingReplay(string[] paths, double speed, IScheduler scheduler, IObserver<string> observer) : IDisposable
{
    private static readonly TimeSpan NearTheWallClock = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly SerialDisposable _due = new();
    private MergedRecordings? _recordings;
    private DateTimeOffset? _nextTime;
    private string _nextText = string.Empty;
    private DateTimeOffset? _recordedStart;
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
        if (TryReadNext())
            ScheduleNext();
    }

    private void Emit()
    {
        observer.OnNext(_nextText);
        if (TryReadNext())
            ScheduleNext();
    }

    private void ScheduleNext()
    {
        if (_nextTime is not { } time)
        {
            Schedule(_start, static self => self.Emit());
            return;
        }

        if (_recordedStart is null && IsVirtual(scheduler))
            _start = time;
        _recordedStart ??= time;
        var offset = Math.Min((time - _recordedStart.Value).Ticks / speed, (DateTimeOffset.MaxValue - _start).Ticks);
        Schedule(_start + TimeSpan.FromTicks((long)offset), static self => self.Emit());
    }

    private void Schedule(DateTimeOffset due, Action<RecordingReplay> action)
    {
        // Each item has its own slot: an item that runs before Schedule returns must not dispose its successor.
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
                    var place = _recordings.Current;
                    (_nextTime, _nextText) = (place.HasTime ? place.Time : null, place.ToText());
                    return true;
                }
            }
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            observer.OnError(e);
            return false;
        }

        observer.OnCompleted();
        return false;
    }

    // Some schedulers are wrapped, so that only their time tells; a wrapped virtual scheduler may also be at today's time.
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
