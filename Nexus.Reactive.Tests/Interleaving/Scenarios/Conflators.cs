using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>A source pushes and ends while an operator's timers run on threads of their own: calls never overlap, nothing follows the end, and the last item is not lost.</summary>
internal abstract class OperatorOnThreads<T> : Scenario, IObserver<T>
{
    private bool _isInCall;
    private int _ends;

    protected List<T> Seen { get; } = [];

    protected ThreadedScheduler Scheduler { get; } = new();

    public virtual void OnNext(T value) => Call(() => Seen.Add(value));

    public void OnError(Exception error) => throw new InvalidOperationException("an error that no source sent", error);

    public void OnCompleted() => Call(() => _ends++);

    public override void Check() => Require(_ends == 1, $"{_ends} ends");

    private void Call(Action action)
    {
        Require(!_isInCall, "two calls at once");
        Require(_ends == 0, "a call after the end");
        _isInCall = true;
        Schedule.Point();
        action();
        _isInCall = false;
    }
}

/// <summary>The keys' timers come one after the other, at any moment.</summary>
internal sealed class ConflateWhileTimersRun : OperatorOnThreads<string>
{
    private readonly ManualSource _source = new();

    public ConflateWhileTimersRun() => _source.Conflate(static item => item[0], TimeSpan.FromSeconds(1), Scheduler).Subscribe(this);

    public override IEnumerable<Action> Threads => [() => _source.Run("a1", "b1", "a2")];

    public override void Check()
    {
        base.Check();
        Require(Seen.Where(static item => item[0] == 'a').SequenceEqual(["a1", "a2"]) && Seen.Count(static item => item == "b1") == 1, string.Join(' ', Seen));
    }
}

/// <summary>Two threads push: each item is delivered once or counted as dropped.</summary>
internal sealed class BufferWhileTheSchedulerDelivers : OperatorOnThreads<Buffered<string>>
{
    private readonly ManualSource _source = new();
    private int _unfinished = 2;

    public BufferWhileTheSchedulerDelivers() => _source.ObserveOnBounded(1, OverflowPolicy.DropOldest, Scheduler).Subscribe(this);

    public override IEnumerable<Action> Threads => [() => Push("a1", "a2"), () => Push("b1")];

    public override void Check()
    {
        base.Check();
        var dropped = Seen.Sum(static item => item.Dropped);
        Require(Seen.Count + dropped == 3, $"{Seen.Count} delivered, {dropped} dropped");
        Require(Seen.Select(static item => item.Value).Distinct().Count() == Seen.Count, string.Join(' ', Seen));
    }

    private void Push(params string[] items)
    {
        foreach (var item in items)
            _source.OnNext(item);
        if (Interlocked.Decrement(ref _unfinished) == 0)
            _source.OnCompleted();
    }
}

/// <summary>The latest item always arrives, before the end.</summary>
internal sealed class LatestWhileTheSchedulerDelivers : OperatorOnThreads<string>
{
    private readonly ManualSource _source = new();

    public LatestWhileTheSchedulerDelivers() => _source.ObserveLatestOn(Scheduler).Subscribe(this);

    public override IEnumerable<Action> Threads => [() => _source.Run("1", "2", "3")];

    public override void Check()
    {
        base.Check();
        Require(Seen[^1] == "3" && Seen.SequenceEqual(Seen.Order(StringComparer.Ordinal).Distinct()), string.Join(' ', Seen));
    }
}

/// <summary>The subscription is disposed while its timers run and its subscriber waits for the disposing thread: no thread waits for ever, and calls do not overlap.</summary>
internal sealed class DisposeWhileTimersRun : OperatorOnThreads<string>
{
    private readonly ManualSource _source = new();
    private readonly IDisposable _subscription;
    private bool _isDisposed;

    public DisposeWhileTimersRun() =>
        _subscription = _source.Conflate(static item => item[0], TimeSpan.FromSeconds(1), Scheduler).Do(WaitForDisposal).Subscribe(this);

    public override IEnumerable<Action> Threads =>
    [
        () => _source.Run("a1", "a2"),
        () =>
        {
            _subscription.Dispose();
            _isDisposed = true;
        },
    ];

    public override void Check() => Require(Seen is [] or ["a1"] or ["a1", "a2"], string.Join(' ', Seen));

    private void WaitForDisposal(string item)
    {
        if (item == "a2")
            Schedule.WaitUntil(() => _isDisposed);
    }
}

internal sealed class ManualSource : IObservable<string>
{
    private IObserver<string>? _observer;

    public IDisposable Subscribe(IObserver<string> observer)
    {
        _observer = observer;
        return Disposable.Empty;
    }

    public void OnNext(string item) => _observer!.OnNext(item);

    public void OnCompleted() => _observer!.OnCompleted();

    public void Run(params string[] items)
    {
        Array.ForEach(items, OnNext);
        OnCompleted();
    }
}

/// <summary>Runs each work item on a thread of its own, at any later moment.</summary>
internal sealed class ThreadedScheduler : IScheduler
{
    public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

    IDisposable IScheduler.Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => Start(state, action);

    IDisposable IScheduler.Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action) => Start(state, action);

    IDisposable IScheduler.Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) => Start(state, action);

    private BooleanDisposable Start<TState>(TState state, Func<IScheduler, TState, IDisposable> action)
    {
        var work = new BooleanDisposable();
        Schedule.Spawn(() =>
        {
            if (!work.IsDisposed)
                action(this, state);
        });
        return work;
    }
}
