using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Keeps what a subscriber throws away from the source, and so from its siblings: for use behind a <c>Publish</c> of one's own.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Passed on. If the subscriber throws, the source is left, <paramref name="onFault"/> is given the exception, and the subscriber is sent OnError with it.</description></item>
    /// <item><term>OnError, OnCompleted</term><description>Passed on; what the subscriber throws there goes to <paramref name="onFault"/>.</description></item>
    /// <item><term>Dispose</term><description>Leaves the source.</description></item>
    /// </list>
    /// Temperature: as the source's. Scheduler: none. Concurrency: as the source's. Memory: none. A feed's own streams do this by themselves.
    /// <code>
    /// source   a---b---c---|
    /// Isolate  a---(b#)
    /// one subscriber = what it saw that threw at b; its siblings see c
    /// </code>
    /// </remarks>
    /// <param name="source">Anything; typically a shared stream.</param>
    /// <param name="onFault">What to do with the exception; it must not throw itself.</param>
    public static IObservable<T> Isolate<T>(this IObservable<T> source, Action<Exception> onFault)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(onFault);
        return new IsolatedObservable<T>(source, onFault);
    }

    // Observable.Create would close the way to the subscriber when it throws, before it can be sent OnError.
    private sealed class IsolatedObservable<T>(IObservable<T> source, Action<Exception> onFault) : IObservable<T>
    {
        public IDisposable Subscribe(IObserver<T> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            var isolate = new IsolateObserver<T>(observer, onFault);
            isolate.Attach(source);
            return isolate;
        }
    }

    private sealed class IsolateObserver<T>(IObserver<T> target, Action<Exception> onFault) : IObserver<T>, IDisposable
    {
        private IObserver<T>? _observer = target;
        private SingleAssignmentDisposableValue _subscription;

        public void Attach(IObservable<T> source) => _subscription.Disposable = source.Subscribe(this);

        public void OnNext(T value)
        {
            var observer = Volatile.Read(ref _observer);
            if (observer is null)
                return;
            try
            {
                observer.OnNext(value);
            }
            catch (Exception error)
            {
                Dispose();
                onFault(error);
                SendOff(observer, error);
            }
        }

        public void OnError(Exception error) => End(observer => observer.OnError(error));

        public void OnCompleted() => End(static observer => observer.OnCompleted());

        public void Dispose()
        {
            Interlocked.Exchange(ref _observer, null);
            _subscription.Dispose();
        }

        private void End(Action<IObserver<T>> send)
        {
            if (Interlocked.Exchange(ref _observer, null) is not { } observer)
                return;
            _subscription.Dispose();
            try
            {
                send(observer);
            }
            catch (Exception error)
            {
                onFault(error);
            }
        }

        // Its fault is known already; whatever it throws now is more of the same.
        private static void SendOff(IObserver<T> observer, Exception error)
        {
            try
            {
                observer.OnError(error);
            }
            catch (Exception)
            {
                return;
            }
        }
    }
}
