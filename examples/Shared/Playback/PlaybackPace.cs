using System.Reactive.Concurrency;

namespace Nexus.Examples;

/// <summary>How far a replay moves: the time that passed × the speed.</summary>
internal sealed class PlaybackPace(IScheduler time)
{
    /// <summary>The speeds that keys and buttons offer.</summary>
    public static readonly IReadOnlyList<double> Speeds = [0.25, 0.5, 1, 2, 5, 10, 50, 100];

    /// <summary>The time between two steps.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    // After a longer delay, the replay is behind instead of catching up in one burst.
    private static readonly TimeSpan MaxTick = TimeSpan.FromMilliseconds(200);

    private DateTimeOffset _last = time.Now;

    /// <summary>Returns the distance since the previous call.</summary>
    public TimeSpan Step(double speed)
    {
        var passed = time.Now - _last;
        Skip();
        return (passed < MaxTick ? passed : MaxTick) * speed;
    }

    /// <summary>Ignores the time since the previous step.</summary>
    public void Skip() => _last = time.Now;
}
