using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>One replay of recordings as strings: reads the next line, then schedules it for its time.</summary>
internal sealed class RecordingReplay(string[] paths, double speed, IScheduler scheduler, IObserver<string> observer) : IDisposable
{
    // In ticks: the precision of a double at the end of the calendar.
    private const double Rounding = 1024;

    // Some schedulers cannot wait for more than a few weeks at a time.
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly SerialDisposable _work = new();
    private MergedRecordings? _recordings;
    private DateTimeOffset? _nextTime;
    private string _nextText = string.Empty;
    private DateTimeOffset? _recordedStart;
    private DateTimeOffset _start;
    private DateTimeOffset _due;
    private bool _isVirtual;
    private bool _isDisposed;

    public void Start()
    {
        _start = scheduler.Now;
        Schedule(_start, static self => self.Begin());
    }

    public void Dispose()
    {
        _work.Dispose();
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

        if (_recordedStart is null)
        {
            _isVirtual = SchedulerKind.IsVirtual(scheduler);
            _start = _isVirtual ? time : _start;
            _recordedStart = time;
        }

        var offset = (time - _recordedStart.Value).Ticks / speed;
        var most = (DateTimeOffset.MaxValue - _start).Ticks;
        if (offset - most > Rounding)
        {
            observer.OnError(new OverflowException(FormattableString.Invariant($"At speed {speed}, the line recorded at {time:yyyy-MM-ddTHH:mm:ss.fffZ} is due after the year 9999.")));
            return;
        }

        _due = _start + TimeSpan.FromTicks(offset < most ? (long)offset : most);
        WaitUntilDue();
    }

    private void WaitUntilDue()
    {
        var now = scheduler.Now;
        if (!_isVirtual && _due - now > MaxWait)
            Schedule(now + MaxWait, static self => self.WaitUntilDue());
        else
            Schedule(_due, static self => self.Emit());
    }

    private void Schedule(DateTimeOffset due, Action<RecordingReplay> action)
    {
        // Each item has its own slot, because an item that runs before Schedule returns must not dispose its successor.
        var slot = new SingleAssignmentDisposable();
        _work.Disposable = slot;
        slot.Disposable = scheduler.Schedule((Replay: this, Action: action), due, static (_, work) =>
        {
            work.Action(work.Replay);
            return Disposable.Empty;
        });
    }

    private bool TryReadNext()
    {
        Exception? error = null;
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
                    if (place.Kind == RecordedKind.Error)
                        error = ErrorText.ToError(place.Text.ToString());
                    else
                    {
                        (_nextTime, _nextText) = (place.HasTime ? place.Time : null, place.ToText());
                        return true;
                    }
                }
            }
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            error = e;
        }

        if (error is not null)
            observer.OnError(error);
        else
            observer.OnCompleted();
        return false;
    }
}
