using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The two ways from the thread that parses to the one that draws.</summary>
public static class ScreenStreams
{
    /// <summary>For what replaces what was before: the newest, at most one a frame, and never more than one waiting.</summary>
    public static IObservable<T> Latest<T>(this IObservable<T> source, Screen screen) =>
        source.Conflate(screen.Frame, screen.Timer).ObserveLatestOn(screen.Ui);

    /// <summary>For what must not be lost: everything in order, in one batch a frame.</summary>
    public static IObservable<IList<T>> Batches<T>(this IObservable<T> source, Screen screen) =>
        source.Buffer(screen.Frame, screen.Timer).Where(static batch => batch.Count > 0).ObserveOn(screen.Ui);
}
