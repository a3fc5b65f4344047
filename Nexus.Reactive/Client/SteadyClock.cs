using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>The wall clock at the creation of the client, continued by a monotonic clock, so changes of the wall clock have no effect.</summary>
internal sealed class SteadyClock(IScheduler scheduler) : IStopwatch
{
    private readonly DateTimeOffset _startedAt = scheduler.Now;
    private readonly IStopwatch _stopwatch = scheduler.StartStopwatch();

    public TimeSpan Elapsed => _stopwatch.Elapsed;

    public DateTimeOffset ToWallClock(TimeSpan elapsed) => _startedAt + elapsed;

    public TimeSpan FromWallClock(DateTimeOffset time) => time - _startedAt;
}
