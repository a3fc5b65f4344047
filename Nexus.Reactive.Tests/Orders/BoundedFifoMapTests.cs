using CsCheck;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>The bounded memory of keys, against a dictionary with a queue.</summary>
public sealed class BoundedFifoMapTests
{
    // Few keys, so that they meet again; in steps of a large power of two, so that a hash of the lower bits alone would fail.
    private static readonly Gen<(int Capacity, long Step, (long Key, bool IsSet)[] Steps)> Runs =
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 2].Select(i => i switch { 0 => 1L, 1 => -3L, _ => 1L << 40 }), Gen.Select(Gen.Long[0, 60], Gen.Bool).Array[0, 300]);

    [Test]
    public void Remembers_the_latest_keys_and_their_notes() => Runs.Sample(static run =>
    {
        var recent = new BoundedFifoMap<int>(run.Capacity);
        var (notes, keys) = (new Dictionary<long, int>(), new Queue<long>());
        var note = 0;
        foreach (var (number, isSet) in run.Steps)
        {
            var key = number * run.Step;
            note++;
            var isNew = !notes.ContainsKey(key);
            if (isSet)
                recent.Set(key, note);
            else
                Assert.That((recent.TryAdd(key, note, out var known), known), Is.EqualTo((isNew, isNew ? note : notes[key])));

            if (isNew || isSet)
                notes[key] = note;
            if (isNew)
                keys.Enqueue(key);
            if (keys.Count > run.Capacity)
                notes.Remove(keys.Dequeue());
            for (var other = 0; other <= 60; other++)
            {
                var isKnown = notes.TryGetValue(other * run.Step, out var expected);
                Assert.That((recent.TryGet(other * run.Step, out var found), found), Is.EqualTo((isKnown, expected)));
            }
        }
    });

    [TestCase(1_000)]
    [TestCase(5_000)]
    [TestCase(1_000_000)]
    public void Keeps_as_many_as_it_holds(int capacity)
    {
        var recent = new BoundedFifoMap<long>(capacity);
        for (var key = 0L; key < 20_000; key++)
            recent.Set(key, -key);

        var kept = Enumerable.Range(0, 20_000).Where(key => recent.TryGet(key, out var note) && note == -key);
        Assert.That(kept, Is.EqualTo(Enumerable.Range(0, 20_000).Skip(20_000 - Math.Min(capacity, 20_000))));
    }
}
