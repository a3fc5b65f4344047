using System.Reactive.Concurrency;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Joins each item with the other stream's item of the same symbol that is nearest in event time, within a tolerance.</summary>
    /// <remarks>
    /// The join uses the timestamps of the items, not the order of their arrival. An item is emitted when its partner is decided: as soon as the clock has
    /// passed the time at which a better partner could be. The clock is the watermark: an item that arrives after its time was passed joins only with what is
    /// still kept. A timestamp that the clock did not follow is replaced by the clock's time.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each left item is emitted once, with its partner, or with null if there is none within the tolerance.</description></item>
    /// <item><term>Gap</term><description>Items of the symbol are not joined across it: those that wait are decided at once, and earlier right items are forgotten.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately from any stream.</description></item>
    /// <item><term>OnCompleted</term><description>When the left items complete: those that wait are decided at once. If the right items complete, the join continues.</description></item>
    /// <item><term>Dispose</term><description>Ends all subscriptions and the timer.</description></item>
    /// </list>
    /// Temperature: the same as the left items. Scheduler: runs one timer. Concurrency: the streams may push from different threads. Memory: the right items of
    /// the last two tolerances, and the left items of the last one.
    /// <code>
    /// left      --a-----b-----|
    /// right     -p-q-----r----|
    /// gaps      --------------|
    /// JoinAsOf  --x-----y-----|
    /// backward, within 2 characters; x = (a, p), y = (b, nothing)
    /// </code>
    /// </remarks>
    /// <param name="left">The items that are emitted.</param>
    /// <param name="right">The items of which a partner is chosen.</param>
    /// <param name="gaps">The gaps of the feed that the items are from.</param>
    /// <param name="tolerance">The greatest difference between the timestamps of partners, 0 or above.</param>
    /// <param name="direction">Whether the partner is earlier, later, or either.</param>
    /// <param name="scheduler">The feed's clock.</param>
    public static IObservable<(TLeft Left, TRight? Right)> JoinAsOf<TLeft, TRight>(
        this IObservable<TLeft> left, IObservable<TRight> right, IObservable<FeedGap> gaps, TimeSpan tolerance, AsOfDirection direction, IScheduler scheduler)
        where TLeft : IHasSymbol, IHasTimestamp
        where TRight : class, IHasSymbol, IHasTimestamp
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(gaps);
        ArgumentOutOfRangeException.ThrowIfLessThan(tolerance, TimeSpan.Zero);
        if (!Enum.IsDefined(direction))
            throw new ArgumentOutOfRangeException(nameof(direction), direction, "The direction is not a defined value.");
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<(TLeft, TRight?)>((observer, resources) =>
        {
            var join = new AsOfJoin<TLeft, TRight>(observer, tolerance.Ticks, direction, scheduler);
            resources.Add(join);
            resources.Add(gaps.Subscribe(join.OnGap, join.OnError));
            resources.Add(right.Subscribe(join.OnRight, join.OnError));
            resources.Add(left.Subscribe(join));
        });
    }
}
