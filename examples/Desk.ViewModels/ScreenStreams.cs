using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>
/// Moves data from the feed's thread to the UI thread, in one of two ways. The subscriber's exceptions are reported on <see cref="NexusFeed.SubscriberFaults"/>:
/// behind a scheduler, the feed does not see them.
/// </summary>
public static class ScreenStreams
{
    /// <summary>For states: delivers the latest item, at most one per frame, and queues at most one.</summary>
    public static IObservable<T> Latest<T>(this IObservable<T> source, Screen screen, NexusFeed feed) => source.Latest(screen).Isolate(feed);

    /// <summary>For events: delivers every item in order, in one batch per frame.</summary>
    public static IObservable<IList<T>> Batches<T>(this IObservable<T> source, Screen screen, NexusFeed feed) =>
        source.Buffer(screen.Frame, screen.Timer).Where(static batch => batch.Count > 0).ObserveOn(screen.Ui).Isolate(feed);

    /// <summary>For states that are not from a feed; the caller isolates its subscriber.</summary>
    internal static IObservable<T> Latest<T>(this IObservable<T> source, Screen screen) =>
        source.Conflate(screen.Frame, screen.Timer).ObserveLatestOn(screen.Ui);
}
