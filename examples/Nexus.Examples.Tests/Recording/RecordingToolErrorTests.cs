using System.Diagnostics;
using System.Text;
using Nexus.Recording;
using static Nexus.Examples.Tests.Recording.RecordingToolRun;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Tests what nexus-recording does with damage, missing files and invalid command lines.</summary>
public sealed class RecordingToolErrorTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new ToolFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("--from", "00:00:01", "--from: '00:00:01' is not a time such as 2024-08-08T23:54:15Z")]
    [TestCase("--from", "08/09/2024", "--from: '08/09/2024' is not a time such as 2024-08-08T23:54:15Z")]
    [TestCase("--from", "9", "--to: must be after --from")]
    [TestCase("--from=9", "--to=1", "--to: must be after --from")]
    [TestCase("--out=", "--to=1", "--out: the value is missing")]
    public void An_invalid_period_is_named(string first, string second, string fault)
    {
        var path = _folder.Write("a", $"1\t{TradeText}\n");

        Assert.That(() => Options.Parse(["cut", path, "--out=x", first, second, "--to", "1"]), Throws.TypeOf<FormatException>().With.Message.EqualTo(fault));
    }

    [Test]
    public async Task An_error_is_one_line_and_exit_code_2()
    {
        var path = _folder.Write("a", $"1\t{TradeText}\n");
        var packed = _folder.Combine("no.gz");
        await File.WriteAllTextAsync(packed, "1\tx\n");
        foreach (var args in (string[][])[["cut", path, "--out", path, "--from", "1"], ["info", packed], ["verify", packed], ["export", packed, "--out", _folder.Combine("x")], ["info", _folder.Path + "/a/b"]])
        {
            var (code, output, error) = await Run(args);
            Assert.That((code, output, error.Count(static c => c == '\n')), Is.EqualTo((2, "", 1)), string.Join(' ', args) + ": " + error);
        }
    }

    [Test]
    public async Task A_command_that_fails_leaves_no_file_and_can_be_repeated()
    {
        var bad = _folder.Combine("b.gz");
        await File.WriteAllTextAsync(bad, "1\tx\n");
        string[][] commands = [["merge", bad, "--out", _folder.Combine("c.tsv.gz")], ["export", bad, "--out", _folder.Combine("tables")]];
        foreach (var args in commands)
        {
            Assert.That((await Run(args)).Code, Is.EqualTo(2));
            Assert.That(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories), Is.EqualTo(new[] { bad }), args[0]);
        }

        File.Delete(bad);
        _folder.Write("b.gz", $"1000000000000000001\t{TradeText}\n");
        foreach (var args in commands)
            Assert.That((await Run(args)).Code, Is.Zero);
    }

    [Test]
    public async Task A_file_that_cannot_be_read_is_reported_and_the_others_are_processed([Values("verify", "info", "merge", "cut", "export")] string command)
    {
        var bad = _folder.Combine("b.gz");
        await File.WriteAllTextAsync(bad, "1\tx\n");
        var later = TradeText.Replace("1000000000000", "1000000000001", StringComparison.Ordinal);
        string[] files = [_folder.Write("a", $"1\t{TradeText}\n"), bad, _folder.Write("c", $"2\t{later}\n")];
        var target = _folder.Combine("out");
        string[] more = command switch { "cut" => ["--out", target, "--from", "0"], "merge" or "export" => ["--out", target], _ => [] };

        var (code, output, error) = await Run([command, .. files, .. more]);

        Assert.That((code, error), Is.EqualTo((2, $"nexus-recording: The recording '{bad}' cannot be read: it contains no gzip data.\n")));
        switch (command)
        {
            case "merge" or "cut":
                Assert.That(output, Is.EqualTo($"{target}: 3 messages\n"), "two and a gap where the first file ends");
                Assert.That(Read(target), Does.StartWith($"1\t{TradeText}\n1\t").And.EndsWith($"\n2\t{later}\n"));
                break;
            case "export":
                Assert.That(output, Does.Contain("trades.parquet: 2 rows\n").And.Contains("bars.parquet: 1 rows"), "the last bar too");
                break;
            default:
                Assert.That(output, Does.Contain(files[0]).And.Contains(files[2]).And.Not.Contains(bad));
                break;
        }
    }

    [Test]
    public async Task Pipes_are_merged_completely_and_refused_by_an_export()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("This system has no named pipes.");
        string[] pipes = [_folder.Combine("one"), _folder.Combine("two")];
        foreach (var pipe in pipes)
            using (var process = Process.Start("mkfifo", pipe))
                await process.WaitForExitAsync();
        var writing = pipes.Select((pipe, i) => Task.Run(() => Feed(pipe, $"{i}\t{TradeText}\n"))).ToArray();
        var target = _folder.Combine("both");

        Assert.That((await Run("merge", pipes[0], pipes[1], "--out", target)).Code, Is.Zero);
        await Task.WhenAll(writing);
        Assert.That(Read(target).Split('\n').Where(static line => !line.Contains("FEED_GAP", StringComparison.Ordinal)), Is.EqualTo(new[] { $"0\t{TradeText}", $"1\t{TradeText}", "" }));

        _ = Task.Run(() => Feed(pipes[0], ""));
        var (code, _, error) = await Run("export", pipes[0], "--out", _folder.Combine("tables"));
        Assert.That((code, error), Is.EqualTo((2, $"nexus-recording: '{pipes[0]}' is a pipe, which can be read only once. Save it to a file to export it.\n")));

        static void Feed(string pipe, string text)
        {
            using var file = new FileStream(pipe, FileMode.Open, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    [Test]
    public async Task Damage_is_one_line_and_exit_code_1([Values("info", "merge", "cut", "export")] string command, [Values("line", "truncated")] string kind)
    {
        var path = _folder.Write(kind == "line" ? "a" : "a.gz", $"1000000000000000001\t{TradeText}\n{(kind == "line" ? "oops\n" : "")}");
        if (kind == "truncated")
        {
            var member = await File.ReadAllBytesAsync(path);
            await File.WriteAllBytesAsync(path, [.. member, .. member[..^9]]);
        }

        string[] more = command switch { "info" => [], "cut" => ["--out", _folder.Combine("out"), "--from", "0"], _ => ["--out", _folder.Combine("out")] };

        var (code, _, error) = await Run([command, path, .. more]);

        Assert.That((code, error), Is.EqualTo((1, $"nexus-recording: '{path}' has 1 damaged place; verify lists them\n")));
    }

    [Test]
    public async Task Verify_prints_one_line_for_a_file_of_another_kind_and_for_an_empty_file()
    {
        var other = _folder.Write("a", string.Concat(Enumerable.Repeat("PK\n", 2000)));
        var empty = _folder.Combine("b.gz");
        await File.WriteAllBytesAsync(empty, []);

        Assert.That(await Run("verify", other, empty), Is.EqualTo((1, $"{other}: not a recording: 2000 damaged places and no message\n{empty}: empty: no message\n", "")));
    }

    [Test]
    public async Task Damage_before_the_first_message_is_listed_up_to_a_limit()
    {
        var (code, output, _) = await Run("verify", _folder.Write("a", string.Concat(Enumerable.Repeat("PK\n", 1500)) + $"1\t{TradeText}\n"));

        Assert.That((code, output.Split('\n').Length), Is.EqualTo((1, 1003)));
        Assert.That(output, Does.Contain("and 500 more damaged places before the first message\n"));
    }

    [TestCase("")]
    [TestCase("dance")]
    [TestCase("info")]
    [TestCase("merge none --out b")]
    [TestCase("info --out x")]
    [TestCase("cut a")]
    [TestCase("cut a --out b")]
    [TestCase("cut a --out b --from yesterdays")]
    [TestCase("export a --out b --bars long")]
    public void An_invalid_command_line_is_one_line(string line)
    {
        _folder.Write("a", "");
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(arg => arg == "a" ? _folder.Combine("a") : arg).ToArray();

        Assert.That(() => Options.Parse(args), Throws.TypeOf<FormatException>().With.Message.Not.Contains("\n"));
    }
}
