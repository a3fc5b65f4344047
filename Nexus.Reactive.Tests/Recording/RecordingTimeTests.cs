using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Arrival times that are damaged, missing or out of order.</summary>
public sealed class RecordingTimeTests : FolderTests
{
    [TestCase("header\n", "DamagedLine")]
    [TestCase("header\nmore\n\n", "DamagedLine")]
    [TestCase("\0\0\0", "Gap")]
    public void Damage_before_the_first_timestamp_uses_the_time_of_the_next_line(string damage, string kind)
    {
        using var reader = new RecordingReader(Folder.Write("a", $"{damage}5000\ta\n6000\tb\n"));

        Assert.That(reader.TryRead());
        Assert.That((reader.Kind.ToString(), reader.HasTime, reader.Nanoseconds, reader.Time.Ticks), Is.EqualTo((kind, true, (Int128)5000, DateTimeOffset.UnixEpoch.Ticks + 50)));
        Assert.That(ReadAll(reader), Does.EndWith("5000 a, 6000 b"));
    }

    [TestCase("9", TestName = "The_damaged_time_is_centuries_late")]
    [TestCase("17", TestName = "The_damaged_time_is_two_years_late")]
    public void A_damaged_time_delays_no_other_line(string start)
    {
        string[] times = ["1723075200000000000", "1723075201000000000", "1723075202000000000", "1723075203000000000"];
        for (var damaged = 0; damaged < 3; damaged++)
        {
            var lines = times.Select((time, i) => (i == damaged ? start + "9" + time[(start.Length + 1)..] : time) + $"\tm{i}\n");
            using var reader = new RecordingReader(Folder.Write("a", string.Concat(lines)));
            var expected = times.Select((time, i) => $"{(i == damaged ? times[i + 1] : time)} m{i}");

            Assert.That(ReadAll(reader), Is.EqualTo(string.Join(", ", expected)), $"line {damaged}");
        }
    }

    [Test]
    public async Task A_damaged_time_leaves_the_order_of_merged_recordings()
    {
        var one = Folder.Write("one", string.Concat(Enumerable.Range(0, 6).Select(static i => (i == 1 ? "9" + Line(i, i)[1..] : Line(i, i)))));
        var two = Folder.Write("two", string.Concat(Enumerable.Range(0, 6).Select(static i => Line(i + 0.5, 100 + i))));

        var feed = NexusRecording.OpenFeed(one, two);
        var all = feed.OfType<UnknownMessage>().Select(static message => message.Event).ToArray().Timeout(TimeSpan.FromSeconds(10)).GetAwaiter();
        feed.Connect();
        Assert.That(await all, Is.EqualTo("X0 X100 X101 X1 X2 X102 X3 X103 X4 X104 X5 X105".Split(' ')));

        static string Line(double second, int number) => ReplayTests.Line(1000 * second, $$"""{"event":"X{{number}}"}""");
    }

    [Test]
    public void Lookahead_for_a_time_stops_at_damage_and_loses_no_line()
    {
        byte[] bytes = [.. TemporaryFolder.Pack("one\ntwo\n"u8.ToArray()), 1, 2, 3, .. TemporaryFolder.Pack("5000\ta\n"u8.ToArray())];
        File.WriteAllBytes(Folder["a.gz"], bytes);
        using var reader = new RecordingReader(Folder["a.gz"]);
        List<RecordedKind> kinds = [];
        while (reader.TryRead())
            kinds.Add(reader.Kind);

        Assert.That(kinds, Is.EqualTo(new[] { RecordedKind.DamagedLine, RecordedKind.DamagedLine, RecordedKind.Gap, RecordedKind.Message }));
    }

    private static string ReadAll(RecordingReader reader)
    {
        List<string> seen = [];
        while (reader.TryRead())
            seen.Add($"{reader.Nanoseconds} {reader.Text}");
        return string.Join(", ", seen);
    }
}
