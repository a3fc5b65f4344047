using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Recording.RecordedFeed;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A recording that starts again after the clock was set back: what was recorded later is replayed later.</summary>
public sealed class RestartTests : FolderTests
{
    private static readonly DateTimeOffset T0 = new(2024, 8, 8, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_later_run_is_replayed_after_an_earlier_run_even_if_the_clock_was_set_back(
        [Values("a.tsv", "a.tsv.gz", "a-{number}.tsv", "a-{number}.tsv.gz", "a-{date}.tsv", "a-{date}-{number}.tsv.gz")] string name,
        [Values(1, 3600, 100_000)] int setBackSeconds)
    {
        var options = new RecordingOptions { MaxFileSize = name.Contains("{number}", StringComparison.Ordinal) ? 100 : null };
        for (var run = 0; run < 3; run++)
            Record(name, T0.AddSeconds(-run * setBackSeconds), options, run);

        string[] files = [.. Folder.Names.Order(StringComparer.Ordinal).Select(file => Folder[file])];
        Assert.That(files, Has.Length.GreaterThan(options.MaxFileSize is null ? 0 : 2));
        foreach (var paths in new[] { files, [.. files.Reverse()] })
            Assert.That((await ReplayAsync(paths)).OfType<UnknownMessage>().Select(static message => message.Event), Is.EqualTo(Enumerable.Range(0, 30).Select(static i => $"X{i:00}")));
    }

    [Test]
    public async Task The_intervals_between_the_lines_of_a_later_run_are_kept_until_its_clock_has_caught_up()
    {
        Record("a", T0, new RecordingOptions(), 0);
        Record("a", T0.AddSeconds(-5), new RecordingOptions(), 1);
        Record("a", T0.AddSeconds(100), new RecordingOptions(), 2);

        var seconds = Folder.Read("a").Split('\n').SkipLast(1).Where(static line => line.Contains('X', StringComparison.Ordinal)).Select(static line => (long.Parse(line.Split('\t')[0], System.Globalization.CultureInfo.InvariantCulture) / 1_000_000_000) - T0.ToUnixTimeSeconds());
        Assert.That(seconds, Is.EqualTo([.. Enumerable.Range(0, 10), .. Enumerable.Range(9, 10), .. Enumerable.Range(100, 10)]));
        Assert.That((await ReplayAsync(Folder["a"])).OfType<UnknownMessage>().Count(), Is.EqualTo(30));
    }

    [TestCase("1000\ta\n2000\tb\n", 2000)]
    [TestCase("1000\ta\n2000\tb\n3000\tc", 2000)]
    [TestCase("1000\ta\n2000\tb\noops\n\n\0\0\0", 2000)]
    [TestCase("header\n", null)]
    [TestCase("", null)]
    public void The_last_time_is_that_of_the_last_complete_line(string content, int? expected)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(content);

        Assert.That(RecordingTail.FindLastTime(new MemoryStream(bytes), isGzip: false), Is.EqualTo((Int128?)expected));
        Assert.That(RecordingTail.FindLastTime(new MemoryStream(TemporaryFolder.Pack(bytes)), isGzip: true), Is.EqualTo((Int128?)expected));
    }

    [TestCase(0, 59_001)]
    [TestCase(7, 59_001)]
    [TestCase(1000, 58_001)]
    [TestCase(400_000, 58_001)]
    public void The_last_time_is_found_in_a_file_of_many_members_that_ends_within_one(int cut, int expected)
    {
        var random = new Random(1);
        using var file = new MemoryStream();
        for (var i = 0; i < 60; i++)
        {
            var noise = new byte[i == 59 ? 400_000 : 10_000];
            random.NextBytes(noise);
            file.Write(TemporaryFolder.Pack(System.Text.Encoding.UTF8.GetBytes($"{1000 * i}\t{Convert.ToHexString(noise)}\n{(1000 * i) + 1}\tx\n")));
        }

        file.SetLength(file.Length - cut);
        Assert.That(RecordingTail.FindLastTime(file, isGzip: true), Is.EqualTo((Int128)expected));
    }

    [Test]
    public void The_last_time_is_found_before_a_long_line()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"1\ta\n5\t{new string('x', 5_000_000)}\n");

        Assert.That(RecordingTail.FindLastTime(new MemoryStream(bytes), isGzip: false), Is.EqualTo((Int128)5));
        Assert.That(RecordingTail.FindLastTime(new MemoryStream(bytes[..^1]), isGzip: false), Is.EqualTo((Int128)1));
    }

    [Test]
    public void The_search_for_the_last_time_has_a_limit()
    {
        var other = TemporaryFolder.Pack("no time\n"u8.ToArray());
        using var file = new MemoryStream();
        file.Write(TemporaryFolder.Pack("1000\ta\n"u8.ToArray()));
        for (var i = 0; i < 100; i++)
            file.Write(other);

        Assert.That(RecordingTail.FindLastTime(file, isGzip: true), Is.EqualTo((Int128)1000));
        Assert.That(RecordingTail.FindLastTime(file, isGzip: true, work: 50 * other.Length), Is.Null);
    }

    [Test]
    public void A_pattern_continues_after_its_last_file()
    {
        var path = new RecordingPath("/a-{date}-{number}.tsv", new RecordingOptions());
        var disk = new FaultyDisk();
        foreach (var name in (string[])["a-20240101-001.tsv", "a-20240102-999.tsv", "a-20240102-1000.tsv", "a-20240102-002.tsv", "b.tsv"])
            disk.Open("/" + name);

        Assert.That(path.GetFiles(disk), Is.EqualTo(new[] { "/a-20240102-1000.tsv", "/a-20240102-999.tsv", "/a-20240102-002.tsv", "/a-20240101-001.tsv" }));
    }

    // Ten lines, one a second.
    private void Record(string name, DateTimeOffset start, RecordingOptions options, int run)
    {
        var time = new HistoricalScheduler(start);
        using var source = new Subject<string>();
        using var recording = source.RecordTo(Folder[name], time, options).Subscribe();
        for (var i = 0; i < 10; i++)
        {
            source.OnNext($$"""{"event":"X{{(10 * run) + i:00}}"}""");
            time.AdvanceBy(TimeSpan.FromSeconds(1));
        }
    }
}
