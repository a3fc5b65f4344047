using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The kit where one character, one frame or one draw of the dice more or less makes the difference.</summary>
public sealed class KitEdgeTests
{
    [TestCase("5.", "0:5 1:.")]
    [TestCase("1.s", "0:1 1:. 2:s")]
    [TestCase("1sa", "0:1 1:s 2:a")]
    [TestCase("a 2s", "0:a")]
    public void Digits_that_are_no_time_are_values(string diagram, string marbles) =>
        Assert.That(string.Join(' ', MarbleDiagram.Parse(diagram).Marbles.Select(static marble => FormattableString.Invariant($"{marble.Frame}:{marble.Character}"))), Is.EqualTo(marbles));

    [TestCase("", 0)]
    [TestCase("a-", 2)]
    [TestCase("a 2s", 2001)]
    [TestCase("ab^cd", 3)]
    [TestCase("a\n---b", 4)]
    [TestCase("52560000m", 3_153_600_000_000)]
    public void A_diagrams_length_is_that_of_what_is_written_behind_its_start(string diagram, long length) =>
        Assert.That(MarbleDiagram.Parse(diagram).Length, Is.EqualTo(length));

    [Test]
    public void A_diagram_of_marbles_is_as_long_as_they_are()
    {
        Assert.That(MarbleDiagram.Of([]).Length, Is.Zero);
        Assert.That(MarbleDiagram.Of([]).ToString(), Is.EqualTo("-"));
        Assert.That(MarbleDiagram.Of([new Marble(7, 'a'), new Marble(2, 'b')]).Length, Is.EqualTo(8));
    }

    [Test]
    public void Marbles_that_make_no_diagram_are_refused()
    {
        Assert.That(static () => MarbleDiagram.Of([new Marble(0, '-')]), Throws.TypeOf<MarbleException>().With.Message.EqualTo("'-' cannot represent a value."));
        Assert.That(static () => MarbleDiagram.Of([new Marble(1, 'a'), new Marble(0, '|')]), Throws.TypeOf<MarbleException>().With.Message.EqualTo("Nothing can follow the end."));
        Assert.That(static () => MarbleDiagram.Of(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("marbles"));
        Assert.That(static () => MarbleDiagram.Parse(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void A_line_behind_another_lines_end_is_refused() =>
        Assert.That(static () => MarbleDiagram.Parse("a|\n---b"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("A line continues after another line's end.\na|\n---b"));

    [TestCase("--!", "'!' before '^'.", 2)]
    [TestCase("^-!-!", "A second '!'.", 4)]
    [TestCase("^-^", "A second '^'.", 2)]
    [TestCase("^-a-!", "A subscription diagram has '^', '!', '-' and times, no 'a'.", 2)]
    public void A_faulty_subscription_diagram_is_pointed_at(string diagram, string complaint, int column) =>
        Assert.That(() => MarbleSubscription.Parse(diagram), Throws.TypeOf<MarbleException>().With.Message.EqualTo($"{complaint}\n  {diagram}\n  {new string(' ', column)}^"));

    [Test]
    public void A_subscription_diagram_needs_its_start() =>
        Assert.That(static () => MarbleSubscription.Parse("--"), Throws.TypeOf<MarbleException>().With.Message.EqualTo("A subscription diagram needs its '^'.\n  --"));

    [TestCase(21, "a--------------------b")]
    [TestCase(22, "a 21ms b")]
    [TestCase(1_001, "a 1s b")]
    [TestCase(60_001, "a 1m b")]
    [TestCase(90_001, "a 90s b")]
    public void Silence_is_written_in_dashes_or_in_the_largest_unit_that_fits(long frame, string diagram) =>
        Assert.That(MarbleDiagram.Of([new Marble(0, 'a'), new Marble(frame, 'b')]).ToString(), Is.EqualTo(diagram));

    [Test]
    public void Silence_before_all_begins_the_line() => Assert.That(MarbleDiagram.Of([new Marble(1_500, 'a')]).ToString(), Is.EqualTo("1.5s a"));

    [Test]
    public void Values_that_would_read_as_a_time_are_kept_apart()
    {
        var diagram = MarbleDiagram.Of([new Marble(0, '1'), new Marble(1, 'm'), new Marble(2, 's')]);

        Assert.That(diagram.ToString(), Is.EqualTo("1 ms"));
        Assert.That(MarbleDiagram.Parse("1 ms"), Is.EqualTo(diagram));
        Assert.That(MarbleDiagram.Parse("a 99ms 1 m").ToString(), Is.EqualTo("a 99ms 1 m"));
        Assert.That(MarbleDiagram.Parse("a1m").ToString(), Is.EqualTo("a1m"));
    }

    [Test]
    public void The_dice_are_SplitMix64_so_that_a_seed_keeps_its_faults()
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
    public void A_cut_of_one_message_takes_one()
    {
        var texts = Through(new FaultProfile(3) { Cut = 0.1, MaxCut = 1 }, [.. Enumerable.Range(0, 100).Select(static n => $"{n}")]);

        Assert.That(texts, Has.Length.EqualTo(100).And.Some.Contains("FEED_GAP"));
    }

    [Test]
    public void A_message_held_back_to_the_end_comes_before_it() =>
        Assert.That(Through(new FaultProfile(1) { Reorder = 1 }, "a", "b", "c"), Is.EqualTo(new[] { "b", "a", "c" }));

    [Test]
    public void An_empty_message_has_nothing_to_corrupt() => Assert.That(Through(new FaultProfile(1) { Corrupt = 1 }, ""), Is.EqualTo(new[] { "" }));

    [Test]
    public void Arguments_that_are_missing_are_named()
    {
        var faults = new FaultProfile(1);
        var source = Observable.Never<string>();
        Assert.That(() => FaultInjector.InjectFaults(null!, faults, Scheduler.Immediate), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("source"));
        Assert.That(() => source.InjectFaults(null!, Scheduler.Immediate), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("faults"));
        Assert.That(() => source.InjectFaults(faults, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("scheduler"));
        Assert.That(static () => BookDiffChecks.CheckAgainstBooks(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("diffs"));
        Assert.That(static () => OperatorContract.Of("", static (IObservable<int> numbers, IScheduler _) => numbers, 1), Throws.ArgumentException);
        Assert.That(static () => OperatorContract.Of<int, int>("None", null!, 1), Throws.ArgumentNullException);
        Assert.That(static () => OperatorContract.Of("None", static (IObservable<int> numbers, IScheduler _) => numbers, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("samples"));
        Assert.That(static () => OperatorContract.Of<int, int, int>("None", null!, [1], [1]), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("build"));
        Assert.That(static () => OperatorContract.Of("None", static (IObservable<int> a, IObservable<int> b, IScheduler _) => a.Merge(b), null!, [1]), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("firstSamples"));
        Assert.That(static () => OperatorContract.Of("None", static (IObservable<int> a, IObservable<int> b, IScheduler _) => a.Merge(b), [1], null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("secondSamples"));
        using var m = new Marbles();
        Assert.That(() => m.Record<int>(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("observable"));
        Assert.That(() => m.Hot("a", (IReadOnlyDictionary<char, int>)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("values"));
        Assert.That(() => m.Hot("a", (Exception)null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("error"));
        Assert.That(() => m.Feed("-", (NexusFeedOptions)null!, ('p', Make.Ping())), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("options"));
        Assert.That(() => m.ExpectSubscriptions<int>(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("source"));
        Assert.That(() => m.ExpectSubscriptions(m.Cold("a")).ToBe(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("diagrams"));
        Assert.That(static () => Make.Book(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("levels"));
        Assert.That(static () => Make.Trade(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("text"));
        Assert.That(() => m.Expect(m.Hot("a")).Using(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("comparer"));
        Assert.That(() => m.Run(), Throws.TypeOf<MarbleException>());
        var same = OperatorContract.Of("Same", static (IObservable<int> numbers, IScheduler _) => numbers, 1);
        Assert.That(() => same.WithThrowingFunction<int, int>(null!, 1), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("build"));
        Assert.That(() => same.WithThrowingFunction(static (IObservable<int> numbers, IScheduler _, Exception _) => numbers, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("samples"));
    }

    [Test]
    public void A_book_may_begin_again_and_a_price_changes_once_a_diff()
    {
        var ask = new LevelChange(BookSide.Ask, 101, 0, 1);
        var bid = new LevelChange(BookSide.Bid, 100, 0, 1);

        Assert.That(Fault(Diff(true, ask, bid), Diff(true, ask, bid)), Is.Null);
        Assert.That(Fault(Diff(true, ask, ask with { OldQuantity = 1, NewQuantity = 2 })), Does.Contain("out of order"));
        Assert.That(Fault(Diff(true, bid, bid with { OldQuantity = 1, NewQuantity = 2 })), Does.Contain("out of order"));

        static BookDiff Diff(bool isInitial, params LevelChange[] changes) => new(Make.Symbol, Marbles.DefaultStart, [.. changes], isInitial);

        static string? Fault(params BookDiff[] diffs)
        {
            Exception? error = null;
            diffs.ToObservable().CheckAgainstBooks().Subscribe(static _ => { }, e => error = e);
            return error?.Message;
        }
    }

    [Test]
    public void Messages_without_a_time_of_their_own_take_their_frames()
    {
        var (time, other) = (Marbles.DefaultStart.AddSeconds(1), Marbles.DefaultStart.AddHours(1));
        Assert.That(((OrderUpdate)FrameStamp.Stamp(Make.Order("100x10 buy"), time)).Timestamp, Is.EqualTo(time));
        Assert.That(((OrderUpdate)FrameStamp.Stamp(Make.Order("100x10 buy") with { Timestamp = other }, time)).Timestamp, Is.EqualTo(other));
        Assert.That(((Transaction)FrameStamp.Stamp(Make.Transaction("100x10 buy"), time)).Timestamp, Is.EqualTo(time));
        Assert.That(((Transaction)FrameStamp.Stamp(Make.Transaction("100x10 buy") with { Timestamp = other }, time)).Timestamp, Is.EqualTo(other));
        Assert.That(((Ping)FrameStamp.Stamp(Make.Ping(), time)).Timestamp, Is.EqualTo(time));
        Assert.That(((Ping)FrameStamp.Stamp(Make.Ping(other), time)).Timestamp, Is.EqualTo(other));
    }

    [TestCase("""{"event":"TRADE"}""", """{"timestamp":1704067200000,"event":"TRADE"}""")]
    [TestCase("""{"event":"TRADE","timestamp":5}""", """{"event":"TRADE","timestamp":5}""")]
    [TestCase("""{"event":"FEED_GAP"}""", """{"event":"FEED_GAP"}""")]
    [TestCase("no object", "no object")]
    public void Raw_text_takes_its_frames_time_where_it_has_none_and_a_place_for_it(string text, string stamped) =>
        Assert.That(FrameStamp.Stamp(text, Marbles.DefaultStart), Is.EqualTo(stamped));

    [Test]
    public void A_gap_may_be_of_one_symbol()
    {
        Assert.That(Make.Gap().Symbol, Is.Null);
        Assert.That(Make.Gap("cut", "SPOT_ETH_USDT").Symbol, Is.EqualTo(Symbol.Parse("SPOT_ETH_USDT")));
    }

    [Test]
    public void Values_are_written_as_the_builders_read_them_and_not_too_long()
    {
        var change = new LevelChange(BookSide.Ask, 101, 0, 1);
        Assert.That(MarbleText.Of(Make.Trade("100x2 buy")), Is.EqualTo("Trade SPOT_BTC_USDT 2024-01-01T00:00:00Z 100x2 buy").Or.EqualTo("Trade SPOT_BTC_USDT 2024-01-01T00:00:00+00:00 100x2 buy"));
        Assert.That(MarbleText.Of(Make.Trade("100x2 sell")), Does.EndWith(" 100x2 sell"));
        Assert.That(MarbleText.Of(new BookDiff(Make.Symbol, Marbles.DefaultStart, [change], isInitial: true)), Does.EndWith(" initial [Ask 101 0→1]"));
        Assert.That(MarbleText.Of(new BookDiff(Make.Symbol, Marbles.DefaultStart, [change], isInitial: false)), Does.EndWith("Z [Ask 101 0→1]").Or.EndWith("+00:00 [Ask 101 0→1]"));
        Assert.That(MarbleText.Of(new string('a', 10_000)), Has.Length.LessThan(1_000).And.EndsWith("…"));
        Assert.That(MarbleText.Of(new string('a', 198)), Has.Length.EqualTo(200).And.EndsWith("\""));
        Assert.That(MarbleText.Of(new string('a', 199)), Has.Length.EqualTo(201).And.EndsWith("a…"));
        Assert.That(MarbleText.Of("a\nb"), Is.EqualTo("\"a b\""));
        Assert.That(MarbleText.Of((Exception)new InvalidOperationException("a\nb")), Is.EqualTo("InvalidOperationException: a b"));
        Assert.That(MarbleText.Of((1, "a", new[] { 'b', 'c' })), Is.EqualTo("(1, \"a\", ['b', 'c'])"));
        Assert.That(MarbleText.Of('a'), Is.EqualTo("'a'"));
        Assert.That(MarbleText.Of<string?>(null), Is.EqualTo("null"));
    }

    [Test]
    public void What_has_run_takes_nothing_new()
    {
        var m = new Marbles();
        var hot = m.Hot("a|");
        var expectation = m.Expect(hot);
        var subscriptions = m.ExpectSubscriptions(hot);
        expectation.ToBe("a|");
        subscriptions.ToBe("^!");
        m.Run();

        Assert.Multiple(() =>
        {
            Assert.That(() => m.Run(), Throws.InvalidOperationException.With.Message.EqualTo("These marbles have run: create new ones for another run."));
            Assert.That(() => m.Hot("a"), Throws.InvalidOperationException);
            Assert.That(() => m.Cold("a"), Throws.InvalidOperationException);
            Assert.That(() => m.Feed("-"), Throws.InvalidOperationException);
            Assert.That(() => m.Record(hot), Throws.InvalidOperationException);
            Assert.That(() => m.Expect(hot), Throws.InvalidOperationException);
            Assert.That(() => m.ExpectSubscriptions(hot), Throws.InvalidOperationException);
            Assert.That(() => expectation.ToBe("a|"), Throws.InvalidOperationException);
            Assert.That(() => subscriptions.ToBe("^!"), Throws.InvalidOperationException);
        });
        m.Dispose();
    }

    [Test]
    public void One_thing_is_expected_to_be_one_thing()
    {
        using var m = new Marbles();
        var hot = m.Hot("a|");
        var expectation = m.Expect(hot);
        var subscriptions = m.ExpectSubscriptions(hot);
        expectation.ToBe("a|");
        subscriptions.ToBe("^!");

        Assert.That(() => expectation.ToBe("b|"), Throws.TypeOf<MarbleException>().With.Message.StartsWith("Expect(hot) has two expectations."));
        Assert.That(() => subscriptions.ToBe("^--!"), Throws.TypeOf<MarbleException>().With.Message.StartsWith("ExpectSubscriptions(hot) has two expectations."));
        m.Run();
    }

    [Test]
    public void A_subscription_of_no_length_happens_before_it_ends()
    {
        using var m = new Marbles();
        var hot = m.Hot("-a|");
        m.Record(hot, "-(^!)");
        m.ExpectSubscriptions(hot).ToBe("-(^!)");
        m.Run();
    }

    private static string[] Through(FaultProfile faults, params string[] texts) => [.. texts.ToObservable().InjectFaults(faults, ImmediateScheduler.Instance).ToEnumerable()];
}
