using Nexus.Simulator;

namespace Nexus.Reactive.Tests.Simulator;

public sealed class CommandLineTests
{
    [Test]
    public void Options_are_read_and_the_repeatable_ones_add_up()
    {
        var read = CommandLine.Parse(
            ["--port", "0", "--seed", "-3", "--symbol", "SPOT_A_B", "--symbol", "SPOT_C_D", "--key", "x", "--rate", "2.5", "--depth", "5", "--for", "1.5s"]);

        Assert.That(read.For, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
        Assert.That(read.Simulator.Port, Is.Zero);
        Assert.That(read.Simulator.Seed, Is.EqualTo(-3));
        Assert.That(read.Simulator.Symbols, Is.EqualTo(new[] { "SPOT_A_B", "SPOT_C_D" }));
        Assert.That(read.Simulator.Keys, Is.EqualTo(new[] { "x" }));
        Assert.That(read.Simulator.Rate, Is.EqualTo(2.5));
        Assert.That(read.Simulator.BookDepth, Is.EqualTo(5));
    }

    [TestCase("--port", "70000")]
    [TestCase("--port", "x")]
    [TestCase("--seed", "1.5")]
    [TestCase("--symbol", "BTCUSDT")]
    [TestCase("--symbol", "SPOT__USDT")]
    [TestCase("--rate", "0")]
    [TestCase("--rate", "1,5")]
    [TestCase("--rate", "NaN")]
    [TestCase("--depth", "0")]
    [TestCase("--for", "0s")]
    [TestCase("--for", "10")]
    [TestCase("--for", "1e5s")]
    [TestCase("--for", "99999999999h")]
    [TestCase("--key", "")]
    [TestCase("--key")]
    [TestCase("--verbose")]
    public void A_fault_is_told_in_one_line_that_names_the_option(params string[] args) =>
        Assert.That(() => CommandLine.Parse(args), Throws.InstanceOf<FormatException>().With.Message.StartsWith(args[0]).And.Message.Not.Contains("\n"));
}
