using Strategy;

namespace Nexus.Examples.Tests.Strategy;

public sealed class OptionsTests
{
    [Test]
    public void Options_are_read_and_the_rest_is_as_the_help_says()
    {
        var options = Options.Parse(["--for", "5s", "--seed", "-3", "--record", "a.tsv.gz"]);

        Assert.That((options.For, options.Seed, options.Record, options.Replay, options.Plot), Is.EqualTo((TimeSpan.FromSeconds(5), -3, "a.tsv.gz", (string?)null, "strategy.png")));
    }

    [TestCase("--for", "0", "--for: '0' is not a whole number from 1 to 2147483")]
    [TestCase("--for", "soon", "--for: 'soon' is not a whole number from 1 to 2147483")]
    [TestCase("--sed", "1", "--sed: no such option; --help lists them")]
    [TestCase("--plot", null, "--plot: a value is missing")]
    public void A_fault_names_the_option(string name, string? value, string message) =>
        Assert.That(() => Options.Parse(value is null ? [name] : [name, value]), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));
}
