using System.Text;
using System.Text.Unicode;
using CsCheck;

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

    // Bytes of characters of two, three and four bytes, alone and complete, and bytes that UTF-8 never contains.
    [Test]
    public void Any_bytes_decode_to_the_same_message_as_their_text()
    {
        byte[][] pieces = [[0xC3], [0xA9], [0xC3, 0xA9], [0xE2, 0x82], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF], [0xEF, 0xBB, 0xBF], [0]];
        var samples = Gen.OneOf(Gen.Int[0, Samples.All.Length - 1].Select(static i => Samples.All[i]), Wire.Message).Select(Encoding.UTF8.GetBytes);
        var (decoded, invalid) = (0, 0);
        Gen.Select(samples, Gen.Int[0, pieces.Length - 1], Gen.Double[0, 1]).Sample(
            (sample, piece, place) =>
            {
                var at = (int)(place * sample.Length);
                byte[] bytes = [.. sample[..at], .. pieces[piece], .. sample[at..]];
                var text = Encoding.UTF8.GetString(bytes);

                Assert.That(new MessageDecoder().Decode((ReadOnlySpan<byte>)bytes), Is.EqualTo(ReferenceDecoder.Decode(text, symbols: null)));
                if (FastDecoder.Decode((ReadOnlySpan<byte>)bytes, symbols: null) is { } fast)
                {
                    Assert.That(fast, Is.EqualTo(ReferenceDecoder.Decode(text, symbols: null)));
                    Interlocked.Increment(ref decoded);
                }

                if (Utf8.IsValid(bytes))
                    Assert.That(NexusDecoder.Decode(bytes), Is.EqualTo(NexusDecoder.Decode(text)));
                else
                {
                    Assert.That(NexusDecoder.Decode(bytes), Is.TypeOf<MalformedMessage>().With.Property("Reason").StartsWith("not UTF-8"));
                    Interlocked.Increment(ref invalid);
                }
            },
            iter: 10_000);

        Assert.That(decoded, Is.GreaterThan(100));
        Assert.That(invalid, Is.GreaterThan(1000));
    }

    [Test]
    public void Words_that_are_not_ASCII_are_decoded_by_the_fast_decoder_too()
    {
        var text = Samples.OrderUpdate.With("order_type", "\"π a word that is longer than the window😀\"");

        Assert.That(FastDecoder.Decode(Encoding.UTF8.GetBytes(text), symbols: null), Is.EqualTo(ReferenceDecoder.Decode(text, symbols: null)));
        Assert.That(FastDecoder.Decode(text, symbols: null), Is.EqualTo(ReferenceDecoder.Decode(text, symbols: null)));
    }

    [TestCase(511)]
    [TestCase(512)]
    [TestCase(513)]
    [TestCase(5000)]
    public void A_text_of_any_length_and_width_decodes_like_its_bytes(int length)
    {
        foreach (var filler in (string[])["x", "é", "€", "\uD800"])
        {
            var text = $"{{\"event\":\"PING\",\"timestamp\":5,\"x\":\"{string.Concat(Enumerable.Repeat(filler, length))}\"}}";
            Assert.That(NexusDecoder.Decode(text), Is.EqualTo(new Ping(DateTimeOffset.FromUnixTimeMilliseconds(5))));
            Assert.That(NexusDecoder.Decode(Encoding.UTF8.GetBytes(text)), Is.EqualTo(new Ping(DateTimeOffset.FromUnixTimeMilliseconds(5))));
        }
    }
}
