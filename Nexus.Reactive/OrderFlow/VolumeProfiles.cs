using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Returns the volume by price of each symbol and window: the footprint of a bar, or the volume profile of a session.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <param name="scheduler">Supplies the time. For the exchange's time, pass the feed's clock.</param>
    /// <returns>The profiles. For coarser prices, use <see cref="VolumeProfile.Group(decimal)"/>.</returns>
    /// <remarks>
    /// A profile is published when <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/> publishes its bar, with the same bounds and flags. A sliding or session
    /// window is copied for each trade; for the profile of a day at its end, use tumbling windows.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext, OnError, OnCompleted, Dispose</term><description>The same as for <see cref="Bars(IObservable{Trade}, Windowing, IScheduler)"/>.</description></item>
    /// </list>
    /// Temperature, Scheduler, Concurrency: the same as for Bars. Memory: about 100 bytes for each price that was traded in an open window; for sliding windows also
    /// the trades inside.
    /// <code>
    /// trades          -a--s---------c-|
    /// VolumeProfiles  -----x----e----y|
    /// windowing = tumbling, 5 seconds of a character each; a, s, c = 1 bought, 1 sold and 5 bought at 100; x = 1 bought and 1 sold at 100, e = no prices, y = 5 bought at 100
    /// </code>
    /// </remarks>
    public static IObservable<VolumeProfile> VolumeProfiles(this IObservable<Trade> trades, Windowing windowing, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(windowing);
        ArgumentNullException.ThrowIfNull(scheduler);
        return windowing.Run<ProfileSums, SlidingAggregate<ProfileSums, VolumeProfile>, VolumeProfile>(WindowSource.From(trades, scheduler));
    }

    /// <summary>Returns the volume by price of each symbol and window, using the feed's clock and gaps.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="windowing">The windows into which the trades are divided.</param>
    /// <returns>The profiles. For coarser prices, use <see cref="VolumeProfile.Group(decimal)"/>.</returns>
    /// <inheritdoc cref="VolumeProfiles(IObservable{Trade}, Windowing, IScheduler)" path="/remarks"/>
    public static IObservable<VolumeProfile> VolumeProfiles(this NexusFeed feed, Windowing windowing)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(windowing);
        return windowing.Run<ProfileSums, SlidingAggregate<ProfileSums, VolumeProfile>, VolumeProfile>(WindowSource.From(feed));
    }
}
