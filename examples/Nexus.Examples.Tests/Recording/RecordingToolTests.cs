using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Nexus.Recording;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Tests the output, the files and the errors of nexus-recording.</summary>
public sealed class RecordingToolTests
{
    private const string Trade = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1000000000000,"data":{"price":1.5,"quantity":2,"side":"BUY"}}""";
    private const string Update = """{"event":"ORDER_UPDATE","timestamp":1000000000500,"data":{"symbol":"SPOT_BTC_USDT","order_type":"LIMIT","order_price":1.5,"order_quantity":3,"order_id":7,"executed_price":1.5,"executed_quantity":3,"side":"BUY","status":"FILLED"}}""";

    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("nexus-tool-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Info_shows_period_counts_gaps_damage_and_rate()
    {
        var path = Write("a", $"1000000000000000000\t{Trade}\n1000000000500000000\t{Trade}\noops\n1000000002000000000\t{{\"event\":\"FEED_GAP\",\"data\":{{\"reason\":\"cut\"}}}}\n");

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
        var path = Write("a", "1\t{\"feed_unknown\":3:ABCnot JSON}\n2\t{\"feed_malformed\":3:bad{\"event\":\"X\"}}\n");

        Assert.That((await Run("info", path)).Output, Does.Contain("UnknownMessage   1\n").And.Contains("MalformedMessage 1\n"));
        Assert.That((await Run("verify", path)).Output, Is.EqualTo($"{path}: 2 messages, 1 of them malformed as received, 0 damaged places\n"));
    }

    [TestCase("01:00|2", "--bars", "1h")]
    [TestCase("01:00|1\n02:00|0\n03:00|1", "--bars", "1h", "--max-clock-jump", "3h")]
    public async Task The_clock_of_an_export_follows_the_option_of_the_recorded_feed(string expected, params string[] options)
    {
        var later = Trade.Replace("1000000000000", "1000007200000", StringComparison.Ordinal);
        var path = Write("a", $"1\t{Trade}\n2\t{later}\n");

        Assert.That((await Run(["export", path, "--out", Path.Combine(_folder, "tables"), .. options])).Code, Is.Zero);
        Assert.That(Query("SELECT strftime(start, '%H:%M'), trades FROM 'bars.parquet' ORDER BY start"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Verify_lists_the_damage_and_exits_with_1()
    {
        var path = Write("a", $"1\t{Trade}\noops\n3\t{Trade}\n");

        Assert.That(await Run("verify", path), Is.EqualTo((1, $"line 2 of the recording '{path}' has no tab between time and message\n{path}: 2 messages, 0 of them malformed as received, 1 damaged place\n", "")));
        Assert.That(await Run("verify", Write("b", $"1\t{Trade}\n")), Is.EqualTo((0, $"{Path.Combine(_folder, "b")}: 1 message, 0 of them malformed as received, 0 damaged places\n", "")));
    }

    [Test]
    public async Task Cut_keeps_the_lines_of_a_period_unchanged([Values("cut.tsv", "cut.tsv.gz")] string name)
    {
        var path = Write("a", $"1000000000000000001\t{Trade}\n1000000001000000002\t{Update}\n1000000002000000003\t{Trade}\n");
        var target = Path.Combine(_folder, name);

        Assert.That(await Run("cut", path, "--out", target, "--from", "2001-09-09T01:46:41Z", "--to", "1000000002000000003"), Is.EqualTo((0, $"{target}: 1 message\n", "")));
        Assert.That(Read(target), Is.EqualTo($"1000000001000000002\t{Update}\n"));
    }

    [Test]
    public async Task What_a_killed_tool_of_the_same_process_number_left_behind_is_not_used()
    {
        var path = Write("a", $"1000000000000000001\t{Trade}\n");
        Write($".unfinished-{Environment.ProcessId}-merged.tsv", "5\tleft behind\n");
        var target = Path.Combine(_folder, "merged.tsv");

        Assert.That((await Run("merge", path, "--out", target)).Code, Is.EqualTo(0));
        Assert.That(Read(target), Is.EqualTo($"1000000000000000001\t{Trade}\n"));
    }

    [Test]
    public async Task Merge_and_info_keep_the_error_with_which_the_source_ended()
    {
        const string error = """{"feed_error":"System.TimeoutException: late"}""";
        var path = Write("a", $"1000000000000000001\t{Trade}\n1000000000000000001\t{error}\n");
        var target = Path.Combine(_folder, "merged.tsv");

        Assert.That(await Run("merge", path, "--out", target), Is.EqualTo((0, $"{target}: 1 message\n", "")));
        Assert.That(Read(target), Is.EqualTo($"1000000000000000001\t{Trade}\n1000000000000000001\t{error}\n"));
        Assert.That((await Run("info", target)).Output, Does.Contain("  error            System.TimeoutException: late\n"));
        Assert.That((await Run("verify", target)).Code, Is.EqualTo(0));
    }

    [TestCase("--from", "00:00:01", "--from: '00:00:01' is not a time such as 2024-08-08T23:54:15Z")]
    [TestCase("--from", "08/09/2024", "--from: '08/09/2024' is not a time such as 2024-08-08T23:54:15Z")]
    [TestCase("--from", "9", "--to: must be after --from")]
    [TestCase("--from=9", "--to=1", "--to: must be after --from")]
    [TestCase("--out=", "--to=1", "--out: the value is missing")]
    public void An_invalid_period_is_named(string first, string second, string fault)
    {
        var path = Write("a", $"1\t{Trade}\n");

        Assert.That(() => Options.Parse(["cut", path, "--out=x", first, second, "--to", "1"]), Throws.TypeOf<FormatException>().With.Message.EqualTo(fault));
    }

    [Test]
    public async Task Merge_sorts_by_arrival_and_keeps_one_copy_of_an_order_event()
    {
        var eth = Trade.Replace("BTC", "ETH", StringComparison.Ordinal);
        var one = Write("one", $"1\t{Trade}\n3\t{Update}\n7\t{Trade}\n");
        var two = Write("two", $"2\t{eth}\n4\t{Update}\n6\t{eth}\n");
        var target = Path.Combine(_folder, "both");

        Assert.That((await Run("merge", one, two, "--out", target)).Code, Is.Zero);
        var lines = Read(target).Split('\n');
        Assert.That(lines[4], Does.StartWith("6\t").And.Contains("FEED_GAP").And.Contains("SPOT_ETH_USDT"), "the second recording ends before the first");
        Assert.That(lines.Where((_, i) => i != 4), Is.EqualTo(new[] { $"1\t{Trade}", $"2\t{eth}", $"3\t{Update}", $"6\t{eth}", $"7\t{Trade}", "" }));
    }

    [Test]
    public async Task An_error_is_one_line_and_exit_code_2()
    {
        var path = Write("a", $"1\t{Trade}\n");
        var packed = Path.Combine(_folder, "no.gz");
        await File.WriteAllTextAsync(packed, "1\tx\n");
        foreach (var args in (string[][])[["cut", path, "--out", path, "--from", "1"], ["info", packed], ["verify", packed], ["export", packed, "--out", Path.Combine(_folder, "x")], ["info", _folder + "/a/b"]])
        {
            var (code, output, error) = await Run(args);
            Assert.That((code, output, error.Count(static c => c == '\n')), Is.EqualTo((2, "", 1)), string.Join(' ', args) + ": " + error);
        }
    }

    [Test]
    public async Task A_command_that_fails_leaves_no_file_and_can_be_repeated()
    {
        var bad = Path.Combine(_folder, "b.gz");
        await File.WriteAllTextAsync(bad, "1\tx\n");
        string[][] commands = [["merge", bad, "--out", Path.Combine(_folder, "c.tsv.gz")], ["export", bad, "--out", Path.Combine(_folder, "tables")]];
        foreach (var args in commands)
        {
            Assert.That((await Run(args)).Code, Is.EqualTo(2));
            Assert.That(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories), Is.EqualTo(new[] { bad }), args[0]);
        }

        File.Delete(bad);
        Write("b.gz", $"1000000000000000001\t{Trade}\n");
        foreach (var args in commands)
            Assert.That((await Run(args)).Code, Is.Zero);
    }

    [Test]
    public async Task A_file_that_cannot_be_read_is_reported_and_the_others_are_processed([Values("verify", "info", "merge", "cut", "export")] string command)
    {
        var bad = Path.Combine(_folder, "b.gz");
        await File.WriteAllTextAsync(bad, "1\tx\n");
        var later = Trade.Replace("1000000000000", "1000000000001", StringComparison.Ordinal);
        string[] files = [Write("a", $"1\t{Trade}\n"), bad, Write("c", $"2\t{later}\n")];
        var target = Path.Combine(_folder, "out");
        string[] more = command switch { "cut" => ["--out", target, "--from", "0"], "merge" or "export" => ["--out", target], _ => [] };

        var (code, output, error) = await Run([command, .. files, .. more]);

        Assert.That((code, error), Is.EqualTo((2, $"nexus-recording: The recording '{bad}' cannot be read: it contains no gzip data.\n")));
        switch (command)
        {
            case "merge" or "cut":
                Assert.That(output, Is.EqualTo($"{target}: 3 messages\n"), "two and a gap where the first file ends");
                Assert.That(Read(target), Does.StartWith($"1\t{Trade}\n1\t").And.EndsWith($"\n2\t{later}\n"));
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
    public async Task A_file_that_does_not_exist_is_reported_and_the_others_are_processed()
    {
        var (good, none) = (Write("a", $"1\t{Trade}\n"), Path.Combine(_folder, "none"));

        Assert.That(await Run("verify", none, good), Is.EqualTo((2, $"{good}: 1 message, 0 of them malformed as received, 0 damaged places\n", $"nexus-recording: Could not find file '{none}'.\n")));
    }

    [Test]
    public async Task Pipes_are_merged_completely_and_refused_by_an_export()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("This system has no named pipes.");
        string[] pipes = [Path.Combine(_folder, "one"), Path.Combine(_folder, "two")];
        foreach (var pipe in pipes)
            using (var process = System.Diagnostics.Process.Start("mkfifo", pipe))
                await process.WaitForExitAsync();
        var writing = pipes.Select((pipe, i) => Task.Run(() => Feed(pipe, $"{i}\t{Trade}\n"))).ToArray();
        var target = Path.Combine(_folder, "both");

        Assert.That((await Run("merge", pipes[0], pipes[1], "--out", target)).Code, Is.Zero);
        await Task.WhenAll(writing);
        Assert.That(Read(target).Split('\n').Where(static line => !line.Contains("FEED_GAP", StringComparison.Ordinal)), Is.EqualTo(new[] { $"0\t{Trade}", $"1\t{Trade}", "" }));

        _ = Task.Run(() => Feed(pipes[0], ""));
        var (code, _, error) = await Run("export", pipes[0], "--out", Path.Combine(_folder, "tables"));
        Assert.That((code, error), Is.EqualTo((2, $"nexus-recording: '{pipes[0]}' is a pipe, which can be read only once. Save it to a file to export it.\n")));

        static void Feed(string pipe, string text)
        {
            using var file = new FileStream(pipe, FileMode.Open, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    [Test]
    public async Task Damage_before_the_first_time_is_cut_at_the_time_of_the_next_line()
    {
        var path = Write("a", $"header\n1000000000000000001\t{Trade}\n1000000001000000002\t{Update}\n");
        var target = Path.Combine(_folder, "cut");

        Assert.That((await Run("cut", path, "--out", target, "--from", "2001-09-09T01:46:41Z")).Code, Is.Zero, "the damage is outside the period");
        Assert.That(Read(target), Is.EqualTo($"1000000001000000002\t{Update}\n"));
    }

    [Test]
    public async Task Damage_is_one_line_and_exit_code_1([Values("info", "merge", "cut", "export")] string command, [Values("line", "truncated")] string kind)
    {
        var path = Write(kind == "line" ? "a" : "a.gz", $"1000000000000000001\t{Trade}\n{(kind == "line" ? "oops\n" : "")}");
        if (kind == "truncated")
        {
            var member = await File.ReadAllBytesAsync(path);
            await File.WriteAllBytesAsync(path, [.. member, .. member[..^9]]);
        }

        string[] more = command switch { "info" => [], "cut" => ["--out", Path.Combine(_folder, "out"), "--from", "0"], _ => ["--out", Path.Combine(_folder, "out")] };

        var (code, _, error) = await Run([command, path, .. more]);

        Assert.That((code, error), Is.EqualTo((1, $"nexus-recording: '{path}' has 1 damaged place; verify lists them\n")));
    }

    [Test]
    public async Task A_file_of_another_kind_and_an_empty_file_are_one_line_of_verify()
    {
        var other = Write("a", string.Concat(Enumerable.Repeat("PK\n", 2000)));
        var empty = Path.Combine(_folder, "b.gz");
        await File.WriteAllBytesAsync(empty, []);

        Assert.That(await Run("verify", other, empty), Is.EqualTo((1, $"{other}: not a recording: 2000 damaged places and no message\n{empty}: empty: no message\n", "")));
    }

    [Test]
    public async Task Damage_before_the_first_message_is_listed_up_to_a_limit()
    {
        var (code, output, _) = await Run("verify", Write("a", string.Concat(Enumerable.Repeat("PK\n", 1500)) + $"1\t{Trade}\n"));

        Assert.That((code, output.Split('\n').Length), Is.EqualTo((1, 1003)));
        Assert.That(output, Does.Contain("and 500 more damaged places before the first message\n"));
    }

    [Test]
    public async Task A_cut_that_selects_nothing_says_so()
    {
        var target = Path.Combine(_folder, "cut");

        Assert.That(
            await Run("cut", Write("a", $"1\t{Trade}\n"), "--out", target, "--from", "2027-01-01"),
            Is.EqualTo((0, $"{target}: 0 messages\n", "nexus-recording: no message arrived in this period\n")));
    }

    [Test]
    public async Task A_folder_and_a_missing_folder_are_named()
    {
        var (path, target) = (Write("a", $"1\t{Trade}\n"), Path.Combine(_folder, "none", "x"));

        Assert.That(await Run("info", _folder), Is.EqualTo((2, "", $"nexus-recording: '{_folder}' is a folder.\n")));
        Assert.That(await Run("merge", path, "--out", target), Is.EqualTo((2, "", $"nexus-recording: '{target}' cannot be written: its folder does not exist.\n")));
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
        Write("a", "");
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(arg => arg == "a" ? Path.Combine(_folder, "a") : arg).ToArray();

        Assert.That(() => Options.Parse(args), Throws.TypeOf<FormatException>().With.Message.Not.Contains("\n"));
    }

    [Test]
    public async Task A_terminal_shows_a_progress_bar_that_disappears_at_the_end()
    {
        var path = Write("a", string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"{i}\t{Trade}\n")));

        var (_, _, error) = await Run(isTerminal: true, "info", path);

        Assert.That(error, Does.Contain("\r[###").And.EndsWith("\r"));
        Assert.That(error, Does.Not.Contain("\n"));
    }

    [Test]
    public async Task The_tables_of_an_export_have_the_same_sums_as_the_feed()
    {
        var update = Update.Replace("\"FILLED\"", "\"NEW\"", StringComparison.Ordinal).Replace("\"executed_quantity\":3", "\"executed_quantity\":0", StringComparison.Ordinal);
        var book = """{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1000000000100,"data":{"asks":[{"price":2.25,"quantity":1}],"bids":[]}}""";
        var path = Write("a.gz", $"1\t{Trade}\n2\t{book}\n3\t{update}\n4\t{Update}\n5\t{Trade.Replace("1.5", "0.0000000000000000001", StringComparison.Ordinal)}\n");
        await ExportAsync(path);

        Assert.That(Query("SELECT sum(price * quantity), count(*) FROM 'trades.parquet'"), Is.EqualTo("3.0000000000000000002|2"));
        Assert.That(Query("SELECT bid_price, ask_price, symbol FROM 'tops.parquet'"), Is.EqualTo("|2.25|SPOT_BTC_USDT"));
        Assert.That(Query("SELECT kind, order_id, filled, time FROM 'orders.parquet'"), Is.EqualTo("Created|7|0|2001-09-09T01:46:40.500\nFilled|7|3|2001-09-09T01:46:40.500"));
        Assert.That(Query("SELECT sum(notional), sum(trades), min(start) FROM 'bars.parquet'"), Is.EqualTo("3.0000000000000000002|2|2001-09-09T01:46:40.000"));
    }

    [Test]
    public async Task Decimals_of_more_than_38_digits_are_exported_as_text()
    {
        var (large, fine) = ("7922816251426433759354395033.5", "0.0000000000000000000000000001");
        var path = Write("a", $"1\t{Trade.Replace("1.5", large, StringComparison.Ordinal)}\n2\t{Trade.Replace("1.5", fine, StringComparison.Ordinal)}\n");
        var target = Path.Combine(_folder, "tables");

        var (code, output, error) = await Run("export", path, "--out", target);

        Assert.That((code, output), Is.EqualTo((0, string.Concat(new[] { "trades.parquet: 2", "tops.parquet: 0", "bars.parquet: 1", "orders.parquet: 0" }.Select(table => $"{target}/{table} rows\n")))));
        Assert.That(error, Does.StartWith($"nexus-recording: {target}/trades.parquet: 'price' is text, because its values have up to 28 digits before and 28 after the decimal point; a Parquet decimal has 38\n"));
        Assert.That(Query("SELECT price, quantity FROM 'trades.parquet'"), Is.EqualTo($"{large}|2\n{fine}|2"));
        Assert.That(Query("SELECT high, low, volume FROM 'bars.parquet'"), Is.EqualTo($"{large}|{fine}|4"));
    }

    [Test]
    public async Task A_sum_that_no_decimal_can_hold_is_null_and_is_reported()
    {
        var path = Write("a", $"1\t{Trade.Replace("1.5", "79228162514264337593543950335", StringComparison.Ordinal)}\n");
        var target = Path.Combine(_folder, "tables");

        var (code, _, error) = await Run("export", path, "--out", target);

        Assert.That((code, error), Is.EqualTo((0, $"nexus-recording: {target}/bars.parquet: 'notional' is null in 1 rows, because its value there is beyond the range of a decimal\n")));
        Assert.That(Query("SELECT high, notional, volume, trades FROM 'bars.parquet'"), Is.EqualTo("79228162514264337593543950335||2|1"));
    }

    [Test]
    public async Task The_tables_of_a_real_session_agree_with_an_independent_count()
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Require("btcusdt-20240808-depth20.expected.json")));
        var root = expected.RootElement;
        await ExportAsync(SharedData.RecordingPath());

        Assert.That(Query("SELECT count(*), CAST(sum(quantity) AS DECIMAL(38,8)), CAST(sum(CAST(price AS DECIMAL(18,4)) * CAST(quantity AS DECIMAL(18,8))) AS DECIMAL(38,8)) FROM 'trades.parquet'"), Is.EqualTo(string.Join('|',
            root.GetProperty("trades").GetInt32(), Number("volume"), Number("notional"))));

        var bars = root.GetProperty("tumbling_1000ms").EnumerateObject().OrderBy(static bar => bar.Name, StringComparer.Ordinal)
            .Select(static bar => $"{Shown(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(bar.Name, CultureInfo.InvariantCulture)).UtcDateTime)}|{bar.Value[0]}|{Shown(bar.Value[1].GetString()!)}|{Shown(bar.Value[2].GetString()!)}|{Shown(bar.Value[3].GetString()!)}");
        Assert.That(Query("SELECT start, trades, notional, volume, buy_volume FROM 'bars.parquet' WHERE trades > 0 ORDER BY start"), Is.EqualTo(string.Join('\n', bars)));

        string Number(string name) => Shown(root.GetProperty(name).GetString()!);
    }

    private static string Shown(string number) => Shown(decimal.Parse(number, CultureInfo.InvariantCulture));

    private static string Shown(object? value) => value switch
    {
        null or DBNull => "",
        decimal number => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private async Task ExportAsync(string path)
    {
        var (code, _, error) = await Run("export", path, "--out", Path.Combine(_folder, "tables"));
        Assert.That((code, error), Is.EqualTo((0, "")));
    }

    private string Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace(" FROM '", $" FROM '{Path.Combine(_folder, "tables")}/", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Shown(reader.GetValue(i)))));
        return string.Join('\n', rows);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        using Stream file = File.Create(path);
        using var target = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        target.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }

    private static string Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using var source = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return new StreamReader(source).ReadToEnd();
    }

    private static Task<(int Code, string Output, string Error)> Run(params string[] args) => Run(isTerminal: false, args);

    private static async Task<(int Code, string Output, string Error)> Run(bool isTerminal, params string[] args)
    {
        try
        {
            return await Run(Options.Parse(args), isTerminal);
        }
        catch (FormatException e)
        {
            return (2, "", e.Message + "\n");
        }
    }

    private static async Task<(int Code, string Output, string Error)> Run(Options options, bool isTerminal = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Tool.RunAsync(options, output, error, isTerminal, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
