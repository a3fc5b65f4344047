namespace Nexus.Reactive;

/// <summary>The time of a clock, in UTC ticks. Turns move it; any thread may read it.</summary>
internal struct ClockTime()
{
    private readonly Lock _gate = new();
    private long _now = DateTimeOffset.UnixEpoch.UtcTicks;
    private ClockMoves _moves = new(0, 0, 0, 0, 0);

    // The difference between the stopwatch time and the time; the version is odd while both change together.
    private long _discontinuities;
    private int _discontinuityVersion;

    public long Now => Volatile.Read(ref _now);

    /// <summary>The time for stopwatches. It starts at the first timestamp and does not decrease when the clock restarts.</summary>
    public long Monotonic
    {
        get
        {
            var version = Volatile.Read(ref _discontinuityVersion);
            var ticks = Volatile.Read(ref _now) + Volatile.Read(ref _discontinuities);
            if (version % 2 == 0 && Volatile.Read(ref _discontinuityVersion) == version)
                return ticks;
            lock (_gate)
                return _now + _discontinuities;
        }
    }

    /// <summary>The jumps and restarts so far.</summary>
    public ClockMoves Moves => Volatile.Read(ref _moves);

    public void MoveTo(long time) => Volatile.Write(ref _now, time);

    /// <summary>Sets the first time. Stopwatches continue from their own time.</summary>
    public void Start(long time)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _discontinuityVersion);
            Volatile.Write(ref _discontinuities, _discontinuities + (_now - time));
            Volatile.Write(ref _now, time);
            Interlocked.Increment(ref _discontinuityVersion);
        }
    }

    public void JumpTo(long time)
    {
        // A thread that reads the new time also reads the jump that led to it.
        Volatile.Write(ref _moves, _moves.Jump(_now, time));
        Volatile.Write(ref _now, time);
    }

    /// <summary>Sets an earlier time. Stopwatches continue from their own time.</summary>
    public void RestartAt(long time)
    {
        var from = _now;
        Start(time);

        // A thread that reads the restart also reads a time that follows it.
        Volatile.Write(ref _moves, _moves.Restart(from, time));
    }
}
