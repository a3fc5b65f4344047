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

    /// <summary>Subscribes and returns the error, which operators of Rx send as OnError and others throw.</summary>
    public static Exception? CatchFrom<T>(IObservable<T> output)
    {
        Exception? error = null;
        try
        {
            output.Subscribe(static _ => { }, thrown => error = thrown);
        }
        catch (InvalidOperationException thrown)
        {
            error = thrown;
        }

        return error;
    }
}
