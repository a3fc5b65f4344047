using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The delay of a message at its delivery.</summary>
/// <param name="Timestamp">The exchange's timestamp of the message.</param>
/// <param name="Lag">The time from the timestamp to the delivery, by the exchange's clock: the network and the wait for earlier messages. It is as exact as the offset, so it can be slightly negative.</param>
/// <param name="ClockOffset">
/// The time by which this machine's clock is ahead of the exchange's clock, estimated from round trips. The machine's clock is read when the client is
/// created and continued by a monotonic clock, so later changes of the machine's clock do not affect either value.
/// </param>
public readonly record struct FeedLag(DateTimeOffset Timestamp, TimeSpan Lag, TimeSpan ClockOffset)
{
    /// <summary>Returns the timestamp, the lag and the clock offset in one line, independent of the culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"FeedLag {PrintableText.Time(Timestamp)} {Lag.TotalMilliseconds:0.###} ms, clock offset {ClockOffset.TotalMilliseconds:0.###} ms");
}
