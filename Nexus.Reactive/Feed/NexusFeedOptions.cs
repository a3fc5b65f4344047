namespace Nexus.Reactive;

/// <summary>How a <see cref="NexusFeed"/> treats wild timestamps, its own end, and subscribers that throw.</summary>
public sealed record NexusFeedOptions
{
    /// <summary>How far from the clock a timestamp is believed at once. One further ahead waits for a second that agrees, one further behind for nine more. 1 hour unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public TimeSpan MaxClockJump
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromHours(1);

    /// <summary>How long the clock runs on after the source has ended; work scheduled for later is dropped. Zero unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan RunOnAfterEnd
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    }

    /// <summary>
    /// Handles a <see cref="SubscriberFault"/> when nothing subscribes to <see cref="NexusFeed.SubscriberFaults"/>. Unless set, the exception is rethrown on the
    /// thread pool, which ends the process as an unhandled exception in .NET does. What the handler throws is dropped.
    /// </summary>
    public Action<SubscriberFault>? UnobservedFault { get; init; }
}
