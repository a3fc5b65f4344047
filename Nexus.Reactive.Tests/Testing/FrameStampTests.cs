using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Messages without a time take that of their frame.</summary>
public sealed class FrameStampTests
{
    [Test]
    public void Messages_without_an_explicit_timestamp_use_the_time_of_their_frame()
    {
        var (time, other) = (Marbles.DefaultStart.AddSeconds(1), Marbles.DefaultStart.AddHours(1));
        Assert.That(((OrderUpdate)FrameStamp.Stamp(Make.Order("100x10 buy"), time)).Timestamp, Is.EqualTo(time));
        Assert.That(((OrderUpdate)FrameStamp.Stamp(Make.Order("100x10 buy") with { Timestamp = other }, time)).Timestamp, Is.EqualTo(other));
        Assert.That(((Transaction)FrameStamp.Stamp(Make.Transaction("100x10 buy"), time)).Timestamp, Is.EqualTo(time));
        Assert.That(((Transaction)FrameStamp.Stamp(Make.Transaction("100x10 buy") with { Timestamp = other }, time)).Timestamp, Is.EqualTo(other));
        Assert.That(((Ping)FrameStamp.Stamp(Make.Ping(), time)).Timestamp, Is.EqualTo(time));
        Assert.That(((Ping)FrameStamp.Stamp(Make.Ping(other), time)).Timestamp, Is.EqualTo(other));
    }

    [TestCase("""{"event":"TRADE"}""", """{"timestamp":1704067200000,"event":"TRADE"}""")]
    [TestCase("""{"event":"TRADE","timestamp":5}""", """{"event":"TRADE","timestamp":5}""")]
    [TestCase("""{"event":"FEED_GAP"}""", """{"event":"FEED_GAP"}""")]
    [TestCase("no object", "no object")]
    public void Raw_text_without_a_timestamp_uses_the_time_of_its_frame_if_the_event_has_one(string text, string stamped) =>
        Assert.That(FrameStamp.Stamp(text, Marbles.DefaultStart), Is.EqualTo(stamped));
}
