namespace Nexus.Reactive;

/// <summary>How late a message came.</summary>
/// <param name="Timestamp">The exchange's time of the message.</param>
/// <param name="Lag">From then until it arrived here, by the exchange's clock; as exact as the offset is known, so a little below zero is possible.</param>
/// <param name="ClockOffset">How far this machine's clock is ahead of the exchange's, estimated from round trips.</param>
public readonly record struct FeedLag(DateTimeOffset Timestamp, TimeSpan Lag, TimeSpan ClockOffset);
