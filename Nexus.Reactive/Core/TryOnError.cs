namespace Nexus.Reactive;

/// <summary>Sends a final OnError to a subscriber that threw, so that other subscribers of the same Publish also receive OnError.</summary>
internal static class TryOnError
{
    public static void OnError<T>(IObserver<T> observer, Exception error)
    {
        try
        {
            observer.OnError(error);
        }
        catch (Exception)
        {
            // The first exception has been reported; a second one provides no further information.
            return;
        }
    }
}
