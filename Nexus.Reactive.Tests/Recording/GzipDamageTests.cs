using System.Text;
using static Nexus.Reactive.Tests.Recording.RecordingDamageTests;
using static Nexus.Reactive.Tests.Recording.ReplayTests;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A damaged gzip member delivers nothing and costs no other member, whatever the damage does to its end or its header.</summary>
public sealed class GzipDamageTests : FolderTests
{
    // The damage may destroy the mark at the end of the compressed data, so that the member looks truncated.
    [Test]
    public void A_member_damaged_near_its_end_delivers_nothing([Values] bool isLast)
    {
        var random = new Random(9);
        byte[][] members = [.. Enumerable.Range(0, 3).Select(m => Member(random, m))];
        var damagedAt = isLast ? 2 : 1;
        for (var run = 0; run < 400; run++)
        {
            byte[] damaged = [.. members[damagedAt]];
            var at = damaged.Length - 8 - random.Next(1, 40);
            random.NextBytes(damaged.AsSpan(at, random.Next(1, Math.Min(6, damaged.Length - 8 - at + 1))));
            if (damaged.AsSpan().SequenceEqual(members[damagedAt]))
                continue;
            byte[][] file = [.. members];
            file[damagedAt] = damaged;
            File.WriteAllBytes(Folder["a.gz"], [.. file.SelectMany(static member => member)]);
            Assert.That(Names(ReadAll(Folder["a.gz"])), Is.EqualTo(isLast ? "m0 m0 m0 m0 m0 m1 m1 m1 m1 m1 ! |" : "m0 m0 m0 m0 m0 ! m2 m2 m2 m2 m2 |"), $"run {run}, byte {at}");
        }
    }

    [Test]
    public void A_flipped_header_bit_loses_at_most_its_own_member()
    {
        byte[][] members = [.. Enumerable.Range(0, 3).Select(static i => TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(i, $"m{i}"))))];
        for (var bit = 0; bit < 80; bit++)
        {
            byte[] damaged = [.. members[1]];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Folder["a.gz"], [.. members[0], .. damaged, .. members[2]]);
            Assert.That(ReadAll(Folder["a.gz"]), Is.EqualTo("m0 ! m2 |").Or.EqualTo("m0 m1 m2 |"), $"bit {bit}");
        }
    }

    [Test]
    public void Bytes_that_begin_like_a_member_are_a_gap_after_a_good_one([Values(1, 2, 3, 9, 200, 700_000)] int count)
    {
        var junk = new byte[Math.Max(count, 3)];
        new Random(count).NextBytes(junk);
        ((byte[])[0x1f, 0x8b, 0x08]).CopyTo(junk, 0);
        File.WriteAllBytes(Folder["a.gz"], [.. TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(0, "one"))), .. junk.AsSpan(0, count)]);

        Assert.That(ReadAll(Folder["a.gz"]), Is.EqualTo("one ! |"));
    }

    [TestCase(1, "it contains no gzip data")]
    [TestCase(2, "it contains no gzip data")]
    [TestCase(3, "it is truncated inside its first gzip header")]
    [TestCase(7, "it is truncated inside its first gzip header")]
    [TestCase(9, "it is truncated inside its first gzip header")]
    [TestCase(40, "its first gzip header is damaged")]
    public void A_file_that_ends_or_is_damaged_in_its_first_header_is_explained(int length, string fault)
    {
        // The reserved flags are set, so that no length is a member.
        byte[] member = TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(0, "one") + Line(1, "two")));
        member[3] = 0xe0;
        File.WriteAllBytes(Folder["a.gz"], member[..length]);

        Assert.That(ReadAll(Folder["a.gz"]), Is.EqualTo($"# The recording '{Folder["a.gz"]}' cannot be read: {fault}."));
    }

    [Test]
    public void A_recording_cut_after_any_number_of_bytes_never_blames_its_name([Range(1, 30)] int length)
    {
        File.WriteAllBytes(Folder["a.gz"], TemporaryFolder.Pack(Encoding.UTF8.GetBytes(Line(0, "one")))[..length]);

        Assert.That(ReadAll(Folder["a.gz"]), Does.Not.Contain("does not end with"));
    }

    [TestCase("", "; it is an uncompressed recording, whose name must not end with .gz")]
    [TestCase("\uFEFF", "; it is an uncompressed recording, whose name must not end with .gz")]
    [TestCase("text\n", "")]
    [TestCase("1\tname\n", "")]
    public void An_uncompressed_recording_named_gz_is_explained(string before, string hint)
    {
        File.WriteAllText(Folder["text.gz"], before + Line(0, """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1,"data":{"price":1,"quantity":2,"side":"BUY"}}""") + Line(1, "two"));

        Assert.That(ReadAll(Folder["text.gz"]), Is.EqualTo($"# The recording '{Folder["text.gz"]}' cannot be read: it contains no gzip data{hint}."));
    }

    private static string Names(string read) => string.Join(' ', read.Split(' ').Select(static text => text[0] == 'm' ? text[..2] : text));

    private static byte[] Member(Random random, int number) =>
        TemporaryFolder.Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5).Select(i => Line((10 * number) + i, $"m{number}-{random.Next()}-{random.Next()}")))));
}
