namespace Nexus.Reactive;

/// <summary>A timestamp that the clock did not follow: too far from <paramref name="Now"/> to be believed on its own.</summary>
/// <param name="Message">The message that carried it; it was delivered at <paramref name="Now"/>.</param>
/// <param name="Timestamp">Its timestamp.</param>
/// <param name="Now">The feed's clock at that moment.</param>
public sealed record ClockFault(NexusMessage Message, DateTimeOffset Timestamp, DateTimeOffset Now);
