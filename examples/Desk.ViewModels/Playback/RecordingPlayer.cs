using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Examples;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>
/// Plays recordings with play, pause, speed and seek. The lines wait in virtual time, which a timer moves forward by the time that passed × speed. A seek forward
/// moves it at once; a seek back opens the recordings again, as new markets, and moves their time before anybody sees them.
/// </summary>
public sealed class RecordingPlayer : IDisposable
{
    /// <summary>The speeds that a screen offers.</summary>
    public static readonly IReadOnlyList<double> Speeds = PlaybackPace.Speeds;

    private readonly IReadOnlyList<string> _paths;
    private readonly IScheduler _worker;
    private readonly Func<NexusFeed, IReadOnlyList<Market>> _open;
    private readonly BehaviorSubject<PlaybackState> _states;
    private readonly ReplaySubject<IReadOnlyList<Market>> _markets = new(1);
    private readonly CompositeDisposable _running = [];
    private readonly PlaybackPace _pace;
    private HistoricalScheduler _time = new();
    private IDisposable _run = Disposable.Empty;

    /// <param name="paths">The recordings.</param>
    /// <param name="extent">What the recordings contain.</param>
    /// <param name="worker">Runs the playback, one item at a time, such as an <see cref="EventLoopScheduler"/>.</param>
    /// <param name="open">Creates the markets of a feed that is not connected yet.</param>
    /// <param name="speed">The speed factor at the start.</param>
    public RecordingPlayer(IReadOnlyList<string> paths, RecordingExtent extent, IScheduler worker, Func<NexusFeed, IReadOnlyList<Market>> open, double speed = 1)
    {
        ArgumentNullException.ThrowIfNull(extent);
        ArgumentNullException.ThrowIfNull(worker);
        (_paths, _worker, _open) = (paths, worker, open);
        _states = new BehaviorSubject<PlaybackState>(new PlaybackState(extent.Start, extent.End, extent.Start, Checked(speed), IsPlaying: true, IsSeeking: false));
        Open(extent.Start);
        _pace = new PlaybackPace(worker);
        _running.Add(worker.SchedulePeriodic(PlaybackPace.Tick, Advance));
    }

    public IObservable<PlaybackState> States => _states.AsObservable();

    /// <summary>The markets; others after each seek back.</summary>
    public IObservable<IReadOnlyList<Market>> Markets => _markets.AsObservable();

    public PlaybackState State => _states.Value;

    public void Play() => Post(() => Report(State with { IsPlaying = true }));

    public void Pause() => Post(() => Report(State with { IsPlaying = false }));

    /// <exception cref="ArgumentOutOfRangeException">The speed is not above 0 and at most 1000.</exception>
    public void SetSpeed(double speed)
    {
        Checked(speed);
        Post(() => Report(State with { Speed = speed }));
    }

    /// <summary>Goes to a time; one outside of the recording is moved to its start or end. A paused replay stays paused.</summary>
    public void Seek(DateTimeOffset time) => Post(() =>
    {
        var target = time < State.Start ? State.Start : time > State.End ? State.End : time;
        Report(State with { IsSeeking = true });
        if (target < State.Position)
            Open(target);
        else
            MoveTo(target);
        _pace.Skip();
        Report(State with { Position = target, IsSeeking = false });
    });

    public void Dispose()
    {
        _running.Dispose();
        _run.Dispose();
    }

    private static double Checked(double speed) =>
        speed is > 0 and <= 1000 ? speed : throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be above 0 and at most 1000.");

    private void Post(Action action)
    {
        if (!_running.IsDisposed)
            _worker.Schedule(action);
    }

    private void Open(DateTimeOffset target)
    {
        var before = _run;
        _time = new HistoricalScheduler();
        var feed = NexusRecording.Replay(_paths, speed: 1, _time).ToNexusFeed();
        var markets = _open(feed);
        var failing = feed.SubscriberFaults.Subscribe(fault => Report(State with { Fault = fault.Exception.Message }), error => Report(State with { Fault = error.Message }));
        _run = new CompositeDisposable([feed.Connect(), failing, .. markets]);
        MoveTo(target);
        _markets.OnNext(markets);
        before.Dispose();
    }

    private void Advance()
    {
        var step = _pace.Step(State.Speed);
        if (!State.IsPlaying || State.IsEnded)
            return;
        var target = State.Position + step;
        MoveTo(target < State.End ? target : State.End);
        Report(State with { Position = target < State.End ? target : State.End });
    }

    private void MoveTo(DateTimeOffset target)
    {
        if (target > _time.Now)
            _time.AdvanceTo(target);
    }

    private void Report(PlaybackState state) => _states.OnNext(state);
}
