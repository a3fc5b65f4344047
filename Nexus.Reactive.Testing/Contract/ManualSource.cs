using System.Reactive.Disposables;

namespace Nexus.Reactive.Testing;

/// <summary>A source that the contract controls. It counts its subscriptions and does not enforce the Rx grammar.</summary>
internal abstract class ManualSource
{
    public abstract int Samples { get; }

    /// <summary>Returns a sample that has changed since the first run, with its contents then and now; null if none has changed.</summary>
    public abstract string? FindChangedSample();

    /// <summary>The number of subscriptions that are not disposed.</summary>
    public abstract int Open { get; }

    /// <summary>The number of all subscriptions so far.</summary>
    public int Total { get; protected set; }

    public bool HasCompleted { get; protected set; }

    /// <summary>Whether the source has completed or failed.</summary>
    public bool HasEnded { get; protected set; }

    public abstract void Push(int sample);

    public abstract void Fail(Exception error);

    public abstract void Complete();

    /// <summary>Returns the current subscribers, which may be called even after they have unsubscribed.</summary>
    public abstract HeldObservers Hold();
}

/// <summary>Calls that a faulty source makes on observers that have unsubscribed.</summary>
internal sealed record HeldObservers(int Count, Action<int> Push, Action<Exception?> End);

/// <inheritdoc/>
internal sealed class ManualSource<T>(SourceSamples<T> samples, int index, SourceSetup setup) : ManualSource, IObservable<T>
{
    private const int MostSubscriptions = 200;

    private readonly Lock _gate = new();
    private IObserver<T>[] _observers = [];
    private IObserver<T>[] _ended = [];

    public override int Samples => samples.Count;

    public override string? FindChangedSample() => samples.FindChange();

    public override int Open => _observers.Length;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        setup.Guard.IsHome("subscribes");
        lock (_gate)
        {
            Total++;
            _observers = [.. _observers, observer];
        }

        if (Total > MostSubscriptions)
            setup.Guard.Stop($"it subscribes without end: source {index + 1} has {Total} subscriptions.\n   If this is intended, declare {nameof(OperatorTraits)}.{nameof(OperatorTraits.NeverCompletes)}.");
        var subscription = Disposable.Create(() =>
        {
            lock (_gate)
                _observers = [.. _observers.Where(other => other != observer)];
        });
        if (setup.Script(index) is { } script)
            Play(script, observer);
        else if (HasCompleted && setup.RemembersEnd)
            observer.OnCompleted();
        return subscription;
    }

    public override void Push(int sample) => ForEach(observer => observer.OnNext(samples[sample]));

    public override void Fail(Exception error) => End(observer => observer.OnError(error));

    public override void Complete()
    {
        HasCompleted = true;
        End(static observer => observer.OnCompleted());
    }

    public override HeldObservers Hold()
    {
        var observers = _observers;
        return new HeldObservers(
            observers.Length,
            sample => Array.ForEach(observers, observer => observer.OnNext(samples[sample])),
            error => Array.ForEach(observers, observer =>
            {
                if (error is null)
                    observer.OnCompleted();
                else
                    observer.OnError(error);
            }));
    }

    private void Play(SourceScript script, IObserver<T> observer)
    {
        if (script.Thrown is { } thrown)
        {
            // A subscription that threw is not counted.
            lock (_gate)
                _observers = [.. _observers.Where(other => other != observer)];
            throw thrown;
        }

        for (var sample = 0; sample < script.Items; sample++)
            observer.OnNext(samples[sample]);
        if (script.Error is { } error)
            observer.OnError(error);
        else
            observer.OnCompleted();
    }

    private void End(Action<IObserver<T>> call)
    {
        HasEnded = true;
        var before = _ended;
        _ended = [.. before, .. _observers];
        foreach (var observer in _observers.Except(before))
            call(observer);
    }

    private void ForEach(Action<IObserver<T>> call)
    {
        foreach (var observer in _observers.Except(_ended))
            call(observer);
    }
}
