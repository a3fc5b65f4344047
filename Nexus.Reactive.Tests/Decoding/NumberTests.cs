using System.Globalization;
using System.Numerics;
using CsCheck;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Numbers are exact or malformed.</summary>
public sealed class NumberTests
{
    [TestCase("1", "1")]
    [TestCase("10005.67", "10005.67")]
    [TestCase("1.10", "1.1")]
    [TestCase("100", "100")]
    [TestCase("1e2", "100")]
    [TestCase("1E+2", "100")]
    [TestCase("1.000", "1")]
    [TestCase("1e-9", "0.000000001")]
    [TestCase("0.000000001", "0.000000001")]
    [TestCase("12.5e-1", "1.25")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950335")]
    [TestCase("7922816251426433759354395033.5", "7922816251426433759354395033.5")]
    [TestCase("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [TestCase("0.00000000000000000000000000010", "0.0000000000000000000000000001")]
    [TestCase("1e28", "10000000000000000000000000000")]
    [TestCase("10000000000000000000000000000000000000e-9", "10000000000000000000000000000")]
    [TestCase("0.0000000000000000000000000000000000000001e40", "1")]
    [TestCase("\"123.4\"", "123.4")]
    [TestCase("\"1e1\"", "10")]
    public void A_number_is_decoded_exactly_and_without_trailing_zeros(string json, string price)
    {
        var trade = NexusDecoder.Decode(Samples.TradeAt(json)) as Trade;

        Assert.That(
            decimal.GetBits(trade!.Price), Is.EqualTo(decimal.GetBits(decimal.Parse(price, CultureInfo.InvariantCulture))), $"{trade.Price} for {json}");
    }

    [TestCase("79228162514264337593543950336")]
    [TestCase("99999999999999999999999999999")]
    [TestCase("1.23456789012345678901234567891")]
    [TestCase("0.00000000000000000000000000001")]
    [TestCase("1e29")]
    [TestCase("1e-29")]
    [TestCase("1e400")]
    [TestCase("1e-400")]
    [TestCase("1e99999999999999999999")]
    [TestCase("\"1e29\"")]
    public void A_number_without_an_exact_decimal_is_malformed_and_never_rounded(string json) => Assert.That(
        Samples.GetReason(Samples.TradeAt(json)), Does.StartWith("TRADE: data.price is ").And.EndsWith(", which cannot be represented exactly as a decimal"));

    [TestCase("010")]
    [TestCase("00")]
    [TestCase("0x10")]
    [TestCase("0X1F")]
    [TestCase("+1")]
    [TestCase(".5")]
    [TestCase("5.")]
    [TestCase("1.e1")]
    [TestCase("1e")]
    [TestCase("1e+")]
    [TestCase("1_000")]
    [TestCase("--1")]
    [TestCase("-")]
    [TestCase("1.2.3")]
    [TestCase("NaN")]
    [TestCase("Infinity")]
    [TestCase("-Infinity")]
    [TestCase("1f")]
    [TestCase("١")]
    public void An_invalid_JSON_number_is_malformed_at_any_position(string number) => Assert.Multiple(() =>
    {
        Assert.That(Samples.GetReason(Samples.TradeAt(number)), Does.StartWith("not JSON: unexpected "));
        Assert.That(Samples.GetReason($$"""{"event":"PING","timestamp":1,"x":[{"y":{{number}}}]}"""), Does.StartWith("not JSON: unexpected "));
        Assert.That(Samples.GetReason(Samples.TradeAt($"\"{number}\"")), Is.EqualTo($"TRADE: data.price is \"{number}\" but must be a number"));
    });

    [TestCase("\"\"")]
    [TestCase("\" 1\"")]
    [TestCase("\"1 \"")]
    [TestCase("\"1,5\"")]
    public void A_numeric_string_contains_only_a_number(string json) =>
        Assert.That(Samples.GetReason(Samples.TradeAt(json)), Is.EqualTo($"TRADE: data.price is {json} but must be a number"));

    [Test]
    public void All_spellings_of_zero_are_equal()
    {
        foreach (var zero in (string[])["0", "-0", "0.000", "0e5", "-0.0e-999", "0E99999999999"])
        {
            var trade = NexusDecoder.Decode(Samples.Trade.With("quantity", zero)) as Trade;
            Assert.That(decimal.GetBits(trade!.Quantity), Is.All.Zero, zero);
        }
    }

    [Test]
    public void Equal_numbers_have_equal_bits_in_prices_and_quantities_of_books()
    {
        var one = (Book)NexusDecoder.Decode(Samples.Book.Replace("101.5", "101.50", StringComparison.Ordinal));
        var other = (Book)NexusDecoder.Decode(Samples.Book.Replace("101.5", "1015e-1", StringComparison.Ordinal));

        Assert.That(decimal.GetBits(one.Asks[0].Price), Is.EqualTo(decimal.GetBits(other.Asks[0].Price)));
    }

    [Test, SetCulture("de-DE")]
    public void Decoding_does_not_depend_on_the_decimal_separator_of_the_culture() => Assert.Multiple(() =>
    {
        Assert.That(Samples.Decode<Trade>(Samples.Trade), Has.Property("Price").EqualTo(10005.67m));
        Assert.That(Samples.Decode<Trade>(Samples.TradeAt("\"1.5\"")), Has.Property("Price").EqualTo(1.5m));
        Assert.That(Samples.GetReason(Samples.TradeAt("-1.5")), Is.EqualTo("TRADE: data.price is -1.5 but must be above 0"));
        Assert.That(Samples.GetReason(Samples.Book.Replace("101.5", "102.0", StringComparison.Ordinal)), Does.Contain("the price 102 more than once"));
    });

    [Test]
    public void Any_number_agrees_with_exact_arithmetic() => Gen
        .Select(Gen.String[Gen.Char['0', '9'], 1, 32], Gen.String[Gen.Char['0', '9'], 0, 32], Gen.Int[-40, 40], Gen.Bool)
        .Sample((whole, fraction, exponent, negative) =>
        {
            whole = whole.TrimStart('0') is { Length: > 0 } digits ? digits : "0";
            var text = (negative ? "-" : "") + whole + (fraction.Length > 0 ? "." + fraction : "") + (exponent != 0 ? $"e{exponent}" : "");
            var exact = Exact(whole + fraction, exponent - fraction.Length, negative);

            Assert.That(DecimalParser.IsNumber(text), Is.True, text);
            var ok = DecimalParser.TryParse(text, out var value);
            Assert.That(ok ? value : (decimal?)null, Is.EqualTo(exact), text);
            if (exact is { } same)
                Assert.That(decimal.GetBits(value), Is.EqualTo(decimal.GetBits(same)), text);
        }, iter: 20_000);

    private static decimal? Exact(string digits, int power, bool negative)
    {
        var mantissa = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        if (mantissa.IsZero)
            return 0;
        for (; mantissa % 10 == 0; power++)
            mantissa /= 10;
        for (; power > 0; power--)
            mantissa *= 10;
        if (power < -28 || mantissa >= BigInteger.One << 96)
            return null;
        return new decimal((int)(uint)(mantissa & uint.MaxValue), (int)(uint)((mantissa >> 32) & uint.MaxValue), (int)(uint)(mantissa >> 64), negative, (byte)-power);
    }
}
