namespace Nexus.Reactive;

/// <summary>What a message's timestamp means for the clock.</summary>
internal enum ClockStep
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
internal sealed class TimestampJudge(TimeSpan maxJump)
{
    private const long None = -1;

    private readonly long _maxJump = maxJump.Ticks;
    private bool _started;
    private bool _firstIsOnTrial;
    private long _ahead = None;
    private long _behind = None;

    /// <summary>The verdict on <paramref name="time"/>; <paramref name="target"/> is where the clock goes.</summary>
    public ClockStep Judge(long now, long time, out long target)
    {
        target = time;
        if (!_started)
        {
            _started = _firstIsOnTrial = true;
            return ClockStep.Start;
        }

        if (time - now > _maxJump)
            return JudgeAhead(time, out target);
        _ahead = None;
        return _firstIsOnTrial ? JudgeTrial(now, time, out target) : ClockStep.Advance;
    }

    private ClockStep JudgeAhead(long time, out long target)
    {
        target = Math.Max(_ahead, time);
        if (_ahead == None || Math.Abs(time - _ahead) > _maxJump)
        {
            _ahead = time;
            return ClockStep.Hold;
        }

        _ahead = None;
        _firstIsOnTrial = false;
        return ClockStep.Jump;
    }

    private ClockStep JudgeTrial(long now, long time, out long target)
    {
        target = time;
        if (now - time <= _maxJump)
        {
            _firstIsOnTrial = false;
            return ClockStep.Advance;
        }

        if (_behind == None || Math.Abs(time - _behind) > _maxJump)
        {
            _behind = time;
            return ClockStep.Hold;
        }

        _firstIsOnTrial = false;
        target = Math.Max(_behind, time);
        return ClockStep.Restart;
    }
}
