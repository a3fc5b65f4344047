using System.Reactive.Concurrency;
using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

public sealed class FaultInjectorTests
{
    private static readonly string[] Hundred = [.. Enumerable.Range(0, 100).Select(static n => $"message {n}")];

    private static readonly FaultProfile Everything = new(42)
    {
        Drop = 0.1,
        Duplicate = 0.1,
        Reorder = 0.1,
        Corrupt = 0.1,
        Truncate = 0.1,
        Delay = 0.1,
        Cut = 0.02,
        MaxDelay = TimeSpan.FromMilliseconds(3),
    };

    [Test]
    public void InjectFaults_keeps_the_operator_contract() =>
        OperatorContract.Of("InjectFaults", static (IObservable<string> source, IScheduler scheduler) => source.InjectFaults(new FaultProfile(2) { Duplicate = 0.5, Reorder = 0.3 }, scheduler), Hundred[..10]).Check();

    [Test]
    public void Delays_keep_the_operator_contract() =>
        OperatorContract.Of("InjectFaults", static (IObservable<string> source, IScheduler scheduler) => source.InjectFaults(new FaultProfile(2) { Delay = 0.5 }, scheduler), Hundred[..10], OperatorTraits.DeliversOnScheduler).Rules
            .Where(static rule => !rule.Name.StartsWith("a source's error", StringComparison.Ordinal)).ToList().ForEach(static rule => rule.Check());

    [Test]
    public void A_profile_without_faults_passes_all_messages() => Assert.That(Through(new FaultProfile(1)), Is.EqualTo(Hundred));

    [Test]
    public void Dropped_messages_are_gone() => Assert.Multiple(() =>
    {
        Assert.That(Through(new FaultProfile(1) { Drop = 1 }), Is.Empty);
        Assert.That(Through(new FaultProfile(1) { Drop = 0.5 }), Has.Length.InRange(30, 70).And.SubsetOf(Hundred));
    });

    [Test]
    public void Duplicates_come_twice() =>
        Assert.That(Through(new FaultProfile(1) { Duplicate = 1 }), Is.EqualTo(Hundred.SelectMany(static text => new[] { text, text })));

    [Test]
    public void Reordered_messages_change_places_with_the_next() => Assert.Multiple(() =>
    {
        Assert.That(Through(new FaultProfile(1) { Reorder = 1 })[..4], Is.EqualTo(new[] { Hundred[1], Hundred[0], Hundred[3], Hundred[2] }));
        Assert.That(Through(new FaultProfile(1) { Reorder = 0.3 }), Is.EquivalentTo(Hundred).And.Not.EqualTo(Hundred));
    });

    [Test]
    public void Corrupt_messages_differ_in_one_byte() => Assert.That(
        Through(new FaultProfile(1) { Corrupt = 1 }).Zip(Hundred).Select(static pair => pair.First.Length == pair.Second.Length && pair.First.Zip(pair.Second).Count(static c => c.First != c.Second) == 1),
        Is.All.True);

    [Test]
    public void A_truncated_message_is_a_prefix_of_the_original() => Assert.That(
        Through(new FaultProfile(1) { Truncate = 1 }).Zip(Hundred).Select(static pair => pair.Second.StartsWith(pair.First, StringComparison.Ordinal) && pair.First.Length < pair.Second.Length),
        Is.All.True);

    [Test]
    public void A_cut_removes_some_messages_and_inserts_a_gap()
    {
        var texts = Through(new FaultProfile(3) { Cut = 0.05, MaxCut = 4 });
        var gaps = texts.Select(NexusDecoder.Decode).OfType<FeedGap>().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(gaps, Is.Not.Empty);
            Assert.That(gaps[0].Reason, Is.EqualTo("an injected cut"));
            Assert.That(texts.Length - gaps.Length, Is.InRange(100 - gaps.Length * 4, 100 - gaps.Length));
        });
    }

    [Test]
    public void A_cut_up_to_the_end_still_leaves_its_gap() =>
        Assert.That(Through(new FaultProfile(3) { Cut = 1, MaxCut = 1000 }).Select(NexusDecoder.Decode), Has.Exactly(1).TypeOf<FeedGap>());

    [Test]
    public void Delayed_messages_delay_the_messages_after_them()
    {
        using var m = new Marbles();
        var values = new (char, string)[] { ('a', "a"), ('b', "b"), ('c', "c") };
        var recording = m.Record(m.Hot("-abc|", values).InjectFaults(new FaultProfile(8) { Delay = 1, MaxDelay = TimeSpan.FromMilliseconds(20) }, m.Scheduler));
        m.Run();
        var times = recording.Events.Select(static item => item.Time).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(recording.ToDiagram(values).Marbles.Select(static marble => marble.Character), Is.EqualTo("abc|"));
            Assert.That(times, Is.Ordered);
            Assert.That(times[0], Is.GreaterThan(TimeSpan.FromMilliseconds(1)));
        });
    }

    [Test]
    public void The_same_seed_makes_the_same_faults_for_each_subscription()
    {
        var source = Hundred.ToObservable().InjectFaults(Everything with { Delay = 0 }, ImmediateScheduler.Instance);
        var first = source.ToEnumerable().ToArray();
        Assert.That(source.ToEnumerable(), Is.EqualTo(first).And.Not.EqualTo(Hundred));
    }

    [Test]
    public void The_probability_of_one_fault_does_not_change_the_positions_of_others() => Assert.That(
        Through(new FaultProfile(5) { Drop = 0.3, Duplicate = 0.4 }).Distinct(), Is.EqualTo(Through(new FaultProfile(5) { Drop = 0.3 })));

    [Test]
    public void The_stream_ends_and_every_message_decodes_for_any_seed() => Gen.ULong.Sample(static seed =>
    {
        using var m = new Marbles();
        var recording = m.Record(Observable.Interval(TimeSpan.FromMilliseconds(1), m.Scheduler).Take(100).Select(static n => Hundred[n]).InjectFaults(Everything with { Seed = seed }, m.Scheduler));
        m.Run();
        return recording.Events[^1].Notification.Kind == System.Reactive.NotificationKind.OnCompleted
            && recording.Events.SkipLast(1).All(static item => NexusDecoder.Decode(item.Notification.Value) is FeedGap or MalformedMessage);
    }, iter: 200);

    [Test]
    public void Invalid_fault_profiles_are_rejected() => Assert.Multiple(() =>
    {
        Assert.That(() => new FaultProfile(1) { Drop = 1.1 }, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("A probability must be from 0 to 1."));
        Assert.That(() => new FaultProfile(1) { Cut = double.NaN }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new FaultProfile(1) { MaxCut = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new FaultProfile(1) { MaxDelay = TimeSpan.FromTicks(-1) }, Throws.TypeOf<ArgumentOutOfRangeException>());
    });

    [Test]
    public void Fault_injection_uses_SplitMix64_so_a_seed_always_gives_the_same_faults()
    {
        var chance = new SplitMix64(0);
        Assert.That(new[] { chance.Next(), chance.Next(), chance.Next() }, Is.EqualTo(new ulong[] { 0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F }));

        chance = new SplitMix64(0);
        Assert.That(chance.NextDouble(), Is.EqualTo((0xE220A8397B1DCDAF >> 11) / (double)(1UL << 53)));
        Assert.That(chance.NextInt(1_000), Is.EqualTo(431));
    }

    [Test]
    public void Each_message_waits_its_own_delay_behind_those_before_it()
    {
        const int Count = 20;
        var faults = new FaultProfile(8) { Delay = 1, MaxDelay = TimeSpan.FromMilliseconds(5) };
        using var m = new Marbles();
        var recording = m.Record(Observable.Interval(TimeSpan.FromMilliseconds(1), m.Scheduler).Take(Count).Select(static n => $"{n}").InjectFaults(faults, m.Scheduler));
        m.Run();

        var chance = new SplitMix64(faults.Seed);
        var expected = new List<TimeSpan>();
        for (var i = 1; i <= Count; i++)
        {
            var draws = Enumerable.Range(0, 10).Select(_ => chance.NextDouble()).ToArray();
            var due = TimeSpan.FromMilliseconds(i) + faults.MaxDelay * draws[7];
            expected.Add(expected.Count > 0 && due < expected[^1] ? expected[^1] : due);
        }

        Assert.That(recording.Events.Take(Count).Select(static item => item.Time), Is.EqualTo(expected));
    }

    [Test]
    public void A_cut_of_one_message_removes_one_message()
    {
        var texts = Through(new FaultProfile(3) { Cut = 0.1, MaxCut = 1 }, [.. Enumerable.Range(0, 100).Select(static n => $"{n}")]);

        Assert.That(texts, Has.Length.EqualTo(100).And.Some.Contains("FEED_GAP"));
    }

    [Test]
    public void A_message_held_back_until_the_end_is_delivered_before_completion() =>
        Assert.That(Through(new FaultProfile(1) { Reorder = 1 }, "a", "b", "c"), Is.EqualTo(new[] { "b", "a", "c" }));

    [Test]
    public void An_empty_message_has_nothing_to_corrupt() => Assert.That(Through(new FaultProfile(1) { Corrupt = 1 }, ""), Is.EqualTo(new[] { "" }));

    private static string[] Through(FaultProfile faults, params string[] texts) => [.. texts.ToObservable().InjectFaults(faults, ImmediateScheduler.Instance).ToEnumerable()];

    private static string[] Through(FaultProfile faults) => [.. Hundred.ToObservable().InjectFaults(faults, ImmediateScheduler.Instance).ToEnumerable()];
}
