using System.Globalization;
using System.Text;
using CsCheck;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Verifies that the fast decoder agrees with the reference decoder and decodes all common texts.</summary>
public sealed class FastDecoderTests
{
    private static readonly Gen<string> AnySample = Gen.Int[0, Samples.All.Length - 1].Select(i => Samples.All[i]);

    private static readonly Gen<string> Hostile = Gen.OneOf(Mutations.Of(AnySample), Wire.Message, Mutations.Of(Wire.Message));

    [Test]
    public void The_fast_decoder_decodes_every_event_in_the_layout_of_the_exchange()
    {
        foreach (var text in Samples.Typed.Except([Samples.Gap]))
            Assert.That(FastDecoder.Decode(text, symbols: null), Is.EqualTo(ReferenceDecoder.Decode(text, symbols: null)).And.Not.Null);
    }

    [TestCase("""{"timestamp":1,"data":{"side":"BUY","quantity":"2.50","price":"1.5"},"symbol":"SPOT_BTC_USDT","event":"TRADE"}""", Description = "another order, numbers as strings")]
    [TestCase("""{ "event" : "TRADE" , "symbol": "SPOT_BTC_USDT",  "timestamp" :1, "data":{ "price":1.5 ,"quantity":2.5,"side" : "BUY" } } """, Description = "white space")]
    [TestCase("""{"x":{"price":[1,-2.5,"a",{}]},"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1,"data":{"y":null,"price":1.5,"quantity":2.5,"side":"BUY"},"z":true}""", Description = "unknown fields")]
    public void The_fast_decoder_decodes_a_trade_in_any_layout(string text) => Assert.That(
        FastDecoder.Decode(text, symbols: null), Is.EqualTo(new Trade(Symbol.Parse("SPOT_BTC_USDT"), DateTimeOffset.UnixEpoch.AddMilliseconds(1), 1.5m, 2.5m, Side.Buy)));

    [Test]
    public void The_fast_decoder_decodes_a_rebate_nulls_and_levels_in_reverse_order() => Assert.Multiple(() =>
    {
        Assert.That(FastDecoder.Decode(Samples.Transaction, null) as Transaction, Has.Property("Fee").EqualTo(-0.001m));
        Assert.That(FastDecoder.Decode(Samples.OrderUpdate.With("order_price", "null").With("executed_quantity", "null"), null), Is.TypeOf<OrderUpdate>());
        Assert.That(FastDecoder.Decode("""{"event":"BOOK","symbol":"A_B_C","timestamp":1,"data":{"bids":[],"asks":[ {"quantity" :1, "price":2} , {"n":3,"quantity":1,"price":1.50} ]}}""", null), Is.TypeOf<Book>());
    });

    [Test]
    public void The_fast_decoder_decodes_every_message_of_a_real_session_like_the_reference()
    {
        var symbols = new SymbolCache();
        foreach (var text in SharedData.Messages().Where((_, i) => i % 7 == 0))
            Assert.That(FastDecoder.Decode(text, symbols), Is.EqualTo(ReferenceDecoder.Decode(text, symbols)).And.Not.Null, text);
    }

    [Test]
    public void The_fast_decoder_agrees_with_the_reference_on_every_text_it_decodes()
    {
        var (taken, left) = (0, 0);
        Hostile.Sample(text => Interlocked.Increment(ref Agrees(text) ? ref taken : ref left), iter: 50_000);

        Assert.That(taken, Is.GreaterThan(5_000), "messages that the fast decoder decodes");
        Assert.That(left, Is.GreaterThan(5_000), "messages that it leaves to the reference");
    }

    [Test, Explicit("Takes minutes.")]
    public void The_fast_decoder_agrees_with_the_reference_on_two_million_texts() => Hostile.Sample(text => { Agrees(text); }, iter: 2_000_000);

    [Test]
    public void Every_number_up_to_18_digits_is_decoded_equally_at_every_position() => Gen
        .Select(Gen.String[Gen.Char['0', '9'], 1, 19], Gen.String[Gen.Char['0', '9'], 0, 19], Gen.Int[0, 20], Gen.String[Gen.Char[" ,}e.-\"x0ü"], 0, 20])
        .Sample((whole, fraction, before, after) =>
        {
            var number = fraction.Length == 0 ? whole : $"{whole}.{fraction}";
            var text = new string('x', before) + number + after;
            var end = NumberScanner.Parse(Encoding.UTF8.GetBytes(text), before, out var mantissa, out var scale);
            if (end == NumberScanner.None)
                return;

            Assert.That(DecimalParser.IsNumber(text.AsSpan(before..end)), Is.True, text);
            Assert.That(end == text.Length || !char.IsAsciiDigit(text[end]), Is.True, text);
            Assert.That(DecimalParser.TryParse(text.AsSpan(before..end), out var exact), Is.True, text);
            Assert.That(decimal.GetBits(new decimal((int)mantissa, (int)(mantissa >> 32), 0, false, (byte)scale)), Is.EqualTo(decimal.GetBits(exact)), text);
        }, iter: 50_000);

    [TestCase("1", 1ul, 0)]
    [TestCase("61844.41", 6184441ul, 2)]
    [TestCase("0.00017", 17ul, 5)]
    [TestCase("1723161255408", 1723161255408ul, 0)]
    [TestCase("100.00", 100ul, 0)]
    [TestCase("0.10", 1ul, 1)]
    [TestCase("123456789012345678", 123456789012345678ul, 0)]
    [TestCase("12345678.0123456789", 123456780123456789ul, 10)]
    public void Plain_numbers_are_decoded(string number, ulong mantissa, int scale)
    {
        foreach (var text in (string[])[number, number + ",", number + ",\"quantity\":0.1234}"])
        {
            Assert.That(NumberScanner.Parse(Encoding.UTF8.GetBytes(text), 0, out var m, out var s), Is.EqualTo(number.Length));
            Assert.That((m, s), Is.EqualTo((mantissa, scale)));
        }
    }

    [TestCase("01")]
    [TestCase("00.5")]
    [TestCase(".5")]
    [TestCase("5.")]
    [TestCase("-5")]
    [TestCase("")]
    [TestCase("1234567890123456789")]
    public void Other_numbers_are_decoded_by_the_reference_decoder(string number)
    {
        foreach (var after in (string[])["", ",", ",\"quantity\":0.1234567}"])
            Assert.That(NumberScanner.Parse(Encoding.UTF8.GetBytes(number + after), 0, out _, out _), Is.EqualTo(NumberScanner.None));
    }

    private static bool Agrees(string text)
    {
        var fast = FastDecoder.Decode(text, symbols: null);
        if (fast is null)
            return false;
        var reference = ReferenceDecoder.Decode(text, symbols: null);
        Assert.That(fast, Is.EqualTo(reference), text);
        Assert.That(InFull(fast), Is.EqualTo(InFull(reference)), text);
        return true;
    }

    // Decimals print their trailing zeros, so equal texts mean equal bits.
    private static string InFull(NexusMessage message) => message is Book book
        ? string.Join(' ', book.Asks.Concat(book.Bids).Select(l => l.ToString()))
        : string.Create(CultureInfo.InvariantCulture, $"{message}");
}
