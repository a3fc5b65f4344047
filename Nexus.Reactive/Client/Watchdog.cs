using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Runs a check after an interval, and again after the time that the check returns, as long as that is above zero.</summary>
/// <remarks>
/// A watchdog that wakes late by half an interval concludes that the process was paused. What the connection received meanwhile waits in the socket, so
/// it calls <paramref name="grant"/> and waits an interval before it checks.
/// </remarks>
internal sealed class Watchdog(IScheduler scheduler, IStopwatch clock, TimeSpan interval, Func<TimeSpan> check, Action grant) : IDisposable
{
    private readonly SerialDisposable _timer = new();

    public void Start() => Wait(interval);

    public void Dispose() => _timer.Dispose();

    private void Wait(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
            return;
        var due = clock.Elapsed + time;
        scheduler.ScheduleOnce(time, _timer, () => Wake(due));
    }

    private void Wake(TimeSpan due)
    {
        if (clock.Elapsed - due > interval / 2)
        {
            grant();
            Wait(interval);
        }
        else
        {
            Wait(check());
        }
    }
}
