using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Bus;

public sealed class LeaseRulesTests
{
    private readonly LeaseRules _rules = new("me", TimeSpan.FromSeconds(4));

    [Test]
    public void A_free_lease_is_taken() => Assert.That(Observe(null, 0), Is.EqualTo(LeaseStep.Take));

    [Test]
    public void A_released_lease_is_taken() => Assert.That(Observe(new LeaseEntry("", 3), 0), Is.EqualTo(LeaseStep.Take));

    [Test]
    public void A_lease_that_does_not_change_for_its_full_duration_is_taken()
    {
        Assert.That(Observe(new LeaseEntry("other", 3), 0), Is.EqualTo(LeaseStep.Wait));
        Assert.That(Observe(new LeaseEntry("other", 3), 3.9), Is.EqualTo(LeaseStep.Wait));
        Assert.That(Observe(new LeaseEntry("other", 3), 4), Is.EqualTo(LeaseStep.Take));
        Assert.That(_rules.Revision, Is.EqualTo(3));
    }

    [Test]
    public void A_renewal_restarts_the_wait_for_the_lease()
    {
        Observe(new LeaseEntry("other", 3), 0);
        Observe(new LeaseEntry("other", 4), 3);
        Assert.That(Observe(new LeaseEntry("other", 4), 6.9), Is.EqualTo(LeaseStep.Wait));
        Assert.That(Observe(new LeaseEntry("other", 4), 7), Is.EqualTo(LeaseStep.Take));
    }

    [Test]
    public void A_successful_write_without_a_reply_is_recognized_by_the_holder() =>
        Assert.That(Observe(new LeaseEntry("me", 5), 0), Is.EqualTo(LeaseStep.Hold));

    [Test]
    public void A_leader_that_finds_another_holder_is_deposed_once_and_returns_to_standby()
    {
        _rules.Written(5);
        Assert.That(Observe(new LeaseEntry("other", 6), 0), Is.EqualTo(LeaseStep.Deposed));
        Assert.That(Observe(new LeaseEntry("other", 6), 1), Is.EqualTo(LeaseStep.Wait));
    }

    private LeaseStep Observe(LeaseEntry? entry, double seconds) => _rules.Observe(entry, TimeSpan.FromSeconds(seconds));
}
