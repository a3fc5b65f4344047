namespace Nexus.Reactive.Tests.Testing;

/// <summary>A source that pushes items from its Subscribe and then throws.</summary>
internal sealed class ThrowingSource<T>(params T[] first) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        foreach (var item in first)
            observer.OnNext(item);
        throw ThrowingSource.Error;
    }
}

internal static class ThrowingSource
{
    public static readonly InvalidOperationException Error = new("the source threw in Subscribe");
}
