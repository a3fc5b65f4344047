using System.Diagnostics;
using System.Reflection;
using Nexus.Recording;
using static Nexus.Examples.Tests.Recording.RecordingToolRun;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Tests the output and the files of nexus-recording.</summary>
public sealed class RecordingToolTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new ToolFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Info_shows_period_counts_gaps_damage_and_rate()
    {
        var path = _folder.Write("a", $"1000000000000000000\t{TradeText}\n1000000000500000000\t{TradeText}\noops\n1000000002000000000\t{{\"event\":\"FEED_GAP\",\"data\":{{\"reason\":\"cut\"}}}}\n");

        var (code, output, error) = await Run("info", path);

        Assert.That((code, error), Is.EqualTo((1, $"nexus-recording: '{path}' has 1 damaged place; verify lists them\n")));
        Assert.That(output, Is.EqualTo($"""
            {path}
              messages         3
              from             2001-09-09T01:46:40.000Z
              to               2001-09-09T01:46:42.000Z
              span             00:00:02
              rate             1.5 per second, at most 2
              Trade            2
              FeedGap          1
              SPOT_BTC_USDT    2
              gaps             1
              damage           1

            """));
    }

    [Test]
    public async Task Typed_messages_are_counted_as_the_feed_delivers_them()
    {
        var path = _folder.Write("a", "1\t{\"feed_unknown\":3:ABCnot JSON}\n2\t{\"feed_malformed\":3:bad{\"event\":\"X\"}}\n");

        Assert.That((await Run("info", path)).Output, Does.Contain("UnknownMessage   1\n").And.Contains("MalformedMessage 1\n"));
        Assert.That((await Run("verify", path)).Output, Is.EqualTo($"{path}: 2 messages, 1 of them malformed as received, 0 damaged places\n"));
    }

    [Test]
    public async Task Verify_lists_the_damage_and_exits_with_1()
    {
        var path = _folder.Write("a", $"1\t{TradeText}\noops\n3\t{TradeText}\n");

        Assert.That(await Run("verify", path), Is.EqualTo((1, $"line 2 of the recording '{path}' has no tab between time and message\n{path}: 2 messages, 0 of them malformed as received, 1 damaged place\n", "")));
        Assert.That(await Run("verify", _folder.Write("b", $"1\t{TradeText}\n")), Is.EqualTo((0, $"{_folder.Combine("b")}: 1 message, 0 of them malformed as received, 0 damaged places\n", "")));
    }

    [Test]
    public async Task Cut_keeps_the_lines_of_a_period_unchanged([Values("cut.tsv", "cut.tsv.gz")] string name)
    {
        var path = _folder.Write("a", $"1000000000000000001\t{TradeText}\n1000000001000000002\t{UpdateText}\n1000000002000000003\t{TradeText}\n");
        var target = _folder.Combine(name);

        Assert.That(await Run("cut", path, "--out", target, "--from", "2001-09-09T01:46:41Z", "--to", "1000000002000000003"), Is.EqualTo((0, $"{target}: 1 message\n", "")));
        Assert.That(Read(target), Is.EqualTo($"1000000001000000002\t{UpdateText}\n"));
    }

    [Test]
    public async Task Files_left_by_a_killed_tool_with_the_same_process_id_are_not_used()
    {
        var path = _folder.Write("a", $"1000000000000000001\t{TradeText}\n");
        _folder.Write($".unfinished-{Environment.ProcessId}-merged.tsv", "5\tleft behind\n");
        var target = _folder.Combine("merged.tsv");

        Assert.That((await Run("merge", path, "--out", target)).Code, Is.EqualTo(0));
        Assert.That(Read(target), Is.EqualTo($"1000000000000000001\t{TradeText}\n"));
    }

    [Test]
    public async Task Merge_and_info_keep_the_error_with_which_the_source_ended()
    {
        const string error = """{"feed_error":"System.TimeoutException: late"}""";
        var path = _folder.Write("a", $"1000000000000000001\t{TradeText}\n1000000000000000001\t{error}\n");
        var target = _folder.Combine("merged.tsv");

        Assert.That(await Run("merge", path, "--out", target), Is.EqualTo((0, $"{target}: 1 message\n", "")));
        Assert.That(Read(target), Is.EqualTo($"1000000000000000001\t{TradeText}\n1000000000000000001\t{error}\n"));
        Assert.That((await Run("info", target)).Output, Does.Contain("  error            System.TimeoutException: late\n"));
        Assert.That((await Run("verify", target)).Code, Is.EqualTo(0));
    }

    [Test]
    public async Task Merge_sorts_by_arrival_and_keeps_one_copy_of_an_order_event()
    {
        var eth = TradeText.Replace("BTC", "ETH", StringComparison.Ordinal);
        var one = _folder.Write("one", $"1\t{TradeText}\n3\t{UpdateText}\n7\t{TradeText}\n");
        var two = _folder.Write("two", $"2\t{eth}\n4\t{UpdateText}\n6\t{eth}\n");
        var target = _folder.Combine("both");

        Assert.That((await Run("merge", one, two, "--out", target)).Code, Is.Zero);
        var lines = Read(target).Split('\n');
        Assert.That(lines[4], Does.StartWith("6\t").And.Contains("FEED_GAP").And.Contains("SPOT_ETH_USDT"), "the second recording ends before the first");
        Assert.That(lines.Where((_, i) => i != 4), Is.EqualTo(new[] { $"1\t{TradeText}", $"2\t{eth}", $"3\t{UpdateText}", $"6\t{eth}", $"7\t{TradeText}", "" }));
    }

    [Test]
    public async Task Cut_uses_the_time_of_the_next_line_for_damage_before_the_first_timestamp()
    {
        var path = _folder.Write("a", $"header\n1000000000000000001\t{TradeText}\n1000000001000000002\t{UpdateText}\n");
        var target = _folder.Combine("cut");

        Assert.That((await Run("cut", path, "--out", target, "--from", "2001-09-09T01:46:41Z")).Code, Is.Zero, "the damage is outside the period");
        Assert.That(Read(target), Is.EqualTo($"1000000001000000002\t{UpdateText}\n"));
    }

    [Test]
    public async Task Cut_reports_when_it_selects_no_message()
    {
        var target = _folder.Combine("cut");

        Assert.That(
            await Run("cut", _folder.Write("a", $"1\t{TradeText}\n"), "--out", target, "--from", "2027-01-01"),
            Is.EqualTo((0, $"{target}: 0 messages\n", "nexus-recording: no message arrived in this period\n")));
    }

    [Test]
    public async Task The_built_tool_says_its_version_and_begins_each_error_with_its_name()
    {
        var version = typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        Assert.That(await Start("--version"), Is.EqualTo((0, version.Split('+')[0], "")));
        Assert.That(await Start("cut", "--frm", "1"), Is.EqualTo((2, "", "nexus-recording: --frm: unknown option; --help lists the options")));

        static async Task<(int Code, string Output, string Error)> Start(params string[] args)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Tool).Assembly.Location, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
        }
    }

    [Test]
    public async Task A_terminal_shows_a_progress_bar_that_disappears_at_the_end()
    {
        var path = _folder.Write("a", string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"{i}\t{TradeText}\n")));

        var (_, _, error) = await Run(isTerminal: true, "info", path);

        Assert.That(error, Does.Contain("\r[###").And.EndsWith("\r"));
        Assert.That(error, Does.Not.Contain("\n"));
    }
}
