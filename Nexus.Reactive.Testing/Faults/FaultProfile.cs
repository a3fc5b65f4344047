namespace Nexus.Reactive.Testing;

/// <summary>
/// The faults to inject. Each probability applies to one message and ranges from 0 (never, the default) to 1 (always).
/// The same seed and the same messages produce the same faults. A change to one probability does not affect the other faults.
/// </summary>
/// <param name="Seed">The seed of the random numbers.</param>
public sealed record FaultProfile(ulong Seed)
{
    /// <summary>The message is lost without a gap.</summary>
    public double Drop { get; init => field = Probability(value); }

    /// <summary>The message is delivered twice.</summary>
    public double Duplicate { get; init => field = Probability(value); }

    /// <summary>The message is delivered after the next message.</summary>
    public double Reorder { get; init => field = Probability(value); }

    /// <summary>One byte of the message's UTF-8 text is changed. Invalid UTF-8 is decoded as U+FFFD, as it is when read from a socket.</summary>
    public double Corrupt { get; init => field = Probability(value); }

    /// <summary>The message is truncated at a random position.</summary>
    public double Truncate { get; init => field = Probability(value); }

    /// <summary>The connection stalls: the message and all later messages are delayed, in order.</summary>
    public double Delay { get; init => field = Probability(value); }

    /// <summary>The connection is cut: this message and the next few are lost, and a FEED_GAP marks their position.</summary>
    public double Cut { get; init => field = Probability(value); }

    /// <summary>The longest stall. The default is 1 second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public TimeSpan MaxDelay
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum number of messages that are lost in a cut. The default is 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaxCut
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10;

    private static double Probability(double value) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability must be from 0 to 1.");
}
