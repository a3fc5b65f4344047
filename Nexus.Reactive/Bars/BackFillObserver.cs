using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>A subscription to bars and back-fills. Bars, back-fills and the timer are handled one at a time.</summary>
internal abstract class BackFillObserver<TResult> : IObserver<VwapBar>, IDisposable
{
    // Of each symbol, the latest ones that end after its latest bar.
    private const int MaxEarly = 100;

    private readonly PerSymbol<EarlyFills> _early = new();
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

    /// <summary>Handles a bar.</summary>
    /// <param name="bar">The bar.</param>
    /// <param name="filled">The complete bar, if its window has been back-filled already.</param>
    protected abstract void Add(VwapBar bar, VwapBar? filled);

    protected abstract void Fill(BackFill fill);

    protected abstract void Complete();

    /// <summary>Returns the complete bar of a window that was back-filled before its bar was published, or null.</summary>
    private VwapBar? FillEarly(VwapBar bar)
    {
        var early = _early[bar.Symbol];
        early.Since = bar.End;
        VwapBar? filled = null;
        for (var i = early.Fills.Count - 1; i >= 0; i--)
        {
            if (!bar.IsComplete)
                filled ??= early.Fills[i].Fill(bar);
            if (early.Fills[i].To <= bar.End)
                early.Fills.RemoveAt(i);
        }

        return filled;
    }

    private void Keep(BackFill fill)
    {
        var early = _early[fill.Symbol];
        if (fill.To <= early.Since)
            return;
        if (early.Fills.Count == MaxEarly)
            early.Fills.RemoveAt(0);
        early.Fills.Add(fill);
    }

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
                Add(bar, FillEarly(bar));
                break;
            case BackFill fill:
                Keep(fill);
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

    private sealed class EarlyFills
    {
        public DateTimeOffset Since { get; set; }

        public List<BackFill> Fills { get; } = [];
    }
}
