namespace Nexus.Reactive;

/// <summary>A timestamp that the clock did not follow, because it is too far from <paramref name="Now"/> to be trusted on its own.</summary>
/// <param name="Message">The message with this timestamp. It was delivered at <paramref name="Now"/>.</param>
/// <param name="Timestamp">The message's timestamp.</param>
/// <param name="Now">The feed's time when the message was delivered.</param>
public sealed record ClockFault(NexusMessage Message, DateTimeOffset Timestamp, DateTimeOffset Now)
{
    /// <summary>Returns the timestamp, the clock's time and the message in one line, independent of culture.</summary>
    public override string ToString() => $"ClockFault {PrintableText.Time(Timestamp)} at {PrintableText.Time(Now)}: {Message}";
}
