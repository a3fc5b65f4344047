using System.Reactive.Concurrency;
using System.Reactive.Linq;
using CsCheck;
using Microsoft.Reactive.Testing;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Testing;
using static Nexus.Reactive.Tests.Recording.RecordingDamageTests;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Replays of recordings at their original pace or a multiple of it.</summary>
public sealed class ReplayTests : ReactiveTest
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    // A file's lines are at their times.
    [TestCase("a---bc--d", 1,
              "a---bc--(d|)", TestName = "On_a_virtual_scheduler_lines_come_at_the_recorded_times")]
    [TestCase("(abc)-d", 1,
              "(abc)-(d|)", TestName = "Lines_with_the_same_time_keep_their_order")]
    [TestCase("a---b-------c", 4,
              "ab-(c|)", TestName = "The_speed_divides_the_time_between_lines")]
    [TestCase("a-b", 0.5,
              "a---(b|)", TestName = "A_speed_below_one_extends_the_time_between_lines")]
    public void Replaying(string file, double speed, string result)
    {
        using var m = Marbles();
        m.Expect(NexusRecording.Replay([Recorded("a", file)], speed, m.Scheduler).Select(static line => line[0])).ToBe(result);
        m.Run();
    }

    [TestCase("a-(bc)---d",
              "-A(B)---C-",
              "aA(bcB)-C(d|)", TestName = "Lines_are_merged_by_time_and_lines_with_the_same_time_follow_the_order_of_the_paths")]
    [TestCase("-A(B)---C-",
              "a-(bc)---d",
              "aA(Bbc)-C(d|)", TestName = "With_reversed_paths_lines_with_the_same_time_follow_the_reversed_order")]
    [TestCase("a-(bc)---d",
              "",
              "a-(bc)---(d|)", TestName = "An_empty_recording_adds_nothing")]
    public void Merging(string first, string second, string result)
    {
        using var m = Marbles();
        string[] paths = [Recorded("a", first), Recorded("b.gz", second)];
        m.Expect(NexusRecording.Replay(paths, 1, m.Scheduler).Select(static line => line[0])).ToBe(result);
        m.Run();
    }

    [Test]
    public void Disposing_stops_a_replay_and_frees_the_file()
    {
        using var m = Marbles();
        var path = Recorded("a", "a-b-c");
        m.Expect(NexusRecording.Replay([path], 1, m.Scheduler).Select(static line => line[0]), "^--!").ToBe("a-b");
        m.Expect(NexusRecording.Replay([path], 1, m.Scheduler).Select(static line => line[0]).Take(1)).ToBe("(a|)");
        m.Run();

        using var free = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Test]
    public void A_test_scheduler_that_begins_in_the_year_1_works_too()
    {
        var path = _folder.Write("a", Line(0, "one") + Line(1500, "two"));
        var time = new TestScheduler();
        var result = time.CreateObserver<string>();

        NexusRecording.Replay([path], 1, time).Subscribe(result);
        time.Start();

        Assert.That(result.Messages, Is.EqualTo(new[]
        {
            OnNext(T0.Ticks, "one"), OnNext(T0.AddMilliseconds(1500).Ticks, "two"), OnCompleted<string>(T0.AddMilliseconds(1500).Ticks),
        }));
    }

    [Test]
    public async Task On_a_real_scheduler_the_first_line_is_emitted_immediately_and_others_at_their_intervals()
    {
        var path = _folder.Write("a", Line(0, "one") + Line(60_000, "two"));
        var start = DefaultScheduler.Instance.Now;

        var seen = await NexusRecording.Replay([path], 1000, DefaultScheduler.Instance).Timestamp().ToList().Timeout(TimeSpan.FromSeconds(60));

        Assert.That(seen.Select(s => s.Value), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(seen[1].Timestamp - start, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(55)));
    }

    [Test]
    public void Nothing_is_emitted_inside_Subscribe_and_each_line_is_a_separate_work_item()
    {
        var path = _folder.Write("a", Line(0, "one") + Line(0, "two") + Line(0, "three"));
        var time = new HistoricalScheduler(T0);
        var counting = new CountingScheduler(time);
        List<int> items = [];

        NexusRecording.Replay([path], 1, counting).Subscribe(_ => items.Add(counting.Runs));
        Assert.That(items, Is.Empty);
        time.Start();

        Assert.That(items, Is.Unique.And.Count.EqualTo(3));
    }

    [Test]
    public void Times_below_100_ns_still_order_the_lines()
    {
        var a = _folder.Write("a", "1723161255000000002\ta\n");
        var b = _folder.Write("b", "1723161255000000001\tb\n");

        Assert.That(ReadAll(a, b), Is.EqualTo("b a |"));
    }

    [Test]
    public void A_replay_gives_what_was_recorded() => Gen
        .Select(Gen.Select(Gen.Int[0, 2000], Gen.String[Gen.Char["ab\t\"{}ü€ "], 0, 20]).Array[0, 30], Gen.Bool)
        .Sample((messages, packed) =>
        {
            var path = _folder[packed ? "any.gz" : "any"];
            File.Delete(path);
            var time = new HistoricalScheduler(T0);
            var source = messages.Aggregate(
                (At: 0, Items: Observable.Empty<(int, string)>()),
                (all, m) => (all.At + m.Item1, all.Items.Concat(Observable.Return((all.At + m.Item1, m.Item2))))).Items.ToEnumerable().ToArray();
            var live = source.ToObservable(ImmediateScheduler.Instance).Do(m => time.AdvanceTo(T0.AddMilliseconds(m.Item1))).Select(m => m.Item2);
            live.RecordTo(path, time).Subscribe();

            var replayTime = new HistoricalScheduler();
            var seen = Seen(NexusRecording.Replay([path], 1, replayTime), replayTime);
            replayTime.Start();
            Assert.That(seen[..^1], Is.EqualTo(source.Select(m => FormattableString.Invariant($"{m.Item1} {m.Item2}"))));
        }, iter: 200, threads: 1);

    // The memory is that of the whole process, in which other work may still be running.
    [Test, Retry(3)]
    public void A_long_recording_does_not_grow_stack_or_memory()
    {
        const int Count = 200_000;
        using (var file = new StreamWriter(_folder["long"]))
        {
            for (var i = 0; i < Count; i++)
                file.Write(Line(0, "{\"event\":\"PING\",\"timestamp\":1}"));
        }

        var time = new HistoricalScheduler(T0);
        var (count, most, before) = (0, 0L, GC.GetTotalMemory(forceFullCollection: true));
        NexusRecording.Replay([_folder["long"]], 1, time).Subscribe(_ =>
        {
            if (++count % 50_000 == 0)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        });
        time.Start();

        Assert.That(count, Is.EqualTo(Count));
        Assert.That(most, Is.LessThan(1_000_000));
    }

    [TestCase(1e-300, "0 one|0 # At speed 1E-300, the line recorded at 2024-08-08T23:54:15.100Z is due after the year 9999.")]
    [TestCase(double.Epsilon, "0 one|0 # At speed 5E-324, the line recorded at 2024-08-08T23:54:15.100Z is due after the year 9999.")]
    [TestCase(3.9716e-13, "0 one|0 # At speed 3.9716E-13, the line recorded at 2024-08-08T23:54:15.100Z is due after the year 9999.")]
    [TestCase(1e-9, "0 one|100000000000 two|100000000000 |")]
    [TestCase(1e300, "0 one|0 two|0 |")]
    [TestCase(double.MaxValue, "0 one|0 two|0 |")]
    public void An_extreme_speed_is_honored_or_is_a_one_line_error(double speed, string expected)
    {
        var path = _folder.Write("a", Line(0, "one") + Line(100, "two"));
        var time = new HistoricalScheduler(T0);

        var seen = Seen(NexusRecording.Replay([path], speed, time), time);
        time.Start();

        Assert.That(string.Join('|', seen), Is.EqualTo(expected));
    }

    [Test]
    public void A_time_at_the_end_of_the_calendar_is_reached()
    {
        var last = (Int128)(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks * 100;
        var path = _folder.Write("a", Line(0, "one") + FormattableString.Invariant($"{last - 1000}\ttwo\n{last}\tthree\n"));

        Assert.That(ReadAll(path), Does.StartWith("one two "));
    }

    [Test]
    public void A_long_wait_is_divided_into_days()
    {
        var path = _folder.Write("a", Line(0, "one") + Line(TimeSpan.FromDays(60).TotalMilliseconds, "two"));
        var start = DefaultScheduler.Instance.Now;
        var time = new HistoricalScheduler(start);
        var counting = new CountingScheduler(time);
        List<(string, TimeSpan)> seen = [];

        NexusRecording.Replay([path], 1, counting).Subscribe(line => seen.Add((line, time.Now - start)));
        time.Start();

        Assert.That(seen, Is.EqualTo(new[] { ("one", TimeSpan.Zero), ("two", TimeSpan.FromDays(60)) }));
        Assert.That(counting.LongestWait, Is.EqualTo(TimeSpan.FromDays(1)), "a scheduler of the task pool waits for at most 49 days");
    }

    [Test]
    public void Arguments_are_checked() => Assert.Multiple(() =>
    {
        var path = _folder.Write("a", "");
        var time = new TestScheduler();
        Assert.That(() => NexusRecording.Replay(null!, 1, time), Throws.ArgumentNullException);
        Assert.That(() => NexusRecording.Replay([path], 1, null!), Throws.ArgumentNullException);
        Assert.That(() => NexusRecording.Replay([], 1, time), Throws.ArgumentException);
        Assert.That(() => NexusRecording.Replay([path, _folder["none"]], 1, time), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("none'"));
        foreach (var speed in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Assert.That(() => NexusRecording.Replay([path], speed, time), Throws.TypeOf<ArgumentOutOfRangeException>());
    });

    internal static string Line(double milliseconds, string message) =>
        FormattableString.Invariant($"{(T0.AddMilliseconds(milliseconds) - DateTimeOffset.UnixEpoch).Ticks}00\t{message}\n");

    private static Marbles Marbles() => new(start: T0);

    /// <summary>A recording with a line for each letter at its frame, a millisecond each.</summary>
    private string Recorded(string name, string diagram) =>
        _folder.Write(name, string.Concat(MarbleDiagram.Parse(diagram).Marbles.Select(static marble => Line(marble.Frame, $"{marble.Character}"))));

    private static List<string> Seen(IObservable<string> replay, HistoricalScheduler time)
    {
        List<string> seen = [];
        replay.Subscribe(Add, e => Add("# " + e.Message), () => Add("|"));
        return seen;

        void Add(string what) => seen.Add(FormattableString.Invariant($"{(time.Now - T0).TotalMilliseconds} {what}"));
    }
}
