using System.Text;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Tests of messages as UTF-8 bytes.</summary>
public sealed class Utf8Tests
{
    [Test]
    public void Bytes_decode_to_the_same_message_as_their_text()
    {
        foreach (var text in Samples.All.Append(Samples.Unknown.Replace("POSITIONS", "π😀", StringComparison.Ordinal)).Append("").Append("{"))
            Assert.That(NexusDecoder.Decode(Encoding.UTF8.GetBytes(text)), Is.EqualTo(NexusDecoder.Decode(text)), text);
    }

    [Test]
    public void The_bytes_of_a_real_session_decode_to_the_same_messages_as_its_text()
    {
        foreach (var text in SharedData.Messages().Where((_, i) => i % 31 == 0))
            Assert.That(NexusDecoder.Decode(Encoding.UTF8.GetBytes(text)), Is.EqualTo(NexusDecoder.Decode(text)), text);
    }

    [TestCase("{\"event\":\"X", 0xFF, "\"}", 12)]
    [TestCase("", 0x80, "", 1)]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5}", 0xC3, "", 31)]
    public void Bytes_that_are_not_UTF8_are_malformed_and_their_position_is_reported(string before, byte wrong, string after, int place) => Assert.That(
        NexusDecoder.Decode([.. Encoding.UTF8.GetBytes(before), wrong, .. Encoding.UTF8.GetBytes(after)]),
        Is.EqualTo(new MalformedMessage($"{before}\uFFFD{after}", $"not UTF-8 (byte {place})")));

    [Test]
    public void Null_bytes_decode_like_a_null_string() => Assert.That(NexusDecoder.Decode(null), Is.EqualTo(new MalformedMessage("", "the message is null")));
}
