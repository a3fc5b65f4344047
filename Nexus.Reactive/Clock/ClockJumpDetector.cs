namespace Nexus.Reactive;

/// <summary>What a message's timestamp means for the clock.</summary>
internal enum ClockMove
{
    /// <summary>The first of all: the clock starts.</summary>
    Start,

    /// <summary>The usual: the clock goes there, unless it is further already.</summary>
    Advance,

    /// <summary>Too far from now to be believed alone: the clock stays.</summary>
    Hold,

    /// <summary>A second one as far ahead agrees: the clock jumps.</summary>
    Jump,

    /// <summary>The clock's very first timestamp was the wrong one, two others agree: the clock goes back to them.</summary>
    Restart,
}

/// <summary>Decides for each timestamp whether the clock follows. Times are UTC ticks.</summary>
internal sealed class ClockJumpDetector(TimeSpan maxJump)
{
    private const long None = -1;

    private readonly long _maxJump = maxJump.Ticks;
    private bool _started;
    private bool _firstIsUnconfirmed;
    private long _ahead = None;
    private long _behind = None;

    /// <summary>The verdict on <paramref name="time"/>; <paramref name="target"/> is where the clock goes.</summary>
    public ClockMove Detect(long now, long time, out long target)
    {
        target = time;
        if (!_started)
        {
            _started = _firstIsUnconfirmed = true;
            return ClockMove.Start;
        }

        if (time - now > _maxJump)
            return DetectAhead(time, out target);
        _ahead = None;
        return _firstIsUnconfirmed ? DetectUnconfirmed(now, time, out target) : ClockMove.Advance;
    }

    private ClockMove DetectAhead(long time, out long target)
    {
        target = Math.Max(_ahead, time);
        if (_ahead == None || Math.Abs(time - _ahead) > _maxJump)
        {
            _ahead = time;
            return ClockMove.Hold;
        }

        _ahead = None;
        _firstIsUnconfirmed = false;
        return ClockMove.Jump;
    }

    private ClockMove DetectUnconfirmed(long now, long time, out long target)
    {
        target = time;
        if (now - time <= _maxJump)
        {
            _firstIsUnconfirmed = false;
            return ClockMove.Advance;
        }

        if (_behind == None || Math.Abs(time - _behind) > _maxJump)
        {
            _behind = time;
            return ClockMove.Hold;
        }

        _firstIsUnconfirmed = false;
        target = Math.Max(_behind, time);
        return ClockMove.Restart;
    }
}
