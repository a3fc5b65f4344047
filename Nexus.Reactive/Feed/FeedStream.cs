using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>
/// One of a feed's streams: a list of subscribers that are protected from each other. A subscriber that throws is removed, reported and sent
/// OnError; the others are unaffected. Items and terminals are delivered in the feed's turns; subscriptions may be made from any thread.
/// </summary>
/// <param name="name">The stream's name in fault reports.</param>
/// <param name="faults">Receives the faults. If null, a subscriber's exceptions are dropped and the subscriber stays.</param>
internal sealed class FeedStream<T>(string name, SubscriberFaultReporter? faults) : IObservable<T>
{
    private const int MinSlots = 32;

    private readonly Lock _gate = new();

    // A disposed subscription leaves an empty slot; when half are empty, the list is compacted.
    private readonly List<Subscription?> _slots = [];
    private int _count;
    private volatile Subscription[]? _snapshot = [];
    private bool _ended;
    private Exception? _error;

    /// <summary>The subscribers of the next item; read before the first subscriber is called.</summary>
    public Subscription[] Subscribers => _snapshot ?? TakeSnapshot();

    private bool IsReported => faults is not null;

    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (TryAdd(observer) is { } subscription)
            return subscription;

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

    /// <summary>Sends the terminal to all current and later subscribers.</summary>
    public void End(Exception? error)
    {
        Subscription[] subscribers;
        lock (_gate)
        {
            subscribers = Subscribers;
            _ended = true;
            _error = error;
            _slots.Clear();
            _count = 0;
            _snapshot = [];
        }

        foreach (var subscriber in subscribers)
            subscriber.End(error);
    }

    private Subscription? TryAdd(IObserver<T> observer)
    {
        lock (_gate)
        {
            if (_ended)
                return null;
            var subscription = new Subscription(this, observer, _slots.Count);
            _slots.Add(subscription);
            _count++;
            _snapshot = null;
            return subscription;
        }
    }

    private void Remove(Subscription subscription)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _slots[subscription.Slot] = null;
            _count--;
            _snapshot = null;
            if (_slots.Count > MinSlots && _count < _slots.Count / 2)
                Compact();
        }
    }

    private void Compact()
    {
        _slots.RemoveAll(static slot => slot is null);
        for (var i = 0; i < _slots.Count; i++)
            _slots[i]!.Slot = i;
    }

    private Subscription[] TakeSnapshot()
    {
        lock (_gate)
        {
            if (_snapshot is { } snapshot)
                return snapshot;
            snapshot = new Subscription[_count];
            var i = 0;
            foreach (var slot in _slots)
            {
                if (slot is not null)
                    snapshot[i++] = slot;
            }

            return _snapshot = snapshot;
        }
    }

    private void Report(object? item, Exception error) => faults?.Publish(new SubscriberFault(name, item, error));

    private void ReportAtEnd(Exception thrown, Exception? sourceError) => faults?.PublishAtEnd(new SubscriberFault(name, null, thrown), sourceError);

    internal sealed class Subscription(FeedStream<T> stream, IObserver<T> target, int slot) : IDisposable
    {
        private IObserver<T>? _observer = target;

        public int Slot { get; set; } = slot;

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
                if (!stream.IsReported)
                    return;
                var isOpen = TryDispose();
                stream.Report(item, error);
                if (isOpen)
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
                stream.ReportAtEnd(thrown, error);
            }
        }

        public void Dispose() => TryDispose();

        // Returns false if the subscription had ended, for example because the subscriber disposed it before it threw.
        private bool TryDispose()
        {
            if (Interlocked.Exchange(ref _observer, null) is null)
                return false;
            stream.Remove(this);
            return true;
        }
    }
}
