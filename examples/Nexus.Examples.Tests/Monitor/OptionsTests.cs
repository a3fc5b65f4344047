using Nexus.Monitoring;

namespace Nexus.Examples.Tests.Monitor;

public sealed class OptionsTests
{
    [Test]
    public void Without_options_the_simulator_runs_for_thirty_seconds()
    {
        var options = Options.Parse([]);

        Assert.That(options.IsSimulator);
        Assert.That(options.Duration, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(options.Symbols.Select(s => s.ToString()), Is.EqualTo(new[] { "SPOT_BTC_USDT" }));
        Assert.That(options.IsPlain, Is.False);
    }

    [Test]
    public void Other_endpoints_run_until_stopped() =>
        Assert.That(Options.Parse(["--endpoint", "staging", "--key", "x"]).Duration, Is.Null);

    [TestCase("500ms", 0.5)]
    [TestCase("10s", 10)]
    [TestCase("10", 10)]
    [TestCase("1.5m", 90)]
    [TestCase("2h", 7200)]
    public void A_duration_has_a_unit_or_is_in_seconds(string text, double seconds) =>
        Assert.That(Options.Parse(["--for", text]).Duration, Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public void Symbols_accumulate_without_duplicates() =>
        Assert.That(
            Options.Parse(["--symbol", "SPOT_A_B", "--symbol", "SPOT_C_D", "--symbol", "SPOT_A_B"]).Symbols.Select(s => s.ToString()),
            Is.EqualTo(new[] { "SPOT_A_B", "SPOT_C_D" }));

    [TestCase("staging", "wss://staging.nexus.kronostoken.com/ws")]
    [TestCase("production", "wss://nexus.kronostoken.com/ws")]
    [TestCase("ws://127.0.0.1:9001/ws", "ws://127.0.0.1:9001/ws")]
    [TestCase("wss://example.org/base/ws", "wss://example.org/base/ws")]
    public void An_endpoint_is_a_name_or_an_address(string given, string expected) =>
        Assert.That(Options.Parse(["--endpoint", given, "--key", "x"]).GetEndpoint(Symbol.Parse("SPOT_A_B")).BaseUri, Is.EqualTo(new Uri(expected)));

    [TestCase("wss://bob:s3cr3t@host/ws")]
    [TestCase("wss://host/ws?key=s3cr3t")]
    [TestCase("ws://example.org/ws/s3cr3t")]
    public void The_error_does_not_repeat_a_rejected_address(string address) =>
        Assert.That(() => Options.Parse(["--endpoint", address, "--key", "x"]), Throws.TypeOf<FormatException>().With.Message.StartsWith("--endpoint: ").And.Message.Not.Contains("s3cr3t"));

    [Test]
    public void A_key_goes_unencrypted_to_another_machine_only_when_allowed() => Assert.Multiple(() =>
    {
        Assert.That(() => Options.Parse(["--endpoint", "ws://example.org/ws", "--key", "x"]), Throws.TypeOf<FormatException>().With.Message.Contains("--allow-unencrypted"));
        Assert.That(Options.Parse(["--endpoint", "ws://example.org/ws", "--key", "x", "--allow-unencrypted"]).AllowsUnencrypted, Is.True);
        Assert.That(Options.Parse(["--endpoint", "ws://localhost:9001/ws", "--key", "x"]).AllowsUnencrypted, Is.False);
    });

    [TestCase("s.tsv.gz", "s.SPOT_A_B.tsv.gz")]
    [TestCase("dir.d/s", "dir.d/s.SPOT_A_B")]
    [TestCase(".hidden.tsv", ".hidden.SPOT_A_B.tsv")]
    public void Several_symbols_are_recorded_to_one_file_each(string file, string expected)
    {
        var folder = Directory.CreateTempSubdirectory();
        Directory.CreateDirectory(Path.Combine(folder.FullName, "dir.d"));
        var options = Options.Parse(["--symbol", "SPOT_A_B", "--symbol", "SPOT_C_D", "--record", Path.Combine(folder.FullName, file)]);

        Assert.That(options.GetRecordPath(Symbol.Parse("SPOT_A_B")), Is.EqualTo(Path.Combine(folder.FullName, expected)));
        Assert.That(Directory.GetFiles(folder.FullName, "*", SearchOption.AllDirectories), Is.Empty, "looking leaves nothing behind");
        folder.Delete(recursive: true);
    }

    [Test]
    public void One_symbol_is_recorded_to_the_given_file() =>
        Assert.That(Options.Parse(["--record", "s.tsv.gz"]).GetRecordPath(Symbol.Parse("SPOT_BTC_USDT")), Is.EqualTo("s.tsv.gz"));

    [TestCase("--endpoint", "http://127.0.0.1/ws", "--key", "x")]
    [TestCase("--endpoint", "somewhere", "--key", "x")]
    [TestCase("--endpoint", "wss://host/ws?key=1", "--key", "x")]
    [TestCase("--symbol", "BTCUSDT")]
    [TestCase("--symbol", "")]
    [TestCase("--for", "0s")]
    [TestCase("--for", "-1s")]
    [TestCase("--for", "1,5s")]
    [TestCase("--for", "1e3s")]
    [TestCase("--for", "99999999999999h")]
    [TestCase("--for", "NaNs")]
    [TestCase("--for")]
    [TestCase("--record", "/no/such/folder/file")]
    [TestCase("--record", "/")]
    [TestCase("--replay", "/no/such/file")]
    [TestCase("--replay", "/")]
    [TestCase("--speed", "10")]
    [TestCase("--speed", "0")]
    [TestCase("--speed", "fast")]
    [TestCase("--color")]
    [TestCase("stray")]
    public void An_invalid_option_is_named_in_one_line(params string[] args) =>
        Assert.That(() => Options.Parse(args), Throws.TypeOf<FormatException>().With.Message.StartsWith(args[0] + ": ").And.Message.Not.Contains("\n"));

    [Test]
    public void A_replay_has_its_own_pace_on_the_screen_and_full_speed_in_plain_text()
    {
        var file = Path.GetTempFileName();
        Assert.That(Options.Parse(["--replay", file]).Pace, Is.EqualTo(1));
        Assert.That(Options.Parse(["--replay", file, "--plain"]).Pace, Is.Null);
        Assert.That(Options.Parse(["--replay", file, "--plain", "--speed", "10"]).Pace, Is.EqualTo(10));
        File.Delete(file);
    }

    [Test]
    public void The_help_names_the_keys_and_exit_codes() =>
        Assert.That(Options.Help, Does.Contain("Keys: ").And.Contain("The exit code is 0; 1 without a connection to the endpoint or the bus"));

    [TestCase("staging")]
    [TestCase("production")]
    [TestCase("ws://127.0.0.1:9001/ws")]
    public void A_missing_key_is_reported(string endpoint) =>
        Assert.That(() => Options.Parse(["--endpoint", endpoint]), Throws.TypeOf<FormatException>().With.Message.StartsWith("--key: "));
}
