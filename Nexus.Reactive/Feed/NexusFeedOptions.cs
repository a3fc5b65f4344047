using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Options of a <see cref="NexusFeed"/> for implausible timestamps, the end of the source, and subscribers that throw.</summary>
public sealed record NexusFeedOptions
{
    /// <summary>
    /// The distance from the clock within which a timestamp is trusted immediately. A timestamp further ahead requires a second one that agrees with it; one
    /// further behind requires nine others that agree. The default is 1 hour.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public TimeSpan MaxClockJump { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromHours(1);

    /// <summary>The time for which the clock continues after the source has ended. Work that is scheduled for later is dropped. The default is zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan RunOnAfterEnd { get; init => field = OptionValue.NotNegative(value); }

    /// <summary>
    /// Handles a <see cref="SubscriberFault"/> if <see cref="NexusFeed.SubscriberFaults"/> has no subscriber. By default the exception is rethrown on the
    /// thread pool, which terminates the process, like any unhandled exception in .NET. The source's error is not rethrown if a subscriber without an error
    /// handler throws it while <see cref="NexusFeed.RunAsync"/> runs, because the caller of RunAsync receives it. Exceptions of the handler itself are dropped.
    /// </summary>
    public Action<SubscriberFault>? UnobservedFault { get; init; }

    /// <summary>
    /// Runs the functions that request data for the feed, such as snapshots of orders, unless the options of the request specify a scheduler. If null (the
    /// default), it is the thread pool, so that a function that blocks does not delay the feed. The feeds of recordings and paper exchanges call the function in
    /// the feed's turn instead, so that every run is the same.
    /// </summary>
    public IScheduler? RequestScheduler { get; init; }
}
