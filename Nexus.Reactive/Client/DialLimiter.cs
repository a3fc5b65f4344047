using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Limits the rate of connection attempts. Use one limiter for all clients that share an address or a key.</summary>
/// <remarks>All members are thread-safe. The limiter stores one timestamp for each attempt allowed in a period.</remarks>
public sealed class DialLimiter
{
    private readonly Lock _gate = new();
    private readonly TimeSpan[] _times;
    private readonly TimeSpan _period;
    private readonly IStopwatch _clock;
    private long _dials;

    /// <summary>Creates a limiter.</summary>
    /// <param name="dials">The number of attempts allowed within any <paramref name="period"/>.</param>
    /// <param name="period">The length of the period.</param>
    /// <param name="scheduler">The time source. Use that of <see cref="NexusClientOptions.Scheduler"/>.</param>
    public DialLimiter(int dials, TimeSpan period, IScheduler scheduler)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dials);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        _times = new TimeSpan[dials];
        _period = period;
        _clock = scheduler.StartStopwatch();
    }

    /// <summary>Creates a limiter on <see cref="DefaultScheduler.Instance"/>.</summary>
    /// <inheritdoc cref="DialLimiter(int, TimeSpan, IScheduler)"/>
    public DialLimiter(int dials, TimeSpan period)
        : this(dials, period, DefaultScheduler.Instance)
    {
    }

    /// <summary>Reserves the next free attempt and returns the time to wait for it.</summary>
    internal TimeSpan Reserve()
    {
        lock (_gate)
        {
            var now = _clock.Elapsed;
            var place = (int)(_dials % _times.Length);
            var earliest = _dials++ < _times.Length ? now : _times[place] + _period;
            _times[place] = earliest > now ? earliest : now;
            return _times[place] - now;
        }
    }
}
