using System.Globalization;

namespace Nexus.Reactive;

/// <summary>How late a message arrived.</summary>
/// <param name="Timestamp">The exchange's time of the message.</param>
/// <param name="Lag">The time from the timestamp to the arrival, by the exchange's clock. It is as exact as the offset, so it can be slightly negative.</param>
/// <param name="ClockOffset">
/// How far this machine's clock is ahead of the exchange's, estimated from round trips. The machine's clock is read when the client is created and
/// continued by a steady clock, so a later step of the machine's clock changes neither value.
/// </param>
public readonly record struct FeedLag(DateTimeOffset Timestamp, TimeSpan Lag, TimeSpan ClockOffset)
{
    /// <summary>Returns the timestamp, the lag and the clock offset in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"FeedLag {PrintableText.Time(Timestamp)} {Lag.TotalMilliseconds:0.###} ms, clock offset {ClockOffset.TotalMilliseconds:0.###} ms");
}
