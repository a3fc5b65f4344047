using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using Nexus.Examples;
using Nexus.Reactive;

namespace Nexus.Monitoring.Sources;

/// <summary>
/// Plays recordings at a speed that may change, and pauses. The lines wait in virtual time, which a timer moves forward by the time that passed × speed.
/// </summary>
internal sealed class Playback : IDisposable
{
    private readonly RecordedTime _time = new();
    private readonly IScheduler _worker;
    private readonly CompositeDisposable _running = [];
    private double _speed;
    private long _played;
    private volatile bool _isPaused;

    /// <param name="paths">The recordings.</param>
    /// <param name="speed">The speed factor at the start.</param>
    /// <param name="worker">Runs the playback, one item at a time.</param>
    public Playback(IReadOnlyList<string> paths, double speed, IScheduler worker)
    {
        _worker = worker;
        _speed = speed;
        Feed = NexusRecording.Replay(paths, speed: 1, _time).ToNexusFeed();
    }

    public NexusFeed Feed { get; }

    public double Speed => Volatile.Read(ref _speed);

    public bool IsPaused => _isPaused;

    /// <summary>The recorded time that was played.</summary>
    public TimeSpan Played => new(Interlocked.Read(ref _played));

    /// <summary>Connects the feed, then starts the time.</summary>
    public void Start()
    {
        _running.Add(Feed.Connect());
        var pace = new PlaybackPace(_worker);
        _running.Add(_worker.SchedulePeriodic(PlaybackPace.Tick, () => Advance(pace)));
    }

    public void Toggle() => _isPaused = !_isPaused;

    public void PlayFaster() => Volatile.Write(ref _speed, PlaybackPace.Speeds.FirstOrDefault(speed => speed > Speed, Speed));

    public void PlaySlower() => Volatile.Write(ref _speed, PlaybackPace.Speeds.LastOrDefault(speed => speed < Speed, Speed));

    public void Dispose() => _running.Dispose();

    private void Advance(PlaybackPace pace)
    {
        var step = pace.Step(Speed);
        if (_isPaused)
            return;
        _time.MoveBy(step);
        Interlocked.Exchange(ref _played, _time.Passed.Ticks);
    }

    /// <summary>Virtual time that begins with the first line.</summary>
    private sealed class RecordedTime : HistoricalScheduler
    {
        private DateTimeOffset? _first;

        public TimeSpan Passed => Now - _first ?? TimeSpan.Zero;

        public void MoveBy(TimeSpan step)
        {
            _first ??= FindFirst();
            if (step > TimeSpan.Zero)
                AdvanceTo(step < DateTimeOffset.MaxValue - Now ? Now + step : DateTimeOffset.MaxValue);
        }

        // The first line is read by an item that is due at once, and waits for its recorded time.
        private DateTimeOffset FindFirst()
        {
            AdvanceBy(TimeSpan.FromTicks(1));
            if (GetNext() is { } next && next.DueTime > Now)
                AdvanceTo(next.DueTime);
            return Now;
        }
    }
}
