using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// One of a feed's streams: a list of subscribers, each called behind a guard of its own. One that throws is cut off, reported and sent
/// OnError; the others do not notice. Items and terminals come from the feed's turns, subscriptions from any thread.
/// </summary>
internal sealed class FeedStream<T>(string name, SubscriberFaultReporter faults) : IObservable<T>
{
    private readonly Lock _gate = new();
    private volatile Subscription[] _subscribers = [];
    private bool _ended;
    private Exception? _error;

    /// <summary>Whom the next item goes to; read before the first of them is called.</summary>
    public Subscription[] Subscribers => _subscribers;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (_gate)
        {
            if (!_ended)
            {
                var subscription = new Subscription(this, observer);
                _subscribers = [.. _subscribers, subscription];
                return subscription;
            }
        }

        if (_error is null)
            observer.OnCompleted();
        else
            observer.OnError(_error);
        return Disposable.Empty;
    }

    public static void Send(Subscription[] subscribers, T item)
    {
        foreach (var subscriber in subscribers)
            subscriber.OnNext(item);
    }

    /// <summary>The terminal, to everybody here and to whoever comes later.</summary>
    public void End(Exception? error)
    {
        Subscription[] subscribers;
        lock (_gate)
        {
            _ended = true;
            _error = error;
            subscribers = _subscribers;
            _subscribers = [];
        }

        foreach (var subscriber in subscribers)
            subscriber.End(error);
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
            _subscribers = Array.FindAll(_subscribers, other => other != subscription);
    }

    internal sealed class Subscription(FeedStream<T> stream, IObserver<T> target) : IDisposable
    {
        private IObserver<T>? _observer = target;

        public void OnNext(T item)
        {
            var observer = Volatile.Read(ref _observer);
            if (observer is null)
                return;
            try
            {
                observer.OnNext(item);
            }
            catch (Exception error)
            {
                Dispose();
                stream.Report(item, error);
                TryOnError.OnError(observer, error);
            }
        }

        public void End(Exception? error)
        {
            var observer = Interlocked.Exchange(ref _observer, null);
            if (observer is null)
                return;
            try
            {
                if (error is null)
                    observer.OnCompleted();
                else
                    observer.OnError(error);
            }
            catch (Exception thrown)
            {
                stream.Report(null, thrown);
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _observer, null) is not null)
                stream.Remove(this);
        }
    }

    private void Report(object? item, Exception error) => faults.Publish(new SubscriberFault(name, item, error));
}
