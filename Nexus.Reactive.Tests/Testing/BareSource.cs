using System.Reactive.Disposables;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Hands out its observer bare: no lock, no grammar, no leaving, as a bad source would.</summary>
/// <param name="subscription">What Subscribe returns; null for a subscription that does nothing.</param>
internal sealed class BareSource<T>(IDisposable? subscription = null) : IObservable<T>
{
    public IObserver<T>? Observer { get; private set; }

    public IDisposable Subscribe(IObserver<T> observer)
    {
        Observer = observer;
        return subscription ?? Disposable.Empty;
    }
}
