using System.IO.Compression;
using System.Reactive.Concurrency;
using System.Text;
using static Nexus.Reactive.Tests.Recording.ReplayTests;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Reading continues after damaged lines and damaged gzip members, with limited memory.</summary>
public sealed class RecordingDamageTests : FolderTests
{
    [Test]
    public void Consecutive_gzip_members_read_as_one_file()
    {
        var bytes = new[] { Line(0, "one"), Line(1, "two"), Line(2, "three") }.SelectMany(l => TemporaryFolder.Pack(Encoding.UTF8.GetBytes(l)));
        File.WriteAllBytes(Folder["a.gz"], [.. bytes]);

        Assert.That(ReadAll(Folder["a.gz"]), Is.EqualTo("one two three |"));
    }

    // A damaged line is "?", a gap is "!".
    [TestCase("", "|")]
    [TestCase("5\ta", "! |")]
    [TestCase("5\t{\"event\":\"X\"}", "{\"event\":\"X\"} |", Description = "a last line written by hand, without line feed")]
    [TestCase("5\ta\n6\t{\"event\":\"PI", "a ! |")]
    [TestCase("5\ta\n6", "a ! |")]
    [TestCase("5\ta\n6 b\n7\tc\n", "a ?2 c |")]
    [TestCase("5\ta\n\n7\tc\n\n", "a c |", Description = "empty lines contain nothing")]
    [TestCase("time\tmessage\n5\ta\n", "?1 a |", Description = "a header")]
    [TestCase("5\ta\nsix\tb\n7\tc\n", "a ?2 c |")]
    [TestCase("5\ta\n6.5\tb\n7\tc\n", "a ?2 c |")]
    [TestCase("5\ta\n\tb\n7\tc\n", "a ?2 c |")]
    [TestCase("5\ta\n999999999999999999999999\tb\n7\tc\n", "a ?2 c |")]
    [TestCase("5\ta\n{\"event\":\"PING\",\"timestamp\":5}\n7\tc\n", "a ?2 c |", Description = "a message without a time")]
    [TestCase("5\ta\n6\tb{\0\n7\tc\n", "a ! c |", Description = "a truncated line, then what was appended")]
    [TestCase("5\ta\n\0\0\0", "a ! |")]
    [TestCase("5\ta\n\0\0\06\tb\n7\tc\n", "a ! b c |", Description = "zeros, then what was appended")]
    [TestCase("5\ta\n6\tb\0\0\0\07\tc\n8\td\n", "a ! c d |")]
    [TestCase("\0\0\n7\tc\n", "! c |")]
    [TestCase("5\ta\r\n6\tb\r\n", "a b |")]
    [TestCase("\uFEFF5\ta\n", "a |")]
    [TestCase("-5\ta\n0\t\n", "a  |")]
    [TestCase("5\ta\n4\tb\n6\tc\n", "a b c |", Description = "a clock that was set back")]
    public void Damage_is_reported_at_its_position_and_reading_continues(string content, string expected) => Assert.Multiple(() =>
    {
        foreach (var name in (string[])["plain", "packed.gz"])
        {
            var path = Folder.Write(name, content);
            Assert.That(ReadAll(path), Is.EqualTo(expected), name);
            Assert.That(DeliverAll(path), Is.EqualTo(expected), name);
        }
    });

    [Test]
    public void A_damaged_line_is_reported_with_its_file_line_number_and_damage()
    {
        var path = Folder.Write("a", "5\tone\noops\n7\ttwo");
        List<string> seen = [];
        var time = new HistoricalScheduler();
        NexusRecording.Replay([path], 1, time).Subscribe(seen.Add);
        time.Start();

        Assert.That(seen[1], Is.EqualTo($"line 2 of the recording '{path}' has no tab between time and message: oops"));
        Assert.That(NexusDecoder.Decode(seen[1]), Is.TypeOf<MalformedMessage>());
        Assert.That(NexusDecoder.Decode(seen[2]), Is.EqualTo(new FeedGap($"the recording '{path}' is damaged after line 2: the last line is truncated")));
    }

    [TestCase("{\"feed_unknown\":3:ABCtext}")]
    [TestCase("{\"feed_malformed\":3:ABCtext}")]
    [TestCase("{\"feed_ticks\":12,\"event\":\"X\"}")]
    [TestCase("{\"feed_hidden\":x}")]
    [TestCase("{\"feed_error\":\"x\"}")]
    [TestCase("oops \u00100041")]
    public async Task Marks_and_escapes_in_a_damaged_line_are_not_interpreted(string line)
    {
        var path = Folder.Write("a", $"5\tone\n{line}\n7\ttwo\n");
        using var recordings = new MergedRecordings([path]);
        recordings.TryRead();
        recordings.TryRead();

        Assert.That(((MalformedMessage)(await RecordedFeed.ReplayAsync(path))[1]).Text, Is.EqualTo(line));
        Assert.That(NexusDecoder.Decode(recordings.Current.ToLine()), Is.TypeOf<MalformedMessage>());
        Assert.That(recordings.Current.ToLine(), Does.StartWith("line 2"));
    }

    [Test]
    public void A_recording_truncated_at_any_byte_gives_its_whole_lines_and_then_a_gap()
    {
        var lines = Enumerable.Range(0, 4).Select(i => Line(i, $"{{\"event\":\"X{i}\",\"q\":{i * 7919}}}")).ToArray();
        var whole = TemporaryFolder.Pack(Encoding.UTF8.GetBytes(string.Concat(lines[..2])));
        byte[] bytes = [.. whole, .. TemporaryFolder.Pack(Encoding.UTF8.GetBytes(string.Concat(lines[2..])))];
        var messages = lines.Select(l => l.Split('\t')[1].TrimEnd()).ToArray();
        for (var length = 1; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(Folder["cut.gz"], bytes[..length]);
            var isCut = length != whole.Length && length != bytes.Length;
            if (length < 10)
                continue;
            var read = ReadAll(Folder["cut.gz"]);
            Assert.That(read, Does.EndWith(isCut ? "! |" : "|"), $"cut at {length}: {read}");
            Assert.That(string.Join(' ', messages) + " ", Does.StartWith(read.Replace("! |", "", StringComparison.Ordinal).Replace("|", "", StringComparison.Ordinal)));
            if (length >= whole.Length)
                Assert.That(read, Does.StartWith(string.Join(' ', messages[..2])), $"cut at {length}");
        }
    }

    // A good member, a damaged one, then good ones; each byte of the damaged one is tried.
    [Test]
    public void A_damaged_member_is_a_gap_and_the_members_after_it_are_read()
    {
        byte[][] members = [.. Enumerable.Range(0, 4).Select(i => TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(i, $"m{i}") + Line(i, $"n{i}"))))];
        for (var at = 0; at < members[1].Length; at++)
        {
            // The time, the speed and the system are not checked.
            if (at is >= 4 and < 10)
                continue;

            byte[] spoiled = [.. members[1]];
            spoiled[at] ^= 0x55;
            File.WriteAllBytes(Folder["a.gz"], [.. members[0], .. spoiled, .. members[2], .. members[3]]);
            Assert.That(ReadAll(Folder["a.gz"]), Is.EqualTo("m0 n0 ! m2 n2 m3 n3 |"), $"byte {at}");
        }
    }

    [Test]
    public void A_member_truncated_by_a_crash_is_followed_by_the_appended_ones()
    {
        byte[][] members = [.. Enumerable.Range(0, 3).Select(i => TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(i, $"m{i}") + Line(i, $"n{i}"))))];
        for (var length = 0; length < members[1].Length; length++)
        {
            File.WriteAllBytes(Folder["a.gz"], [.. members[0], .. members[1].AsSpan(0, length), .. members[2]]);
            var read = ReadAll(Folder["a.gz"]);
            Assert.That(read, Does.StartWith("m0 n0 ").And.EndsWith("m2 n2 |"), $"cut at {length}");
            Assert.That(read.Contains('!', StringComparison.Ordinal), Is.EqualTo(length > 0), $"cut at {length}");
        }
    }

    [Test]
    public void Bytes_between_and_after_members_that_are_not_compressed_are_a_gap([Values(1, 2, 20, 100_000, 300_000)] int count, [Values(0, 7)] byte noise)
    {
        var junk = Enumerable.Repeat(noise, count).ToArray();
        var (one, two) = (TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(0, "one"))), TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(1, "two"))));
        File.WriteAllBytes(Folder["a.gz"], [.. one, .. junk, .. two, .. junk]);

        Assert.That(ReadAll(Folder["a.gz"]), Is.EqualTo("one ! two ! |"));
    }

    [Test]
    public void A_member_written_by_another_program_is_recognized_by_its_content()
    {
        // The bytes of a header within compressed data: stored blocks hold them as they are.
        var text = string.Concat(Enumerable.Range(0, 2000).Select(static i => Line(i, $"m{i}")));
        byte[] bytes = [.. Stored(Encoding.UTF8.GetBytes(text + Line(3000, "\u001f")).Concat<byte>([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 0, 3, 9, 9, 9, 9]).Concat("\n"u8.ToArray()).ToArray())];
        var named = TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(4000, "last")));
        byte[] withName = [0x1f, 0x8b, 8, 8, 1, 2, 3, 4, 0, 3, (byte)'a', 0, .. named.AsSpan(10)];
        File.WriteAllBytes(Folder["a.gz"], [.. bytes, .. withName]);

        Assert.That(ReadAll(Folder["a.gz"]), Does.StartWith("m0 m1 ").And.EndsWith(" m1999 \u001f ! ?2002 last |"), "the zeros and the line without a tab are of the data");
    }

    [Test]
    public void A_file_that_is_not_compressed_at_all_is_an_error()
    {
        File.WriteAllText(Folder["text.gz"], Line(0, "one"));

        Assert.That(ReadAll(Folder["text.gz"]), Is.EqualTo($"# The recording '{Folder["text.gz"]}' cannot be read: it contains no gzip data."));
    }

    [TestCase("a zip archive", 0x50, 0x4b, 3, 4, 20, 0)]
    [TestCase("compressed with zstd", 0x28, 0xb5, 0x2f, 0xfd, 0, 0)]
    [TestCase("compressed with xz", 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)]
    [TestCase("compressed with bzip2", 0x42, 0x5a, 0x68, 0x39, 0x31, 0x41)]
    [TestCase("a 7z archive", 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)]
    [TestCase("a Parquet file", 0x50, 0x41, 0x52, 0x31, 0, 0)]
    [TestCase("text in UTF-16", 0xff, 0xfe, 0x31, 0, 9, 0)]
    public void A_file_of_another_format_is_named(string format, params int[] start)
    {
        foreach (var name in (string[])["a", "a.gz"])
        {
            File.WriteAllBytes(Folder[name], [.. start.Select(static value => (byte)value), .. "\n1\tx\n"u8]);

            Assert.That(ReadAll(Folder[name]), Is.EqualTo($"# The recording '{Folder[name]}' cannot be read: it is {format}."));
        }
    }

    [Test]
    public void A_compressed_recording_whose_name_does_not_end_with_gz_is_explained()
    {
        File.WriteAllBytes(Folder["a"], TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(0, "one"))));

        Assert.That(ReadAll(Folder["a"]), Is.EqualTo($"# The recording '{Folder["a"]}' cannot be read: it is compressed with gzip, but its name does not end with .gz."));
    }

    [Test]
    public void An_unreadable_recording_does_not_lose_lines_of_other_recordings()
    {
        File.WriteAllText(Folder["text.gz"], Line(0, "one"));
        var b = Folder.Write("b", Line(0, "b0") + Line(1, "b1"));

        Assert.That(ReadAll(Folder["text.gz"], b), Does.StartWith("b0 b1 # ").And.Contains("text.gz"));
    }

    [Test]
    public void A_file_that_cannot_be_opened_does_not_lose_lines_of_other_files()
    {
        var (a, b) = (Folder.Write("a", Line(0, "a0")), Folder.Write("b", Line(0, "b0") + Line(1, "b1")));
        var time = new HistoricalScheduler();
        List<string> seen = [];
        var replay = NexusRecording.Replay([a, b], 1, time);
        File.Delete(a);
        replay.Subscribe(seen.Add, error => seen.Add("# " + error.Message));
        time.Start();

        Assert.That(string.Join(' ', seen), Does.StartWith("b0 b1 # ").And.Contains(a));
    }

    // A longer line takes no more memory than the longest that is read.
    [TestCase("a", 70)]
    [TestCase("a.gz", 400)]
    public void A_line_longer_than_the_limit_is_a_gap_and_takes_limited_memory(string name, int megabytes)
    {
        using (var file = File.Create(Folder[name]))
        using (Stream target = TemporaryFolder.IsPacked(name) ? new GZipStream(file, CompressionLevel.Fastest) : file)
        {
            target.Write(Encoding.UTF8.GetBytes(Line(0, "one")));
            var much = new byte[1024 * 1024];
            much.AsSpan().Fill((byte)'x');
            for (var i = 0; i < megabytes; i++)
                target.Write(much);
            target.Write(Encoding.UTF8.GetBytes("\n" + Line(1, "two")));
        }

        using var reader = new RecordingReader(Folder[name]);
        List<(RecordedKind, string)> seen = [];
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryRead())
            seen.Add((reader.Kind, reader.Text.ToString()));

        Assert.That(seen.Select(static place => place.Item1), Is.EqualTo(new[] { RecordedKind.Message, RecordedKind.Gap, RecordedKind.Message }));
        Assert.That(seen[1].Item2, Does.Contain("longer than"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1.6 * RecordingFile.MaxLine));
    }

    [Test]
    public void The_memory_of_a_long_line_is_released()
    {
        var path = Folder.Write("a", Line(0, new string('x', 8_000_000)) + Line(1, "two") + Line(2, "three"));
        using var reader = new RecordingReader(path);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 3; i++)
            Assert.That(reader.TryRead());

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(1_000_000));
    }

    [Test]
    public void Long_lines_and_lines_across_the_buffers_edge_are_read_completely()
    {
        var messages = Enumerable.Range(0, 60).Select(i => new string((char)('a' + (i % 26)), i * 4321 % 200_000) + "ü😀").ToArray();
        var path = Folder.Write("a.gz", string.Concat(messages.Select(Line)));

        Assert.That(ReadAll(path), Is.EqualTo(string.Join(' ', messages) + " |"));

        static string Line(string message, int at) => ReplayTests.Line(at, message);
    }

    internal static string ReadAll(params string[] paths)
    {
        var time = new HistoricalScheduler();
        List<string> seen = [];
        NexusRecording.Replay(paths, 1, time).Subscribe(text => seen.Add(Short(text)), e => seen.Add("# " + e.Message), () => seen.Add("|"));
        time.Start();
        return string.Join(' ', seen);

        static string Short(string text) =>
            text.Contains("of the recording", StringComparison.Ordinal) ? "?" + text.Split(' ')[1] : text.Contains("FEED_GAP", StringComparison.Ordinal) ? "!" : text;
    }

    private static string DeliverAll(string path)
    {
        List<string> seen = [];
        using var done = new ManualResetEventSlim();
        var feed = NexusRecording.OpenFeed(path);
        feed.Subscribe(
            message => seen.Add(message switch
            {
                FeedGap => "!",
                MalformedMessage malformed when malformed.Reason.Contains("of the recording", StringComparison.Ordinal) => "?" + malformed.Reason.Split(' ')[1],
                MalformedMessage malformed => malformed.Text,
                _ => ((UnknownMessage)message).Text,
            }),
            _ => done.Set(),
            () =>
            {
                seen.Add("|");
                done.Set();
            });
        feed.Connect();
        Assert.That(done.Wait(TimeSpan.FromSeconds(10)));
        return string.Join(' ', seen);
    }

    /// <summary>A gzip member whose data is stored, not compressed.</summary>
    private static IEnumerable<byte> Stored(byte[] bytes)
    {
        yield return 0x1f;
        yield return 0x8b;
        foreach (var b in (byte[])[8, 0, 1, 2, 3, 4, 0, 3])
            yield return b;
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
            deflate.Write(bytes);
        var trailer = TemporaryFolder.Pack(bytes)[^8..];
        foreach (var b in packed.ToArray().Concat(trailer))
            yield return b;
    }
}
