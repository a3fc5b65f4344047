namespace Nexus.Reactive;

/// <summary>How a <see cref="NexusFeed"/> treats odd timestamps, its own end, and subscribers that throw.</summary>
public sealed record NexusFeedOptions
{
    /// <summary>How far one timestamp may move the clock ahead on its own word; one further ahead waits for a second that agrees. 1 hour unless set.</summary>
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

    /// <summary>How long the clock runs on once the source has ended; what is scheduled later than that is dropped. Zero unless set.</summary>
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
    /// What to do with a <see cref="SubscriberFault"/> that nobody observes. Unless set, its exception is rethrown on the thread pool,
    /// which ends the process as an unhandled exception in .NET does.
    /// </summary>
    public Action<SubscriberFault>? UnobservedFault { get; init; }
}
