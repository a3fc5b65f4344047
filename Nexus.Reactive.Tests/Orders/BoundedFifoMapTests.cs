namespace Nexus.Reactive.Tests.Orders;

/// <summary>The bounded memory of keys.</summary>
public sealed class BoundedFifoMapTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1_000)]
    [TestCase(1_000_000)]
    public void The_map_keeps_the_latest_keys_up_to_its_capacity(int capacity)
    {
        var recent = new BoundedFifoMap<long, long>(capacity);
        for (var key = 0L; key < 20_000; key++)
            recent.Set(key, -key);

        var kept = Enumerable.Range(0, 20_000).Where(key => recent.TryGet(key, out var note) && note == -key);
        Assert.That(kept, Is.EqualTo(Enumerable.Range(0, 20_000).Skip(20_000 - Math.Min(capacity, 20_000))));
    }

    [Test]
    public void A_known_key_keeps_its_position_and_only_Set_changes_its_value()
    {
        var recent = new BoundedFifoMap<long, int>(2);
        Assert.That(recent.TryAdd(1, 10, out _), Is.True);
        Assert.That(recent.TryAdd(1, 11, out var known), Is.False);
        Assert.That(known, Is.EqualTo(10));
        recent.Set(2, 20);
        recent.Set(1, 12);
        Assert.That(recent.TryGet(1, out known), Is.True);
        Assert.That(known, Is.EqualTo(12));

        recent.Set(3, 30);
        Assert.That((recent.TryGet(1, out _), recent.TryGet(2, out _), recent.TryGet(3, out _)), Is.EqualTo((false, true, true)));
    }
}
