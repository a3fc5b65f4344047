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

    /// <summary>A second timestamp confirms the first one, or a gap explains the distance: the clock jumps.</summary>
    Jump,

    /// <summary>Timestamps far behind the clock agree with each other: the clock moves back to them.</summary>
    Restart,
}

/// <summary>Decides for each timestamp whether the clock follows it. Times are UTC ticks.</summary>
/// <remarks>
/// A confirmed clock restarts after ten market messages that agree with each other. Two are too few, because a single faulty burst can contain two. Ten
/// arrive soon enough: a quiet feed that contains only answers to pings has ten within a minute. After a reconnect the exchange may repeat old order events in
/// a burst, so an order event has a tenth of the weight: a feed of order events alone restarts after a hundred.
/// </remarks>
internal sealed class ClockJumpDetector(TimeSpan maxJump)
{
    /// <summary>The total weight of agreeing messages that restarts a confirmed clock.</summary>
    public const int RestartWeight = 100;

    private const int ProbationWeight = 2 * MarketWeight;
    private const int MarketWeight = 10;
    private const int OrderWeight = 1;
    private const long None = -1;

    private readonly long _maxJump = maxJump.Ticks;
    private bool _isSteady;
    private bool _started;
    private bool _isOnProbation;
    private bool _isAfterGap;
    private bool _hasOnlyOrderEvents;
    private long _ahead = None;
    private long _behind = None;
    private int _behindWeight;

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
    public bool IsUsual(long now, long time) => _isSteady && time - now <= _maxJump && now - time <= _maxJump;

    /// <summary>Decides whether the clock follows <paramref name="time"/>; <paramref name="target"/> is the clock's new time.</summary>
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
        if (time - now > _maxJump)
            return DetectAhead(time, _isAfterGap || isFirstOther, out target);
        _ahead = None;
        if (now - time > _maxJump)
            return DetectBehind(time, isOrderEvent ? OrderWeight : MarketWeight, out target);
        ForgetBehind();
        _isOnProbation = false;
        if (time > now)
            _isAfterGap = false;
        _isSteady = !_isAfterGap && !isOrderEvent;
        return ClockMove.Advance;
    }

    private ClockMove DetectAhead(long time, bool isExplained, out long target)
    {
        target = Math.Max(_ahead, time);
        if (isExplained)
            return Jump(isOnProbation: true);
        if (_ahead != None && Math.Abs(time - _ahead) <= _maxJump)
            return Jump(isOnProbation: false);
        _ahead = time;
        return ClockMove.Hold;
    }

    private ClockMove DetectBehind(long time, int weight, out long target)
    {
        if (_behind == None || Math.Abs(time - _behind) > _maxJump)
            ForgetBehind();
        _behind = target = Math.Max(_behind, time);
        _behindWeight += weight;
        if (_behindWeight < (_isOnProbation ? ProbationWeight : RestartWeight))
            return ClockMove.Hold;
        ForgetBehind();
        _isOnProbation = _isAfterGap = false;
        return ClockMove.Restart;
    }

    private ClockMove Jump(bool isOnProbation)
    {
        _ahead = None;
        ForgetBehind();
        _isOnProbation = isOnProbation;
        _isAfterGap = false;
        return ClockMove.Jump;
    }

    private void ForgetBehind()
    {
        _behind = None;
        _behindWeight = 0;
    }
}
