using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Options of the requests for snapshots. Times are those of the feed's clock.</summary>
public sealed record SnapshotRequestOptions
{
    /// <summary>The time without an input about an open order after which a snapshot is requested. If null (the default), silence is no reason.</summary>
    public TimeSpan? MaxOrderSilence { get; init => field = value is { } time ? OptionValue.Positive(time) : null; }

    /// <summary>The delay before the first repetition of a failed request; it doubles with each further one. The default is 1 second.</summary>
    public TimeSpan RetryDelay { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay. The default is 1 minute.</summary>
    public TimeSpan MaxRetryDelay { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromMinutes(1);

    /// <summary>The time after which a request is canceled and has failed. The default is 30 seconds.</summary>
    public TimeSpan Timeout { get; init => field = OptionValue.Positive(value); } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs the caller's function. The default is that of the feed, <see cref="NexusFeedOptions.RequestScheduler"/>: the thread pool, or the feed's turn for
    /// recordings and paper exchanges.
    /// </summary>
    public IScheduler Scheduler
    {
        get => field ?? TaskPoolScheduler.Default;
        init => (field, HasScheduler) = (OptionValue.NotNull(value), true);
    }

    private bool HasScheduler { get; init; }

    /// <summary>Returns the options with the scheduler of a feed, unless they specify one.</summary>
    internal SnapshotRequestOptions For(NexusFeed feed) => HasScheduler ? this : this with { Scheduler = feed.RequestScheduler };
}
