using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Makes operators of a function that subscribes, as Rx's <c>Observable.Create</c> does, but for what happens to a subscriber that throws.</summary>
internal static class Operator
{
    public static IObservable<T> Create<T>(Func<IObserver<T>, IDisposable> subscribe) => new Created<T>(subscribe);

    private sealed class Created<T>(Func<IObserver<T>, IDisposable> subscribe) : IObservable<T>
    {
        public IDisposable Subscribe(IObserver<T> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            var link = new Link<T>(observer);
            link.Attach(subscribe(link));
            return link;
        }
    }

    /// <summary>Keeps Rx's grammar for one subscriber: nothing after a terminal or a disposal.</summary>
    private sealed class Link<T>(IObserver<T> target) : IObserver<T>, IDisposable
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
                SendOff(observer, error);
                throw;
            }
        }

        public void OnError(Exception error)
        {
            if (Interlocked.Exchange(ref _observer, null) is not { } observer)
                return;
            using (this)
                observer.OnError(error);
        }

        public void OnCompleted()
        {
            if (Interlocked.Exchange(ref _observer, null) is not { } observer)
                return;
            using (this)
                observer.OnCompleted();
        }

        public void Dispose()
        {
            Interlocked.Exchange(ref _observer, null);
            _source.Dispose();
        }

        private static void SendOff(IObserver<T> observer, Exception error)
        {
            try
            {
                observer.OnError(error);
            }
            catch (Exception)
            {
                // The first exception is on its way already.
                return;
            }
        }
    }
}
