using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Bus;

public sealed class LeaseRulesTests
{
    private readonly LeaseRules _rules = new("me", TimeSpan.FromSeconds(4));

    [Test]
    public void A_free_lease_is_taken() => Assert.That(Observe(null, 0), Is.EqualTo(LeaseStep.Take));

    [Test]
    public void A_lease_that_was_given_up_is_taken() => Assert.That(Observe(new LeaseEntry("", 3), 0), Is.EqualTo(LeaseStep.Take));

    [Test]
    public void A_lease_that_stays_unchanged_for_its_whole_length_is_taken()
    {
        Assert.That(Observe(new LeaseEntry("other", 3), 0), Is.EqualTo(LeaseStep.Wait));
        Assert.That(Observe(new LeaseEntry("other", 3), 3.9), Is.EqualTo(LeaseStep.Wait));
        Assert.That(Observe(new LeaseEntry("other", 3), 4), Is.EqualTo(LeaseStep.Take));
        Assert.That(_rules.Revision, Is.EqualTo(3));
    }

    [Test]
    public void A_renewal_starts_the_wait_again()
    {
        Observe(new LeaseEntry("other", 3), 0);
        Observe(new LeaseEntry("other", 4), 3);
        Assert.That(Observe(new LeaseEntry("other", 4), 6.9), Is.EqualTo(LeaseStep.Wait));
        Assert.That(Observe(new LeaseEntry("other", 4), 7), Is.EqualTo(LeaseStep.Take));
    }

    [Test]
    public void An_unanswered_write_that_succeeded_is_recognised_by_the_holder() =>
        Assert.That(Observe(new LeaseEntry("me", 5), 0), Is.EqualTo(LeaseStep.Hold));

    [Test]
    public void A_leader_that_finds_another_holder_is_deposed_once_and_then_stands_by()
    {
        _rules.Written(5);
        Assert.That(Observe(new LeaseEntry("other", 6), 0), Is.EqualTo(LeaseStep.Deposed));
        Assert.That(Observe(new LeaseEntry("other", 6), 1), Is.EqualTo(LeaseStep.Wait));
    }

    private LeaseStep Observe(LeaseEntry? entry, double seconds) => _rules.Observe(entry, TimeSpan.FromSeconds(seconds));
}
