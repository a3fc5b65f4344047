using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The wall clock at the client's creation, continued by a monotonic clock, so that a step of the wall clock changes nothing.</summary>
internal sealed class SteadyClock(IScheduler scheduler) : IStopwatch
{
    private readonly DateTimeOffset _startedAt = scheduler.Now;
    private readonly IStopwatch _stopwatch = scheduler.StartStopwatch();

    public TimeSpan Elapsed => _stopwatch.Elapsed;

    public DateTimeOffset ToWallClock(TimeSpan elapsed) => _startedAt + elapsed;

    public TimeSpan FromWallClock(DateTimeOffset time) => time - _startedAt;
}
