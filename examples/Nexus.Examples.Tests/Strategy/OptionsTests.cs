using Strategy;

namespace Nexus.Examples.Tests.Strategy;

public sealed class OptionsTests
{
    [Test]
    public void Options_are_read_and_the_others_have_their_documented_defaults()
    {
        var options = Options.Parse(["--for", "5s", "--seed", "-3", "--record", "a.tsv.gz"]);

        Assert.That((options.For, options.Seed, options.Record, options.Replay, options.Plot), Is.EqualTo((TimeSpan.FromSeconds(5), -3, "a.tsv.gz", (string?)null, "strategy.png")));
    }

    [Test]
    public void The_options_of_a_grid_are_read()
    {
        var options = Options.Parse([
            "--vary", "skew=0,0.5", "--backtest", "a.tsv", "--backtest=b.tsv", "--strategy=maker", "--set", "quantity=0.2", "--vary", "requote=0.1", "--table", "t.parquet",
            "--fees", "-0.01,0.05", "--queue", "power:2.5", "--latency", "5ms"]);

        Assert.That(options.Backtests, Is.EqualTo(new[] { "a.tsv", "b.tsv" }));
        Assert.That(options.Axes.Select(static axis => $"{axis.Setting.Name} {axis.Values.Count}"), Is.EqualTo(new[] { "skew 2", "requote 1" }));
        Assert.That(options.Rules, Is.EqualTo(new MarketMakerRules { Quantity = 0.2m }));
        Assert.That((options.Exchange.Fees.Maker, options.Exchange.Fees.Taker, options.Exchange.Queue.ToString()), Is.EqualTo((-0.0001m, 0.0005m, "power 2.5")));
    }

    [TestCase("--vary: requires --backtest", "--vary", "hold=1")]
    [TestCase("--vary: at most two different parameters can be varied", "--backtest", "a", "--vary", "hold=1", "--vary", "hold=2")]
    [TestCase("--backtest: several recordings require --vary", "--backtest", "a", "--backtest", "b")]
    [TestCase("--table: requires --vary", "--backtest", "a", "--table", "t")]
    [TestCase("--record: cannot be combined with --backtest", "--backtest", "a", "--record", "t")]
    [TestCase("--replay: cannot be combined with --record and --backtest", "--backtest", "a", "--replay", "t")]
    public void Options_that_do_not_fit_together_are_named(string message, params string[] args) =>
        Assert.That(() => Options.Parse(args), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [TestCase("--strategy", "scalper", "--strategy: 'scalper' is not breakout or maker")]
    [TestCase("--set", "hold=0", "--set: '0' is not a value of hold")]
    [TestCase("--set", "hold=1,2", "--set: the parameter has more than one value; use --vary")]
    [TestCase("--set", "skew=1", "--set: 'skew=1' is not of the form NAME=VALUE,VALUE,… with a name of window, width, imbalance, quantity, patience, hold")]
    [TestCase("--fees", "1", "--fees: '1' is not of the form MAKER,TAKER in percent, each from -10 to 10")]
    [TestCase("--queue", "power:0", "--queue: 'power:0' is not risk-averse, first, log or power:N")]
    [TestCase("--for", "0", "--for: '0' is not a duration such as 500ms, 30, 30s, 5m or 1h")]
    [TestCase("--for", "soon", "--for: 'soon' is not a duration such as 500ms, 30, 30s, 5m or 1h")]
    [TestCase("--sed", "1", "--sed: unknown option; --help lists the options")]
    [TestCase("--plot", null, "--plot: the value is missing")]
    public void An_invalid_option_is_named(string name, string? value, string message) =>
        Assert.That(() => Options.Parse(value is null ? [name] : [name, value]), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
}
