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

    [TestCase("--for", "0", "--for: '0' is not a duration such as 500ms, 30, 30s, 5m or 1h")]
    [TestCase("--for", "soon", "--for: 'soon' is not a duration such as 500ms, 30, 30s, 5m or 1h")]
    [TestCase("--sed", "1", "--sed: unknown option; --help lists the options")]
    [TestCase("--plot", null, "--plot: the value is missing")]
    public void An_invalid_option_is_named(string name, string? value, string message) =>
        Assert.That(() => Options.Parse(value is null ? [name] : [name, value]), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
}
