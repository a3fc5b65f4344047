using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>A subscription to bars and back-fills. Bars, back-fills and the timer are handled one at a time.</summary>
internal abstract class BackFillObserver<TResult> : IObserver<VwapBar>, IDisposable
{
    private readonly DrainQueue<(object? Item, bool IsEnd)> _turns;
    private volatile bool _isStopped;

    protected BackFillObserver(IObserver<TResult> observer)
    {
        Observer = observer;
        _turns = new DrainQueue<(object? Item, bool IsEnd)>(Handle);
    }

    protected IObserver<TResult> Observer { get; }

    protected bool IsStopped => _isStopped;

    public static IObservable<TResult> Create(
        IObservable<VwapBar> bars, IObservable<BackFill> backFills, IScheduler scheduler, Func<IObserver<TResult>, BackFillObserver<TResult>> create) =>
        SafeObservable.Create<TResult>((observer, resources) =>
        {
            var state = create(observer);
            resources.Add(state);
            resources.Add(backFills.ObserveOn(scheduler).Subscribe(fill => state._turns.Push((fill, false)), state.OnError));
            resources.Add(bars.Subscribe(state));
        });

    public void OnNext(VwapBar value) => _turns.Push((value, false));

    public void OnError(Exception error) => _turns.Push((error, true));

    public void OnCompleted() => _turns.Push((null, true));

    public virtual void Dispose() => _isStopped = true;

    protected abstract void Add(VwapBar bar);

    protected abstract void Fill(BackFill fill);

    protected abstract void Complete();

    protected virtual void Expire()
    {
    }

    protected void OnTimer() => _turns.Push((null, false));

    private void Handle((object? Item, bool IsEnd) input)
    {
        if (_isStopped)
            return;
        switch (input.Item)
        {
            case VwapBar bar:
                Add(bar);
                break;
            case BackFill fill:
                Fill(fill);
                break;
            case Exception error:
                Dispose();
                Observer.OnError(error);
                break;
            case null when input.IsEnd:
                Complete();
                Dispose();
                Observer.OnCompleted();
                break;
            case null:
                Expire();
                break;
        }
    }
}
