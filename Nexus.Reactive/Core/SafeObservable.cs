using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Makes operators of a function that subscribes, as Rx's <c>Observable.Create</c> does, but for what happens to a subscriber that throws.</summary>
internal static class SafeObservable
{
    /// <param name="subscribe">Subscribes to the sources.</param>
    /// <param name="onFault">Takes what the subscriber throws; null: it goes on to the source.</param>
    public static IObservable<T> Create<T>(Func<IObserver<T>, IDisposable> subscribe, Action<Exception>? onFault = null) => new AutoDetachObservable<T>(subscribe, onFault);

    private sealed class AutoDetachObservable<T>(Func<IObserver<T>, IDisposable> subscribe, Action<Exception>? onFault) : IObservable<T>
    {
        public IDisposable Subscribe(IObserver<T> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            var link = new AutoDetachObserver<T>(observer, onFault);
            link.Attach(subscribe(link));
            return link;
        }
    }

    /// <summary>Keeps Rx's grammar for one subscriber: nothing after a terminal or a disposal.</summary>
    private sealed class AutoDetachObserver<T>(IObserver<T> target, Action<Exception>? onFault) : IObserver<T>, IDisposable
    {
        private IObserver<T>? _observer = target;
        private SingleAssignmentDisposableValue _source;

        public void Attach(IDisposable source) => _source.Disposable = source;

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
                // Rx would close the subscription without a word, and whoever shares it behind a Publish would wait for ever.
                Dispose();
                onFault?.Invoke(error);
                TryOnError.OnError(observer, error);
                if (onFault is null)
                    throw;
            }
        }

        public void OnError(Exception error) => End(observer => observer.OnError(error));

        public void OnCompleted() => End(static observer => observer.OnCompleted());

        public void Dispose()
        {
            Interlocked.Exchange(ref _observer, null);
            _source.Dispose();
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
                _source.Dispose();
            }
        }
    }
}
