using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nexus.Monitoring;

namespace Nexus.Examples.Tests.Monitor;

[CancelAfter(120_000)]
public sealed class MonitorProgramTests
{
    private const string Recording = "btcusdt-20240808-depth20";

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory();

    [TearDown]
    public void RemoveFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_live_run_and_each_replay_of_its_recording_print_the_same_bytes(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder.FullName, "session.tsv.gz");

        var live = await RunAsync(["--for", "2s", "--plain", "--record", file], cancellationToken);
        var first = await RunAsync(["--replay", file, "--plain"], cancellationToken);
        var second = await RunAsync(["--replay", file, "--plain", "--speed=1000"], cancellationToken);

        Assert.That(live.Code, Is.Zero, live.Error);
        Assert.That(live.Error, Does.StartWith("simulator · no key, no network · seed 7" + Environment.NewLine));
        Assert.That(live.Error, Does.Not.Contain("--record").And.Contain($"--replay {file}").And.Contain("--endpoint staging"));
        Assert.That(live.Output, Does.Match(@"\ndone messages=[1-9]\d* books=[1-9]\d* trades=[1-9]\d* diffs=[1-9]\d* orders=\d+ unknown=0 malformed=0 gaps=0\r?\n$"));
        Assert.That(live.Output, Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z SPOT_BTC_USDT trades=\d+ volume=[0-9.]+ vwap=[0-9.]+ bid=[0-9.]+ ask=[0-9.]+\r?\n"));
        Assert.That(first.Output, Is.EqualTo(live.Output));
        Assert.That(second.Output, Is.EqualTo(first.Output));
        Assert.That(first.Error, Is.Empty);
    }

    [Test]
    public async Task Two_symbols_are_recorded_separately_and_replayed_together(CancellationToken cancellationToken)
    {
        var live = await RunAsync(
            ["--for", "1500ms", "--symbol", "SPOT_BTC_USDT", "--symbol", "SPOT_ETH_USDT", "--record", Path.Combine(_folder.FullName, "s.tsv")],
            cancellationToken);
        var files = _folder.GetFiles("s.*").Select(f => f.FullName).Order(StringComparer.Ordinal).ToArray();
        var replay = await RunAsync(["--replay", files[0], "--replay", files[1]], cancellationToken);

        Assert.That(files.Select(Path.GetFileName), Is.EqualTo(new[] { "s.SPOT_BTC_USDT.tsv", "s.SPOT_ETH_USDT.tsv" }));
        Assert.That(live.Output, Does.Contain(" SPOT_BTC_USDT trades=").And.Contain(" SPOT_ETH_USDT trades="));
        Assert.That(replay.Output, Does.Contain(" SPOT_BTC_USDT trades=").And.Contain(" SPOT_ETH_USDT trades="));
        Assert.That(replay.Error, Is.Empty, "that one recording ends first is no damage");
        Assert.That(replay.Output.Split('\n')[^2].Split(' ')[1], Is.EqualTo(live.Output.Split('\n')[^2].Split(' ')[1]), "as many messages");
    }

    [Test]
    public async Task A_symbol_selects_from_a_recording(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder.FullName, "s.tsv");
        await File.WriteAllTextAsync(file, Line("SPOT_A_B") + Line("SPOT_C_D"), cancellationToken);

        var replay = await RunAsync(["--replay", file, "--symbol", "SPOT_C_D"], cancellationToken);

        Assert.That(replay.Output.ReplaceLineEndings("\n"), Is.EqualTo(
            """
            2020-09-13T12:26:40.000Z SPOT_C_D trades=1 volume=1 vwap=5 bid=- ask=-
            done messages=2 books=0 trades=2 diffs=0 orders=0 unknown=0 malformed=0 gaps=0

            """.ReplaceLineEndings("\n")));

        static string Line(string symbol) =>
            $$$"""1600000000000000000{{{'\t'}}}{"event":"TRADE","symbol":"{{{symbol}}}","timestamp":1600000000123,"data":{"price":5,"quantity":1,"side":"BUY"}}{{{'\n'}}}""";
    }

    [Test]
    public async Task Every_second_of_the_real_session_agrees_with_an_independent_computation(CancellationToken cancellationToken)
    {
        var data = SharedData() ?? throw new IgnoreException($"{Recording}.tsv.gz is not here: it is kept beside the checkout, in shared/data.");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(data, $"{Recording}.expected.json"), cancellationToken));
        var expected = json.RootElement;

        var replay = await RunAsync(["--plain", "--replay", Path.Combine(data, $"{Recording}.tsv.gz")], cancellationToken);
        var lines = replay.Output.TrimEnd().Split('\n').Select(line => line.Trim()).ToList();

        Assert.That(lines[^1], Is.EqualTo("done messages=13206 books=3449 trades=9757 diffs=3233 orders=0 unknown=0 malformed=0 gaps=0"));
        Assert.That(expected.GetProperty("diff_from_empty").GetProperty("books_with_change").GetInt32(), Is.EqualTo(3233));
        var windows = expected.GetProperty("tumbling_1000ms").EnumerateObject()
            .ToDictionary(window => long.Parse(window.Name, CultureInfo.InvariantCulture), window => window.Value.EnumerateArray().ToList());
        var told = lines.SkipLast(1).Select(line => line.Split(' ')).ToDictionary(Start);
        Assert.That(told.Where(line => Value(line.Value, "trades") != "0").Select(line => line.Key), Is.EquivalentTo(windows.Keys));
        foreach (var (start, window) in windows)
        {
            Assert.That(Value(told[start], "trades"), Is.EqualTo(window[0].GetInt32().ToString(CultureInfo.InvariantCulture)));
            var (notional, volume) = (Exact(window[1].GetString()!), Exact(window[2].GetString()!));
            Assert.That(Exact(Value(told[start], "volume")), Is.EqualTo(volume));
            Assert.That(Exact(Value(told[start], "vwap")), Is.EqualTo(notional / volume));
        }
    }

    [TestCase("--replay", "/no/such/file")]
    [TestCase("--for", "10x")]
    [TestCase("--symbol", "BTCUSDT")]
    [TestCase("--endpoint", "staging")]
    [TestCase("--frobnicate")]
    public async Task Invalid_options_exit_with_2_and_one_line_on_stderr(params string[] args)
    {
        var (code, output, error) = await RunAsync(args, CancellationToken.None);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(output, Is.Empty);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task The_built_program_exits_the_same_way(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(MonitorProgram).Assembly.Location, "--for", "soon"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        Assert.That(process.ExitCode, Is.EqualTo(2), error);
        Assert.That(output, Is.Empty);
        Assert.That(error.TrimEnd(), Is.EqualTo("--for: 'soon' is not a duration such as 500ms, 30, 30s, 5m or 1h"));
    }

    [Test]
    public async Task A_damaged_recording_prints_the_readable_part_and_the_damage_as_a_gap(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder.FullName, "damaged.tsv");
        await File.WriteAllTextAsync(file, "1600000000000000000\t{\"event\":\"PING\",\"timestamp\":1600000000000}\nnot a line", cancellationToken);

        var (code, output, error) = await RunAsync(["--replay", file], cancellationToken);

        Assert.That((code, error.TrimEnd()), Is.EqualTo((0, $"--replay: the recording '{file}' is damaged after line 1: the last line is truncated")));
        Assert.That(output, Does.Contain("gaps=1"));
    }

    [TestCase("PK\nPK\n", "--replay: not a recording: line 1 of the recording '{0}' has no tab between time and message")]
    [TestCase("", "--replay: the recording contains no messages")]
    public async Task A_file_of_another_kind_exits_with_2_and_prints_only_the_reason(string content, string reason)
    {
        var file = Path.Combine(_folder.FullName, "other.tsv");
        await File.WriteAllTextAsync(file, content);

        var (code, output, error) = await RunAsync(["--replay", file], CancellationToken.None);

        Assert.That((code, output, error.TrimEnd()), Is.EqualTo((2, "", string.Format(CultureInfo.InvariantCulture, reason, file))));
    }

    [Test]
    public async Task The_next_commands_fit_on_a_terminal_of_80_columns(CancellationToken cancellationToken)
    {
        var (_, _, error) = await RunAsync(["--for", "100ms", "--plain"], cancellationToken);

        Assert.That(error.Split('\n').Where(static line => line.Contains("dotnet run", StringComparison.Ordinal)), Is.Not.Empty.And.All.Length.LessThanOrEqualTo(80));
    }

    [Test]
    public async Task A_recording_that_cannot_be_read_is_one_line_on_stderr(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder.FullName, "text.tsv.gz");
        await File.WriteAllTextAsync(file, "1600000000000000000\tnot compressed\n", cancellationToken);

        var (code, _, error) = await RunAsync(["--replay", file], cancellationToken);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error, Does.StartWith("--replay: "));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_stop_exits_with_0_and_prints_the_counts()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var (code, output, _) = await RunAsync([], stop.Token);

        Assert.That(code, Is.Zero);
        Assert.That(output, Does.StartWith("done messages="));
    }

    [Test]
    public async Task A_refused_key_is_reported_without_the_key(CancellationToken cancellationToken)
    {
        await using var exchange = await Nexus.Simulator.SimulatedExchange.StartAsync();

        var (code, output, error) = await RunAsync(["--endpoint", exchange.BaseUri.ToString(), "--key", "s3cr3t", "--for", "20s"], cancellationToken);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.Contain("401").And.Not.Contain("s3cr3t"));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(output, Does.Not.Contain("s3cr3t"));
    }

    [Test]
    public async Task A_run_without_a_connection_exits_with_1_and_the_reason(CancellationToken cancellationToken)
    {
        var (code, output, error) = await RunAsync(["--endpoint", "ws://127.0.0.1:1/ws", "--key", "s3cr3t", "--for", "1s"], cancellationToken);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(output, Does.StartWith("done messages=0 "));
        Assert.That(error, Does.Contain("--endpoint: no connection to ws://127.0.0.1:1/ws: "));
    }

    [TestCase("--endpoint", "ws://127.0.0.1:1/ws", "--key", "s3cr3t")]
    [TestCase("--bus", "nats://127.0.0.1:1")]
    public async Task An_endpoint_and_a_bus_that_do_not_answer_exit_with_the_same_code(params string[] args)
    {
        var (code, _, error) = await RunAsync([.. args, "--for", "3s"], CancellationToken.None);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error.TrimEnd().Split('\n')[^1], Does.StartWith($"{args[0]}: ").And.Not.Contains("s3cr3t"));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture);
        await using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await MonitorProgram.RunAsync(args, output, error, cancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private static long Start(string[] line) => DateTimeOffset.Parse(line[0], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private static string Value(string[] line, string name) => line.Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static decimal Exact(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string? SharedData()
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(Path.Combine(data, $"{Recording}.tsv.gz")))
                return data;
        }

        return null;
    }
}
