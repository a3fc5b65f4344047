namespace Nexus.Reactive;

/// <summary>Sends a final OnError to a subscriber that threw, so that other subscribers behind the same Publish end visibly.</summary>
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
            // Its first exception is already reported; a second one adds nothing.
            return;
        }
    }
}
