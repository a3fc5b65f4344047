namespace Nexus.Reactive;

/// <summary>What a message's timestamp means for the clock.</summary>
internal enum ClockMove
{
    /// <summary>The first timestamp: the clock starts.</summary>
    Start,

    /// <summary>The usual case: the clock goes there, unless it is further already.</summary>
    Advance,

    /// <summary>Too far from now to be believed alone: the clock stays.</summary>
    Hold,

    /// <summary>A second timestamp as far ahead agrees, or a gap explains the distance: the clock jumps.</summary>
    Jump,

    /// <summary>Timestamps far behind the clock agree with each other: the clock goes back to them.</summary>
    Restart,
}

/// <summary>Decides for each timestamp whether the clock follows. Times are UTC ticks.</summary>
/// <remarks>
/// A confirmed clock restarts after ten market messages that agree. Two could be of one faulty burst, as the two that froze it were; ten are soon there:
/// a quiet feed that only answers pings has them within a minute. The exchange may repeat old order events in a burst after a reconnect, so an order
/// event counts a tenth: a feed of nothing else restarts after a hundred.
/// </remarks>
internal sealed class ClockJumpDetector(TimeSpan maxJump)
{
    /// <summary>The weight of agreeing messages that restarts a confirmed clock.</summary>
    public const int RestartWeight = 100;

    private const int MarketWeight = 10;
    private const int OrderWeight = 1;
    private const long None = -1;

    private readonly long _maxJump = maxJump.Ticks;
    private bool _started;
    private bool _isOnProbation;
    private bool _isAfterGap;
    private long _ahead = None;
    private long _behind = None;
    private int _behindCount;
    private int _behindWeight;

    /// <summary>The stream was cut: until a timestamp moves the clock, the outage explains a jump.</summary>
    public void OnGap() => _isAfterGap = true;

    /// <summary>Decides on <paramref name="time"/>; <paramref name="target"/> is where the clock goes.</summary>
    public ClockMove Detect(long now, long time, bool isOrderEvent, out long target)
    {
        target = time;
        if (!_started)
        {
            _started = _isOnProbation = true;
            _isAfterGap = false;
            return ClockMove.Start;
        }

        if (time - now > _maxJump)
            return DetectAhead(time, out target);
        _ahead = None;
        if (now - time > _maxJump)
            return DetectBehind(time, isOrderEvent ? OrderWeight : MarketWeight, out target);
        ForgetBehind();
        _isOnProbation = false;
        if (time > now)
            _isAfterGap = false;
        return ClockMove.Advance;
    }

    private ClockMove DetectAhead(long time, out long target)
    {
        target = Math.Max(_ahead, time);
        if (_isAfterGap)
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
        _behindCount++;
        _behindWeight += weight;
        if (_behindWeight < RestartWeight && !(_isOnProbation && _behindCount > 1))
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
        _behindCount = _behindWeight = 0;
    }
}
