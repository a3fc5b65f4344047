using CsCheck;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>The text of a message decodes to an equal message.</summary>
public sealed class MessageTextTests
{
    private static readonly Gen<decimal> Numbers = Gen.Select(Gen.Long[1, long.MaxValue], Gen.Int[0, 20]).Select(static (mantissa, scale) => new decimal((int)mantissa, (int)(mantissa >> 32), 0, isNegative: false, (byte)scale));

    private static readonly Gen<string> Words = Gen.OneOf(
        OneOf("LIMIT", "NEW", "FILLED", "", "\"", "\\", "\r\n", "\0", "\u2028", "😀", "a\tb", "\u007f"), Gen.String.Select(static text => new string([.. text.Where(static c => !char.IsSurrogate(c))])));

    [TestCaseSource(typeof(Samples), nameof(Samples.All))]
    public void A_sample_message_round_trips(string sample) => AssertExact(NexusDecoder.Decode(sample));

    [Test]
    public void A_message_with_all_fields_or_only_the_required_ones_round_trips() => Assert.Multiple(() =>
    {
        AssertExact(Make.Book("|"));
        AssertExact(Make.Book("100x1 99.5x0.00000001 | 101x2 79228162514264337593543950335x3"));
        AssertExact(new FeedGap("why\nnot \"so\""));
        AssertExact(new FeedGap("", Symbol.Parse("SPOT_BTC_USDT")));
        AssertExact(new FeedResumed());
        AssertExact(new MalformedMessage("", "the text is empty") is var empty ? NexusDecoder.Decode(empty.Text) : empty);
    });

    [Test]
    public void Any_order_update_round_trips() => Gen
        .Select(Numbers, Numbers, Words, Words, Gen.Long, Gen.Long[0, 253_402_300_799_999], Gen.Int[0, 31])
        .Sample((price, quantity, type, status, id, time, present) => AssertExact(new OrderUpdate
        {
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(time),
            Symbol = Symbol.Parse("SPOT_BTC_USDT"),
            OrderId = id,
            OrderType = type == "LIMIT" ? OrderType.Limit : OrderType.Unknown,
            OrderTypeText = type,
            Side = (present & 1) == 0 ? Side.Buy : Side.Sell,
            Status = status switch { "NEW" => OrderStatus.New, "FILLED" => OrderStatus.Filled, _ => OrderStatus.Unknown },
            StatusText = status,
            OrderPrice = (present & 2) == 0 ? null : price,
            OrderQuantity = (present & 4) == 0 ? null : quantity,
            ExecutedPrice = (present & 8) == 0 ? null : price,
            ExecutedQuantity = quantity,
            AggregatedExecutedQuantity = (present & 16) == 0 ? null : quantity,
        }));

    [Test]
    public void Any_transaction_round_trips() => Gen
        .Select(Numbers, Numbers, Words, Gen.Long, Gen.Int[0, 7])
        .Sample((price, quantity, asset, id, present) => AssertExact(new Transaction
        {
            Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(1564710591905),
            Id = id,
            Symbol = Symbol.Parse("SPOT_BTC_USDT"),
            OrderId = -id,
            ExecutedPrice = price,
            ExecutedQuantity = quantity,
            Side = (present & 1) == 0 ? Side.Buy : Side.Sell,
            Fee = (present & 2) == 0 ? null : -quantity,
            FeeAsset = (present & 4) == 0 ? null : asset,
        }));

    [Test]
    public void Any_unknown_or_malformed_message_round_trips() => Gen.String.Sample(static text => AssertExact(NexusDecoder.Decode(text)));

    [Test]
    public void A_malformed_message_with_a_well_formed_text_stays_malformed() =>
        Assert.That(NexusDecoder.Decode(MessageText.Write(new MalformedMessage(Samples.Ping, "line 2 has no tab"))), Is.TypeOf<MalformedMessage>());

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    private static void AssertExact(NexusMessage message) => Assert.That(NexusDecoder.Decode(MessageText.Write(message)), Is.EqualTo(message));
}
