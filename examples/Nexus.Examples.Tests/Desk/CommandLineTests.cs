using Nexus.Desk;

namespace Nexus.Examples.Tests.Desk;

public sealed class CommandLineTests
{
    [Test]
    public void The_defaults_are_three_symbols_and_a_browser()
    {
        var options = CommandLine.Parse([]);

        Assert.That((options.Port, options.For, options.OpensBrowser), Is.EqualTo((5080, (TimeSpan?)null, true)));
        Assert.That(options.Simulator.Symbols, Is.EqualTo(new[] { "SPOT_BTC_USDT", "SPOT_ETH_USDT", "SPOT_SOL_USDT" }));
    }

    [Test]
    public void Every_option_is_read()
    {
        var options = CommandLine.Parse(["--port", "0", "--symbol", "SPOT_A_B", "--seed", "3", "--rate", "2.5", "--for", "1.5m", "--no-browser", "--symbol", "SPOT_C_D"]);

        Assert.That((options.Port, options.For, options.OpensBrowser), Is.EqualTo((0, TimeSpan.FromSeconds(90), false)));
        Assert.That((options.Simulator.Seed, options.Simulator.Rate), Is.EqualTo((3, 2.5)));
        Assert.That(options.Simulator.Symbols, Is.EqualTo(new[] { "SPOT_A_B", "SPOT_C_D" }));
    }

    [TestCase("--colour", "--colour: unknown option; --help lists the options")]
    [TestCase("--port", "--port: the value is missing")]
    [TestCase("--port 65536", "--port: '65536' is not a whole number from 0 to 65535")]
    [TestCase("--rate 0", "--rate: '0' is not a number above 0 and up to 1000000")]
    [TestCase("--symbol BTCUSDT", "--symbol: 'BTCUSDT' is not of the form TYPE_BASE_QUOTE")]
    [TestCase("--for soon", "--for: 'soon' is not a duration such as 500ms, 30, 30s, 5m or 1h")]
    public void An_invalid_option_is_named_in_one_line(string line, string message) =>
        Assert.That(() => CommandLine.Parse(line.Split(' ')), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
}
