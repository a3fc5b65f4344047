using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Runs a check after an interval, and again after the time that the check returns, while that time is greater than zero.</summary>
/// <remarks>
/// A watchdog that runs half an interval late concludes that the process was paused. The messages received meanwhile wait in the socket, so it calls
/// <paramref name="grant"/> and waits for an interval before it checks.
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
