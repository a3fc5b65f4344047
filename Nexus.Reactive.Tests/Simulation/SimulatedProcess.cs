using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>
/// The process under test: its scheduler, its wall clock, which can be set, and its pauses. Whatever is due during a pause happens at its end, late and
/// in order.
/// </summary>
internal sealed class SimulatedProcess(SimulatedWorld world) : TimeProvider, IScheduler, IStopwatchProvider, ISchedulerPeriodic, IServiceProvider
{
    // What became due during the pause.
    private readonly Queue<Action> _late = new();
    private long _pausedUntil;
    private bool _isWaking;

    /// <summary>How far the wall clock is off.</summary>
    public TimeSpan WallOffset { get; set; }

    /// <summary>When the latest pause ended or ends.</summary>
    public long PausedUntil => _pausedUntil;

    public DateTimeOffset Now => SimulatedWorld.Start.AddTicks(world.Now) + WallOffset;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pause(TimeSpan duration) => _pausedUntil = Math.Max(_pausedUntil, world.Now + duration.Ticks);

    /// <summary>Runs an action in the process at a time, or after the pause.</summary>
    public void At(long time, Action action) => world.At(time, () => Run(action));

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => world.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer(this, world, () => callback(state), dueTime, period);

    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => Schedule(state, TimeSpan.Zero, action);

    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) => Schedule(state, dueTime - Now, action);

    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        var work = new SingleAssignmentDisposable();
        At(world.Now + Math.Max(0, dueTime.Ticks), () =>
        {
            if (!work.IsDisposed)
                work.Disposable = action(this, state);
        });
        return work;
    }

    public IDisposable SchedulePeriodic<TState>(TState state, TimeSpan period, Func<TState, TState> action)
    {
        var timer = new Timer(this, world, () => state = action(state), period, period);
        return Disposable.Create(timer, static timer => timer.Dispose());
    }

    public IStopwatch StartStopwatch() => new Stopwatch(world);

    public object? GetService(Type serviceType) => serviceType.IsInstanceOfType(this) ? this : null;

    private void Run(Action action)
    {
        if (world.Now >= _pausedUntil && _late.Count == 0)
        {
            action();
            return;
        }

        _late.Enqueue(action);
        if (!_isWaking)
            world.At(_pausedUntil, Wake);
        _isWaking = true;
    }

    // A second pause may begin before the first one ends.
    private void Wake()
    {
        while (world.Now >= _pausedUntil && _late.TryDequeue(out var action))
            action();
        _isWaking = _late.Count > 0;
        if (_isWaking)
            world.At(_pausedUntil, Wake);
    }

    private sealed class Stopwatch(SimulatedWorld world) : IStopwatch
    {
        private readonly long _start = world.Now;

        public TimeSpan Elapsed => new(world.Now - _start);
    }

    private sealed class Timer : ITimer
    {
        private readonly SimulatedProcess _process;
        private readonly SimulatedWorld _world;
        private readonly Action _callback;
        private TimeSpan _period;
        private int _version;

        public Timer(SimulatedProcess process, SimulatedWorld world, Action callback, TimeSpan dueTime, TimeSpan period)
        {
            (_process, _world, _callback) = (process, world, callback);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            _version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Start(_world.Now + dueTime.Ticks, _version);
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Start(long due, int version) => _process.At(due, () =>
        {
            if (version != _version)
                return;

            // As timers do: a process that was paused has one late call, not all that it missed.
            if (_period > TimeSpan.Zero)
                Start(Math.Max(due + _period.Ticks, _world.Now), version);
            _callback();
        });
    }
}
