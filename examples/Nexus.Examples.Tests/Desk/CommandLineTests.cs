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
        Assert.That((options.IsSimulator, options.Past), Is.EqualTo((true, TimeSpan.FromMinutes(10))));
    }

    [Test]
    public void Every_option_is_read()
    {
        var options = CommandLine.Parse(["--port", "0", "--symbol", "SPOT_A_B", "--seed", "3", "--rate", "2.5", "--for", "1.5m", "--no-browser", "--symbol", "SPOT_C_D"]);

        Assert.That((options.Port, options.For, options.OpensBrowser), Is.EqualTo((0, TimeSpan.FromSeconds(90), false)));
        Assert.That((options.Simulator.Seed, options.Simulator.Rate), Is.EqualTo((3, 2.5)));
        Assert.That(options.Simulator.Symbols, Is.EqualTo(new[] { "SPOT_A_B", "SPOT_C_D" }));
    }

    [TestCase("--endpoint staging --key secret", "staging", "staging.nexus")]
    [TestCase("--endpoint production --key secret", "production", "nexus.")]
    [TestCase("--endpoint ws://127.0.0.1:9001/ws --key secret", "127.0.0.1", "127.0.0.1")]
    public void An_exchange_has_an_address_a_name_and_a_key_that_never_appears_in_text(string line, string name, string host)
    {
        var options = CommandLine.Parse(line.Split(' '));
        var desk = options.CreateOptions(simulator: null);

        Assert.That((desk.SourceName, desk.ClientKey), Is.EqualTo((name, "secret")));
        Assert.That(desk.BaseUri!.Host, Does.StartWith(host));
        Assert.That(desk.Symbols, Is.EqualTo(new[] { Symbol.Parse("SPOT_BTC_USDT") }));
        Assert.That($"{options} {desk} {desk.SourceName}", Does.Not.Contain("secret"));
    }

    [Test]
    public void A_replay_has_its_own_symbols_and_speed()
    {
        var file = typeof(CommandLineTests).Assembly.Location;
        var desk = CommandLine.Parse(["--replay", file, "--speed", "10", "--paper"]).CreateOptions(simulator: null);
        Assert.That((desk.Speed, desk.IsPaper, desk.Symbols.Count), Is.EqualTo((10.0, true, 0)));
        Assert.That(desk.SourceName, Is.EqualTo("the recording Nexus.Examples.Tests.dll"));
    }

    [TestCase("--endpoint staging", "--key: this endpoint requires a client key")]
    [TestCase("--key secret", "--key: requires --endpoint")]
    [TestCase("--endpoint staging --key ..", "--key: the value is not a client key")]
    [TestCase("--endpoint http://x --key secret", "--endpoint: the value is not simulator, staging, production or an address such as ws://127.0.0.1:9001/ws")]
    [TestCase("--endpoint ws://example.org/ws --key secret", "--endpoint: this address would send the key unencrypted; use wss, or add --allow-unencrypted")]
    [TestCase("--endpoint staging --key secret --seed 1", "--seed: requires the simulator")]
    [TestCase("--endpoint staging --key secret --bus nats://127.0.0.1", "--bus: cannot be combined with --endpoint")]
    [TestCase("--replay nowhere.tsv --endpoint staging --key secret", "--replay: cannot be combined with --endpoint")]
    [TestCase("--replay nowhere.tsv --past 1h", "--past: requires the simulator")]
    [TestCase("--speed 2", "--speed: requires --replay")]
    [TestCase("--speed 1001", "--speed: the speed is above 1000")]
    [TestCase("--past 7h", "--past: the duration is longer than 6h")]
    [TestCase("--history x.tsv", "--history: requires --endpoint")]
    [TestCase("--ca x", "--ca: there is no file 'x'")]
    [TestCase("--colour", "--colour: unknown option; --help lists the options")]
    [TestCase("--port", "--port: the value is missing")]
    [TestCase("--port 65536", "--port: '65536' is not a whole number from 0 to 65535")]
    [TestCase("--rate 0", "--rate: '0' is not a number above 0 and up to 1000000")]
    [TestCase("--symbol BTCUSDT", "--symbol: 'BTCUSDT' is not of the form TYPE_BASE_QUOTE")]
    [TestCase("--for soon", "--for: 'soon' is not a duration such as 500ms, 30, 30s, 5m or 1h")]
    public void An_invalid_option_is_named_in_one_line(string line, string message) =>
        Assert.That(() => CommandLine.Parse(line.Split(' ')), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
}
