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

    [Test]
    public void Default_is_no_symbol_and_reads_as_empty() =>
        Assert.That((default(Symbol).ToString(), default(Symbol).Base), Is.EqualTo((string.Empty, string.Empty)));
}
