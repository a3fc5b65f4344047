using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Diagrams of subscriptions.</summary>
public sealed class MarbleSubscriptionTests
{
    [TestCase("--!-^", "'!' before '^'.", 4)]
    [TestCase("^-!-!", "A second '!'.", 4)]
    [TestCase("^-^", "A second '^'.", 2)]
    [TestCase("^-a-!", "A subscription diagram has '^', '!', '-' and times, no 'a'.", 2)]
    public void The_message_points_at_the_fault_in_the_subscription_diagram(string diagram, string complaint, int column) =>
        Assert.That(() => MarbleSubscription.Parse(diagram), Throws.TypeOf<MarbleException>().With.Message.EqualTo($"{complaint}\n  {diagram}\n  {new string(' ', column)}^"));

    [Test]
    public void A_subscription_diagram_needs_its_start() =>
        Assert.That(static () => MarbleSubscription.Parse("--"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("A subscription diagram must contain '^' or '!'.\n  --"));

    [Test]
    public void A_zero_length_subscription_is_made_before_it_ends()
    {
        using var m = new Marbles();
        var hot = m.Hot("-a|");
        m.Record(hot, "-(^!)");
        m.ExpectSubscriptions(hot).ToBe("-(^!)");
        m.Run();
    }
}
