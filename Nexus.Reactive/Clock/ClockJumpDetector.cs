namespace Nexus.Reactive;

/// <summary>The effect of a message's timestamp on the clock.</summary>
internal enum ClockMove
{
    /// <summary>The first timestamp: the clock starts.</summary>
    Start,

    /// <summary>The normal case: the clock moves to the timestamp, unless it is already later.</summary>
    Advance,

    /// <summary>The timestamp is too far from the current time to be trusted without confirmation: the clock does not move.</summary>
    Hold,

    /// <summary>Other timestamps confirm one that is far ahead, or a gap explains the distance: the clock jumps.</summary>
    Jump,

    /// <summary>Timestamps far behind the clock agree with each other: the clock moves back to them.</summary>
    Restart,
}

/// <summary>Decides for each timestamp whether the clock follows it. Times are UTC ticks.</summary>
/// <remarks>
/// <para>
/// A confirmed clock restarts after ten market messages that agree with each other. Two are too few, because a single faulty burst can contain two. Ten
/// arrive soon enough: a quiet feed that contains only answers to pings has ten within a minute. After a reconnect the exchange may repeat old order events in
/// a burst, so an order event has a tenth of the weight: a feed of order events alone restarts after a hundred.
/// </para>
/// <para>
/// Timestamps that are far from the clock form <see cref="TimestampGroups"/>, which are counted separately, so that the groups of several sources do not
/// prevent each other from being followed. Timestamps too sparse to form a group form a <see cref="RisingTimestamps"/> series. A timestamp near the clock
/// confirms the clock and removes all of them.
/// </para>
/// </remarks>
internal sealed class ClockJumpDetector(TimeSpan maxJump)
{
    /// <summary>The total weight of agreeing messages that restarts a confirmed clock.</summary>
    public const int RestartWeight = 100;

    private const int ProbationWeight = 2 * MarketWeight;
    private const int MarketWeight = 10;
    private const int OrderWeight = 1;

    // A series is weaker evidence than a group, so it needs one more message.
    private const int SeriesWeight = 3 * MarketWeight;

    private readonly long _maxJump = maxJump.Ticks;
    private readonly TimestampGroups _groups = new(maxJump.Ticks);
    private RisingTimestamps _ahead;
    private RisingTimestamps _behind;
    private bool _isSteady;
    private bool _started;
    private bool _isOnProbation;
    private bool _isAfterGap;
    private bool _hasOnlyOrderEvents;

    /// <summary>Called when the stream was cut. Until a timestamp moves the clock, the outage explains any jump.</summary>
    public void OnGap()
    {
        _isAfterGap = true;
        _isSteady = false;
    }

    /// <summary>Called when the stream continues. The gap ends at the next timestamp, except that of an old order event that was repeated.</summary>
    public void OnResumed() => _isSteady = false;

    /// <summary>
    /// Returns whether the clock advances to <paramref name="time"/> regardless of earlier timestamps, so that <see cref="Detect"/> need not be called.
    /// </summary>
    public bool IsUsual(long now, long time) => _isSteady && IsNear(now, time);

    /// <summary>Returns whether <paramref name="time"/> is close enough to the clock to be trusted.</summary>
    public bool IsNear(long now, long time) => time - now <= _maxJump && now - time <= _maxJump;

    /// <summary>
    /// Decides whether the clock follows <paramref name="time"/>; <paramref name="target"/> is the clock's new time. If the target is an earlier timestamp, the
    /// new one may still be far ahead of it.
    /// </summary>
    public ClockMove Detect(long now, long time, bool isOrderEvent, out long target)
    {
        target = time;
        _isSteady = false;
        if (!_started)
        {
            _started = _isOnProbation = true;
            _hasOnlyOrderEvents = isOrderEvent;
            _isAfterGap = false;
            return ClockMove.Start;
        }

        // The exchange may send old order events first. The first other message may therefore be far ahead of the clock.
        var isFirstOther = _hasOnlyOrderEvents && !isOrderEvent;
        _hasOnlyOrderEvents &= isOrderEvent;
        if (!IsNear(now, time))
            return time > now ? DetectAhead(time, _isAfterGap || isFirstOther, out target) : DetectBehind(time, isOrderEvent ? OrderWeight : MarketWeight, out target);
        ForgetAll();
        _isOnProbation = false;
        if (time > now)
            _isAfterGap = false;
        _isSteady = !_isAfterGap && !isOrderEvent;
        return ClockMove.Advance;
    }

    private ClockMove DetectAhead(long time, bool isExplained, out long target)
    {
        target = time;
        if (isExplained)
        {
            ForgetAll();
            return Jump(target, isOnProbation: true);
        }

        ref var group = ref _groups.Add(time, MarketWeight);
        target = group.Latest;
        if (group.Messages > 1)
        {
            _ahead = default;
            return Jump(target, isOnProbation: false);
        }

        return _ahead.Add(time, MarketWeight, out target) >= SeriesWeight ? Jump(target, isOnProbation: true) : ClockMove.Hold;
    }

    private ClockMove DetectBehind(long time, int weight, out long target)
    {
        var needed = _isOnProbation ? ProbationWeight : RestartWeight;
        ref var group = ref _groups.Add(time, weight);
        target = group.Latest;
        if (group.Weight >= needed)
            return Restart(default);
        if (group.Messages > 1 || _behind.Add(time, weight, out target) < Math.Max(needed, SeriesWeight))
            return ClockMove.Hold;
        return Restart(_behind);
    }

    // The groups and the series behind the clock remain, so that repeated pairs of timestamps far ahead do not keep the clock from the others.
    private ClockMove Jump(long target, bool isOnProbation)
    {
        _groups.RemoveNear(target);
        _isOnProbation = isOnProbation;
        _isAfterGap = false;
        return ClockMove.Jump;
    }

    // The latest timestamp of a series is ahead of the clock and is confirmed by the next one.
    private ClockMove Restart(RisingTimestamps series)
    {
        ForgetAll();
        _ahead = series;
        _isOnProbation = _isAfterGap = false;
        return ClockMove.Restart;
    }

    private void ForgetAll()
    {
        _groups.Clear();
        _ahead = _behind = default;
    }
}
