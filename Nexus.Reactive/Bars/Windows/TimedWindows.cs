using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>One subscription to windows of time, over trades alone or over all of a feed's messages.</summary>
/// <remarks>
/// Messages and the timer come one at a time. The timer carries the time that it was set for, so that one that was replaced does nothing;
/// one that wakes early, or that a trade overtook, is set again.
/// </remarks>
internal abstract class TimedWindows<TResult> : IObserver<NexusMessage>, IDisposable
{
    private const long Never = long.MaxValue;

    // None where the messages come in the turns of the feed whose clock this is: they and the timer come one at a time anyway.
    private DrainQueue<Input>? _turns;
    private readonly GapTracker _holes = new();
    private readonly SerialDisposable _timer = new();
    private readonly IScheduler _scheduler;
    private readonly EventTimeScheduler? _clock;
    private readonly IStopwatch _sinceBegin;
    private ReusableTimer? _alarm;
    private int _seenJumps;
    private long _began = Never;
    private long _armed = Never;
    private volatile bool _isStopped;

    protected TimedWindows(IObserver<TResult> observer, IScheduler scheduler)
    {
        Observer = observer;
        _scheduler = scheduler;
        _clock = scheduler as EventTimeScheduler;
        _seenJumps = _clock?.Jumps ?? 0;

        // On a feed that has no time yet the stopwatch starts with the first timestamp, and the stream begins there.
        _sinceBegin = scheduler.StartStopwatch();
        Now = long.MinValue;
    }

    private enum InputKind
    {
        Message,
        Timer,
        Error,
        End,
    }

    protected IObserver<TResult> Observer { get; }

    /// <summary>The time in ticks of UTC; it goes back only when the feed's clock restarts.</summary>
    protected long Now { get; private set; }

    protected bool IsStopped => _isStopped;

    /// <summary>When time alone changes something next.</summary>
    protected abstract long NextDue { get; }

    public static IObservable<TResult> Over(IObservable<NexusMessage> messages, Func<IObserver<TResult>, TimedWindows<TResult>> create) =>
        SafeObservable.Create<TResult>(observer =>
        {
            var windows = create(observer);
            if (messages is not NexusFeed)
                windows._turns = new DrainQueue<Input>(windows.Take);
            return StableCompositeDisposable.Create(messages.Subscribe(windows), windows);
        });

    public void OnNext(NexusMessage value)
    {
        if (value is Trade or FeedGap || (_holes.AnyOpen && value is Ping or IHasSymbol))
        {
            if (_turns is { } turns)
                turns.Push(new Input(InputKind.Message, Message: value));
            else
                Take(value);
        }
    }

    public void OnError(Exception error)
    {
        if (_turns is { } turns)
            turns.Push(new Input(InputKind.Error, Error: error));
        else
            Fail(error);
    }

    public void OnCompleted()
    {
        if (_turns is { } turns)
            turns.Push(new Input(InputKind.End));
        else
            End();
    }

    public void Dispose()
    {
        _isStopped = true;
        _timer.Dispose();
    }

    /// <summary>Time went on to <see cref="Now"/>.</summary>
    protected abstract void Advance();

    /// <summary>Time leapt to <see cref="Now"/>: what would have begun in between never was.</summary>
    protected abstract void Leap(long from);

    /// <summary>Time starts anew at <see cref="Now"/>.</summary>
    protected abstract void Begin();

    protected abstract void Add(Trade trade);

    /// <summary>The stream ends, or its time starts anew: publish what is still open.</summary>
    protected abstract void Flush();

    protected bool IsComplete(Symbol symbol, long start) => IsSeen(start) && !HasGap(symbol, start);

    /// <summary>Whether the stream had begun by then.</summary>
    protected bool IsSeen(long start) => _began <= start;

    protected bool HasGap(Symbol symbol, long start) => _holes.Overlaps(symbol, start);

    private void Take(Input input)
    {
        switch (input.Kind)
        {
            case InputKind.Message:
                Take(input.Message!);
                break;
            case InputKind.Timer:
                Ring(input.Due);
                break;
            case InputKind.Error:
                Fail(input.Error!);
                break;
            case InputKind.End:
                End();
                break;
        }
    }

    private void Take(NexusMessage message)
    {
        if (_isStopped)
            return;
        Move();
        if (message is FeedGap gap)
            _holes.Begin(gap.Symbol, Now);
        else if (_holes.AnyOpen)
            _holes.End(message, Now);
        if (message is Trade trade)
            Add(trade);
        Arm();
    }

    private void Ring(long due)
    {
        if (_isStopped || due != _armed)
            return;
        Move();
        _armed = Never;
        Arm();
    }

    private void Fail(Exception error)
    {
        if (_isStopped)
            return;
        Dispose();
        Observer.OnError(error);
    }

    private void End()
    {
        if (_isStopped)
            return;
        Move();
        Flush();
        Dispose();
        Observer.OnCompleted();
    }

    private void Move()
    {
        var now = _clock?.NowTicks ?? _scheduler.Now.UtcTicks;
        if (_began == Never)
            _began = now - _sinceBegin.Elapsed.Ticks;

        if (_clock is { } clock && clock.Jumps != _seenJumps)
        {
            _seenJumps = clock.Jumps;
            var jump = clock.LastJump;
            if (jump.To < jump.From)
            {
                Flush();
                _began = jump.To;
                Now = now;
                _holes.Restart(now);
                Begin();
            }
            else
            {
                Now = Math.Max(Now, now);
                Leap(jump.From);
            }
        }
        else
        {
            Now = Math.Max(Now, now);
            Advance();
        }
    }

    // A timer that is set for earlier will wake and be set anew: cheaper than to cancel one for each trade.
    private void Arm()
    {
        var due = NextDue;
        if (due >= _armed || due > DateTimeOffset.MaxValue.UtcTicks || _isStopped)
            return;
        _armed = due;
        if (_alarm?.TrySet(due) != true)
            SetTimer(due);
    }

    private void SetTimer(long due)
    {
        if (_clock is { } clock)
        {
            _timer.Disposable = _alarm = new ReusableTimer(clock, Wake, isInTurn: _turns is null);
            _alarm.TrySet(due);
            return;
        }

        _timer.Disposable = _scheduler.Schedule((Windows: this, Due: due), WindowGrid.ToTime(due), static (_, timer) =>
            {
                timer.Windows.Wake(timer.Due);
                return Disposable.Empty;
            });
    }

    private void Wake(long due)
    {
        if (_turns is { } turns)
            turns.Push(new Input(InputKind.Timer, Due: due));
        else
            Ring(due);
    }

    private readonly record struct Input(InputKind Kind, NexusMessage? Message = null, Exception? Error = null, long Due = 0);
}
