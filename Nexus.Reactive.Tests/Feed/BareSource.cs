using System.Reactive.Disposables;

namespace Nexus.Reactive.Tests.Feed;

/// <summary>Hands out its observer bare: no lock, no grammar, as a bad source would.</summary>
internal sealed class BareSource : IObservable<NexusMessage>
{
    public IObserver<NexusMessage>? Observer { get; private set; }

    public IDisposable Subscribe(IObserver<NexusMessage> observer)
    {
        Observer = observer;
        return Disposable.Empty;
    }
}
