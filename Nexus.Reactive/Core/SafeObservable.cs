using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Creates operators from a subscribe function, as Rx's <c>Observable.Create</c> does, but handles exceptions differently.</summary>
internal static class SafeObservable
{
    /// <param name="subscribe">Subscribes to the only source.</param>
    /// <param name="onFault">Receives the subscriber's exceptions. If null, they are rethrown to the source.</param>
    public static IObservable<T> Create<T>(Func<IObserver<T>, IDisposable> subscribe, Action<Exception>? onFault = null) =>
        new AutoDetachObservable<T>((observer, resources) => resources.Add(subscribe(observer)), onFault);

    /// <param name="subscribe">
    /// Subscribes to the sources and adds each subscription and timer to the collection as soon as it exists. When a later source throws from its
    /// Subscribe, the collection is disposed before the exception reaches the caller.
    /// </param>
    public static IObservable<T> Create<T>(Action<IObserver<T>, CompositeDisposable> subscribe) => new AutoDetachObservable<T>(subscribe, onFault: null);

    private sealed class AutoDetachObservable<T>(Action<IObserver<T>, CompositeDisposable> subscribe, Action<Exception>? onFault) : IObservable<T>
    {
        public IDisposable Subscribe(IObserver<T> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            var link = new AutoDetachObserver<T>(observer, onFault);
            try
            {
                subscribe(link, link.Resources);
            }
            catch
            {
                Quietly.Run(static link => link.Dispose(), link);
                throw;
            }

            return link;
        }
    }

    /// <summary>Enforces Rx's grammar for one subscriber: no notification follows a terminal or a disposal.</summary>
    private sealed class AutoDetachObserver<T>(IObserver<T> target, Action<Exception>? onFault) : IObserver<T>, IDisposable
    {
        private IObserver<T>? _observer = target;

        public CompositeDisposable Resources { get; } = [];

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
                // Rx would close the subscription silently, and the other subscribers behind a Publish would wait forever.
                // The subscription had already ended if the subscriber disposed it before it threw.
                var isOpen = Interlocked.Exchange(ref _observer, null) is not null;
                onFault?.Invoke(error);
                if (isOpen)
                    TryOnError.OnError(observer, error);
                DisposeResources();
                if (onFault is null)
                    throw;
            }
        }

        public void OnError(Exception error) => End(observer => observer.OnError(error));

        public void OnCompleted() => End(static observer => observer.OnCompleted());

        public void Dispose()
        {
            Volatile.Write(ref _observer, null);
            Resources.Dispose();
        }

        // The source may throw here. The subscriber's exception is more important, and it has been reported.
        private void DisposeResources()
        {
            try
            {
                Resources.Dispose();
            }
            catch (Exception error)
            {
                onFault?.Invoke(error);
            }
        }

        private void End(Action<IObserver<T>> send)
        {
            if (Interlocked.Exchange(ref _observer, null) is not { } observer)
                return;
            try
            {
                send(observer);
            }
            catch (Exception error) when (onFault is not null)
            {
                onFault(error);
            }
            finally
            {
                if (onFault is null)
                    Resources.Dispose();
                else
                    DisposeResources();
            }
        }
    }
}
