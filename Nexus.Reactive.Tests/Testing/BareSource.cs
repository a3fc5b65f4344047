using System.Reactive.Disposables;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Hands out its observer bare: no lock, no grammar, no leaving, as a bad source would.</summary>
internal sealed class BareSource<T> : IObservable<T>
{
    public IObserver<T>? Observer { get; private set; }

    public IDisposable Subscribe(IObserver<T> observer)
    {
        Observer = observer;
        return Disposable.Empty;
    }
}
