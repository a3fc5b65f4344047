namespace Nexus.Reactive.Testing;

/// <summary>
/// What goes wrong and how often; each probability is for one message, from 0 (never, as unless set) to 1 (always).
/// The same seed over the same messages makes the same faults, and changing one probability leaves the others' faults where they were.
/// </summary>
/// <param name="Seed">Where chance starts.</param>
public sealed record FaultProfile(ulong Seed)
{
    /// <summary>The message is lost without a gap.</summary>
    public double Drop { get; init => field = Probability(value); }

    /// <summary>The message comes twice.</summary>
    public double Duplicate { get; init => field = Probability(value); }

    /// <summary>The message comes after the next one.</summary>
    public double Reorder { get; init => field = Probability(value); }

    /// <summary>One byte of the message's UTF-8 is another; what is no UTF-8 any more reads as U+FFFD, as from a socket.</summary>
    public double Corrupt { get; init => field = Probability(value); }

    /// <summary>The message breaks off somewhere.</summary>
    public double Truncate { get; init => field = Probability(value); }

    /// <summary>The line stalls: the message and those behind it wait, in their order.</summary>
    public double Delay { get; init => field = Probability(value); }

    /// <summary>The connection is cut: this message and the next few are lost, and a FEED_GAP marks their position.</summary>
    public double Cut { get; init => field = Probability(value); }

    /// <summary>The longest stall; 1 second unless set.</summary>
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

    /// <summary>The most messages that a cut takes; 10 unless set.</summary>
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
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability is from 0 to 1.");
}
