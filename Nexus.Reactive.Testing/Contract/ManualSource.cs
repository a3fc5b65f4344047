using System.Reactive.Disposables;

namespace Nexus.Reactive.Testing;

/// <summary>A source in the hands of the contract: it counts its subscriptions, and it minds no grammar.</summary>
internal abstract class ManualSource
{
    public abstract int Samples { get; }

    /// <summary>Subscriptions that nobody has disposed.</summary>
    public abstract int Open { get; }

    /// <summary>Subscriptions in all.</summary>
    public int Total { get; protected set; }

    /// <summary>Gives everything and ends within Subscribe.</summary>
    public bool IsSynchronous { get; init; }

    public abstract void Push(int sample);

    public abstract void Fail(Exception error);

    public abstract void Complete();

    /// <summary>The present subscribers, to be called even after they have left.</summary>
    public abstract HeldObservers Hold();
}

/// <summary>Calls of observers that a source should not make any more.</summary>
internal sealed record HeldObservers(Action<int> Push, Action<Exception?> End);

/// <summary>A probe of items of one type.</summary>
internal sealed class Probe<T>(IReadOnlyList<T> samples) : ManualSource, IObservable<T>
{
    private readonly Lock _gate = new();
    private IObserver<T>[] _observers = [];

    public override int Samples => samples.Count;

    public override int Open => _observers.Length;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        lock (_gate)
        {
            Total++;
            _observers = [.. _observers, observer];
        }

        if (IsSynchronous)
        {
            foreach (var sample in samples)
                observer.OnNext(sample);
            observer.OnCompleted();
        }

        return Disposable.Create(() =>
        {
            lock (_gate)
                _observers = [.. _observers.Where(other => other != observer)];
        });
    }

    public override void Push(int sample) => Each(observer => observer.OnNext(samples[sample % samples.Count]));

    public override void Fail(Exception error) => Each(observer => observer.OnError(error));

    public override void Complete() => Each(static observer => observer.OnCompleted());

    public override HeldObservers Hold()
    {
        var observers = _observers;
        return new HeldObservers(
            sample => Array.ForEach(observers, observer => observer.OnNext(samples[sample % samples.Count])),
            error => Array.ForEach(observers, observer =>
            {
                if (error is null)
                    observer.OnCompleted();
                else
                    observer.OnError(error);
            }));
    }

    private void Each(Action<IObserver<T>> call)
    {
        foreach (var observer in _observers)
            call(observer);
    }
}
