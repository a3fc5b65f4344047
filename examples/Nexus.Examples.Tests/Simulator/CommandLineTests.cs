using System.Globalization;
using Nexus.Simulator;
using Nexus.Simulator.Hostility;
using Nexus.Simulator.Tls;
using Nexus.Simulator.Wire;

namespace Nexus.Examples.Tests.Simulator;

public sealed class CommandLineTests
{
    [Test]
    public void Options_are_read_and_repeated_ones_accumulate()
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

    [Test]
    public void The_command_line_configures_the_faults_to_inject()
    {
        var read = CommandLine.Parse(
            ["--hostile", "refuse=1", "--hostile", "drop", "--restart", "30s", "--tls", "wrong-host", "--authority", "ca.pem"]);

        Assert.That(read.Simulator.Behaviour.Refuse("KEY", "SPOT_BTC_USDT"), Is.EqualTo(401));
        Assert.That(read.RestartEvery, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(read.Simulator.Certificate, Is.EqualTo(ServerCertificate.WrongHost));
        Assert.That(read.AuthorityFile, Is.EqualTo("ca.pem"));
    }

    [Test]
    public void The_help_lists_each_fault_with_its_probability() => Assert.Multiple(() =>
    {
        foreach (var (name, (chance, make)) in Misdeeds.All)
        {
            Assert.That(CommandLine.Help.Split('\n'), Has.One.StartsWith(string.Create(CultureInfo.InvariantCulture, $"  {name} {chance} ")));
            Assert.That(make(), Is.Not.Null);
            Assert.That(() => CommandLine.Parse(["--hostile", name]), Throws.Nothing);
        }

        Assert.That(CommandLine.Parse(["--hostile", "all"]).Simulator.Behaviour, Is.TypeOf<Hostile>());
        Assert.That(CommandLine.Parse([]).Simulator.Behaviour, Is.SameAs(WireBehaviour.Polite));
    });

    [TestCase("--hostile", "kind")]
    [TestCase("--hostile", "drop=2")]
    [TestCase("--hostile", "drop=")]
    [TestCase("--tls", "none")]
    [TestCase("--authority", "ca.pem")]
    [TestCase("--restart", "0s")]
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
    [TestCase("--for", "1e5s")]
    [TestCase("--for", "99999999999h")]
    [TestCase("--key", "")]
    [TestCase("--key")]
    [TestCase("--verbose")]
    public void An_invalid_option_is_named_in_one_line(params string[] args) =>
        Assert.That(() => CommandLine.Parse(args), Throws.InstanceOf<FormatException>().With.Message.StartsWith(args[0]).And.Message.Not.Contains("\n"));
}
