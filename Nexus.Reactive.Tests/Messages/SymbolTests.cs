namespace Nexus.Reactive.Tests.Messages;

public sealed class SymbolTests
{
    [Test]
    public void Parse_gives_the_three_parts_and_ToString_the_text()
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
    public void Anything_else_is_no_symbol(string text)
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
    public void Parts_that_make_no_symbol_are_refused(string type, string @base, string quote) => Assert.That(
        () => new Symbol(type, @base, quote),
        Throws.ArgumentException.With.Message.EqualTo($"'{type}_{@base}_{quote}' is not a symbol of the form TYPE_BASE_QUOTE."));

    [Test]
    public void Nothing_is_no_part_and_no_symbol()
    {
        Assert.That(static () => new Symbol(null!, "BTC", "USDT"), Throws.ArgumentNullException);
        Assert.That(static () => new Symbol("SPOT", null!, "USDT"), Throws.ArgumentNullException);
        Assert.That(static () => new Symbol("SPOT", "BTC", null!), Throws.ArgumentNullException);
        Assert.That(static () => Symbol.Parse(null!), Throws.ArgumentNullException);
        Assert.That(Symbol.TryParse(null, out _), Is.False);
    }

    [TestCase("SPOT_BTC.X_US-DT")]
    [TestCase("SPOT_Ä2.é_US-ß")]
    public void Letters_of_any_script_dots_and_dashes_may_stand_in_a_part(string text) =>
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

    [Test]
    public void Default_is_no_symbol_and_reads_as_empty() =>
        Assert.That((default(Symbol).ToString(), default(Symbol).Base), Is.EqualTo((string.Empty, string.Empty)));
}
