using Nexus.Recording;
using static Nexus.Examples.Tests.Recording.RecordingToolRun;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Tests how nexus-recording names files that are empty, cut off, missing or of another kind, with the same words in each command.</summary>
public sealed class RecordingToolFileTests
{
    private const string First = "1000000000000000001\t" + TradeText + "\n";

    private ToolFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new ToolFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task Each_empty_file_is_named_by_each_command([Values("info", "merge", "cut", "export")] string command, [Values] bool isAlone)
    {
        string[] empty = [_folder.Write("a", ""), _folder.Write("b", "\n\n")];
        string[] files = isAlone ? empty : [empty[0], _folder.Write("c", First), empty[1]];

        var (code, _, error) = await Run(Arguments(command, files));

        Assert.That((code, error), Is.EqualTo((0, string.Concat(empty.Select(static file => $"nexus-recording: '{file}' contains no messages\n")))));
    }

    [Test]
    public async Task An_empty_file_among_unreadable_files_is_named([Values("info", "merge", "cut", "export")] string command)
    {
        var (empty, other) = (_folder.Write("a", ""), _folder.Write("b", "PK\u0003\u0004"));

        var (code, _, error) = await Run(Arguments(command, [empty, other]));

        Assert.That((code, error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), Is.EqualTo((2, (string[])[$"nexus-recording: '{empty}' contains no messages", $"nexus-recording: The recording '{other}' cannot be read: it is a zip archive."])).Using<(int, string[])>(
            static (left, right) => left.Item1 == right.Item1 && left.Item2.ToHashSet().SetEquals(right.Item2)));
    }

    [Test]
    public async Task Info_of_an_empty_file_shows_zeros()
    {
        var empty = _folder.Write("a", "");

        Assert.That((await Run("info", empty)).Output, Is.EqualTo($"{empty}\n  messages         0\n  gaps             0\n  damage           0\n"));
    }

    [TestCase(10)]
    [TestCase(60)]
    [TestCase(100)]
    public async Task Verify_lists_the_damage_of_a_recording_cut_in_its_first_block(int length)
    {
        var path = _folder.Write("a.gz", First);
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..length]);

        var (code, output, error) = await Run("verify", path);

        var lines = output.Split('\n');
        Assert.That((code, error, lines.Length), Is.EqualTo((1, "", 3)), output);
        Assert.That(lines[0], Does.StartWith($"the recording '{path}' is damaged after line 0: "));
        Assert.That(lines[1], Is.EqualTo($"{path}: 0 messages, 0 of them malformed as received, 1 damaged place"));
    }

    [Test]
    public async Task Verify_says_of_a_compressed_text_of_another_kind_that_it_is_no_recording()
    {
        var path = _folder.Write("a.gz", "one\ntwo\n");

        Assert.That(await Run("verify", path), Is.EqualTo((1, $"{path}: not a recording: 2 damaged places and no message\n", "")));
    }

    [Test]
    public async Task An_uncompressed_recording_named_gz_and_a_truncated_header_are_explained([Values("info", "verify", "merge", "cut", "export")] string command)
    {
        var (plain, header) = (_folder.Combine("a.gz"), _folder.Combine("b.gz"));
        await File.WriteAllTextAsync(plain, First);
        await File.WriteAllBytesAsync(header, [0x1f, 0x8b, 8, 0]);

        Assert.That(await Run(Arguments(command, [plain])), Is.EqualTo((2, "", $"nexus-recording: The recording '{plain}' cannot be read: it contains no gzip data; it is an uncompressed recording, whose name must not end with .gz.\n")));
        Assert.That(await Run(Arguments(command, [header])), Is.EqualTo((2, "", $"nexus-recording: The recording '{header}' cannot be read: it is truncated inside its first gzip header.\n")));
    }

    [Test]
    public async Task An_export_that_fails_deletes_only_the_folders_that_it_created()
    {
        var bad = _folder.Write("a", "PK\u0003\u0004");
        var existing = Directory.CreateDirectory(_folder.Combine("existing")).FullName;

        foreach (var target in (string[])[existing, Path.Combine(existing, "new", "tables")])
            Assert.That((await Run("export", bad, "--out", target)).Code, Is.EqualTo(2));

        Assert.That(Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories), Is.EquivalentTo(new[] { bad, existing }));
        Assert.That((await Run("export", bad, "--out", bad)).Error, Is.EqualTo($"nexus-recording: '{bad}' is a file, not a folder\n"));
    }

    [Test]
    public async Task An_export_may_write_to_an_existing_folder_without_its_tables()
    {
        var (path, target) = (_folder.Write("a", First), Directory.CreateDirectory(_folder.Combine("tables")).FullName);

        Assert.That((await Run("export", path, "--out", target)).Code, Is.Zero);
        Assert.That((await Run("export", path, "--out", target)).Error, Is.EqualTo($"nexus-recording: '{Path.Combine(target, "trades.parquet")}' exists already\n"));
    }

    [Test]
    public async Task A_folder_and_a_missing_file_are_named_alike_by_each_command([Values("info", "verify", "merge", "cut", "export")] string command)
    {
        foreach (var (path, fault) in ((string, string)[])[(_folder.Path, "is a folder"), (_folder.Combine("none"), "does not exist"), (_folder.Combine("none", "a"), "does not exist")])
        {
            var (code, output, error) = await Run(Arguments(command, [path]));
            Assert.That((code, output, error.Replace("nexus-recording: ", "", StringComparison.Ordinal)), Is.EqualTo((2, "", $"'{path}' {fault}\n")));
        }
    }

    [Test]
    public async Task A_file_that_does_not_exist_is_reported_and_the_others_are_processed()
    {
        var (good, none) = (_folder.Write("a", First), _folder.Combine("none"));

        Assert.That(await Run("verify", none, good), Is.EqualTo((2, $"{good}: 1 message, 0 of them malformed as received, 0 damaged places\n", $"nexus-recording: '{none}' does not exist\n")));
    }

    [Test]
    public async Task The_missing_folder_of_a_target_is_named()
    {
        var (path, target) = (_folder.Write("a", First), _folder.Combine("none", "x"));

        Assert.That(await Run("merge", path, "--out", target), Is.EqualTo((2, "", $"nexus-recording: '{target}' cannot be written: its folder does not exist\n")));
    }

    [TestCase("info", "info: no file; --help lists the commands")]
    [TestCase("merge --out b", "merge: no file; --help lists the commands")]
    [TestCase("merge a", "merge: --out is missing; --help lists the options")]
    [TestCase("verify a --out x", "verify has no --out; --help lists the options")]
    [TestCase("merge a --from 1", "merge has no --from; --help lists the options")]
    [TestCase("info a --what", "--what: unknown option; --help lists the options")]
    public void An_option_or_a_file_that_does_not_belong_to_the_command_is_explained(string line, string fault)
    {
        var path = _folder.Write("a", "");

        Assert.That(() => Options.Parse([.. line.Split(' ').Select(arg => arg == "a" ? path : arg)]), Throws.TypeOf<FormatException>().With.Message.EqualTo(fault));
    }

    private string[] Arguments(string command, string[] files) =>
        [command, .. files, .. command switch { "cut" => (string[])["--out", _folder.Combine("out"), "--from", "0"], "merge" or "export" => ["--out", _folder.Combine("out")], _ => [] }];
}
