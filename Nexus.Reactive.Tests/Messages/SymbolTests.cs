using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nexus.Reactive.Tests.Messages;

public sealed class SymbolTests
{
    [Test]
    public void Parse_returns_the_three_parts_and_ToString_the_text()
    {
        var symbol = Symbol.Parse("SPOT_BTC_USDT");

        Assert.Multiple(() =>
        {
            Assert.That((symbol.Type, symbol.Base, symbol.Quote), Is.EqualTo(("SPOT", "BTC", "USDT")));
            Assert.That(symbol.ToString(), Is.EqualTo("SPOT_BTC_USDT"));
            Assert.That(symbol, Is.EqualTo(new Symbol("SPOT", "BTC", "USDT")));
        });
    }

    [TestCase("")]
    [TestCase("BTCUSDT")]
    [TestCase("SPOT_BTC")]
    [TestCase("SPOT__USDT")]
    [TestCase("_BTC_USDT")]
    [TestCase("SPOT_BTC_")]
    [TestCase("SPOT_BTC_USDT_X")]
    [TestCase("SPOT_B C_USDT")]
    [TestCase("SPOT_BTC_US/DT")]
    public void Invalid_texts_are_not_symbols(string text)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Symbol.TryParse(text, out _), Is.False);
            Assert.That(() => Symbol.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains($"'{text}'"));
        });
    }

    [TestCase("SPOT", "B_C", "USDT")]
    [TestCase("SPOT", "", "USDT")]
    [TestCase("SPOT", "B C", "USDT")]
    public void Invalid_parts_of_a_symbol_are_rejected(string type, string @base, string quote) => Assert.That(
        () => new Symbol(type, @base, quote),
        Throws.ArgumentException.With.Message.EqualTo($"'{type}_{@base}_{quote}' is not a symbol of the form TYPE_BASE_QUOTE."));

    [Test]
    public void Null_parts_and_null_texts_are_rejected()
    {
        Assert.That(static () => new Symbol(null!, "BTC", "USDT"), Throws.ArgumentNullException);
        Assert.That(static () => new Symbol("SPOT", null!, "USDT"), Throws.ArgumentNullException);
        Assert.That(static () => new Symbol("SPOT", "BTC", null!), Throws.ArgumentNullException);
        Assert.That(static () => Symbol.Parse(null!), Throws.ArgumentNullException);
        Assert.That(Symbol.TryParse(null, out _), Is.False);
    }

    [TestCase("SPOT_BTC.X_US-DT")]
    [TestCase("SPOT_Ä2.é_US-ß")]
    public void A_part_may_contain_letters_of_any_script_dots_and_dashes(string text) =>
        Assert.That(Symbol.Parse(text).ToString(), Is.EqualTo(text));

    [Test]
    public void Symbols_are_ordered_by_their_text()
    {
        var (one, two) = (Symbol.Parse("SPOT_BTC_USDT"), Symbol.Parse("SPOT_ETH_USDT"));
        var same = Symbol.Parse("SPOT_BTC_USDT");
        Assert.That((one < two, one < same, two < one), Is.EqualTo((true, false, false)));
        Assert.That((one <= two, one <= same, two <= one), Is.EqualTo((true, true, false)));
        Assert.That((one > two, one > same, two > one), Is.EqualTo((false, false, true)));
        Assert.That((one >= two, one >= same, two >= one), Is.EqualTo((false, true, true)));
    }

    [TestCase("SPOT_BTC_USDT")]
    [TestCase("SPOT_Ä2.é_US-ß")]
    public void Every_parse_method_returns_the_same_symbol(string text)
    {
        var symbol = Symbol.Parse(text);
        Assert.That(Parse<Symbol>(text), Is.EqualTo((symbol, symbol, true, symbol, true, symbol)));
        Assert.That(TypeDescriptor.GetConverter(typeof(Symbol)).ConvertFromInvariantString(text), Is.EqualTo(symbol));
        Assert.That(TypeDescriptor.GetConverter(typeof(Symbol)).ConvertToInvariantString(symbol), Is.EqualTo(text));
        Assert.That(Newtonsoft.Json.JsonConvert.DeserializeObject<Symbol>(Newtonsoft.Json.JsonConvert.SerializeObject(symbol)), Is.EqualTo(symbol));

        static (T, T, bool, T, bool, T) Parse<T>(string text)
            where T : ISpanParsable<T>
        {
            var (tried, triedSpan) = (T.TryParse(text, CultureInfo.InvariantCulture, out var one), T.TryParse(text.AsSpan(), null, out var other));
            return (T.Parse(text, null), T.Parse(text.AsSpan(), null), tried, one!, triedSpan, other!);
        }
    }

    [TestCase("")]
    [TestCase("SPOT_BTC")]
    public void Every_parse_method_rejects_an_invalid_symbol(string text)
    {
        Assert.That((Symbol.TryParse(text, null, out _), Symbol.TryParse(text.AsSpan(), null, out _)), Is.EqualTo((false, false)));
        Assert.That(() => Symbol.Parse(text, null), Throws.TypeOf<FormatException>());
        Assert.That(() => Symbol.Parse(text.AsSpan(), null), Throws.TypeOf<FormatException>());
        Assert.That(() => TypeDescriptor.GetConverter(typeof(Symbol)).ConvertFromInvariantString(text), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_symbol_is_a_JSON_string_and_a_JSON_property_name()
    {
        var prices = new Prices(Symbol.Parse("SPOT_BTC_USDT"), new() { [Symbol.Parse("SPOT_ETH_USDT")] = 1 });
        const string Json = """{"Main":"SPOT_BTC_USDT","All":{"SPOT_ETH_USDT":1}}""";

        Assert.That(JsonSerializer.Serialize(prices), Is.EqualTo(Json));
        Assert.That(JsonSerializer.Serialize(prices, PricesContext.Default.Prices), Is.EqualTo(Json));
        foreach (var read in (Prices?[])[JsonSerializer.Deserialize<Prices>(Json), JsonSerializer.Deserialize(Json, PricesContext.Default.Prices)])
            Assert.That((read!.Main, read.All.Single()), Is.EqualTo((prices.Main, prices.All.Single())));
        Assert.That(JsonSerializer.Deserialize<Symbol>(JsonSerializer.Serialize(default(Symbol))), Is.EqualTo(default(Symbol)));
    }

    [TestCase("\"SPOT_BTC\"", "'SPOT_BTC' is not a symbol of the form TYPE_BASE_QUOTE.")]
    [TestCase("5", "A symbol must be a JSON string, not Number.")]
    public void JSON_that_is_not_a_symbol_is_rejected(string json, string message) =>
        Assert.That(() => JsonSerializer.Deserialize<Symbol>(json), Throws.TypeOf<JsonException>().With.Message.StartsWith(message));

    [Test]
    public void The_default_is_not_a_symbol_and_prints_as_empty_text() =>
        Assert.That((default(Symbol).ToString(), default(Symbol).Base), Is.EqualTo((string.Empty, string.Empty)));

    internal sealed record Prices(Symbol Main, Dictionary<Symbol, decimal> All);
}

[JsonSerializable(typeof(SymbolTests.Prices))]
internal sealed partial class PricesContext : JsonSerializerContext;
