namespace Nexus.Reactive;

/// <summary>The last word to a subscriber that threw: those behind the same Publish as the one that threw end visibly.</summary>
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
            // Its fault is known already; whatever it throws now is more of the same.
            return;
        }
    }
}
