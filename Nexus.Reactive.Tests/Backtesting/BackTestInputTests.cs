using System.IO.Compression;
using System.Reactive.Linq;
using System.Text;
using Nexus.Reactive.Backtesting;
using Parquet;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>What a table says about recordings that are damaged, or are files of another kind.</summary>
[CancelAfter(60_000)]
public sealed class BackTestInputTests
{
    private const string TradeLine = "1704067200000000000\t{\"event\":\"TRADE\",\"symbol\":\"SPOT_BTC_USDT\",\"timestamp\":1704067200000,\"data\":{\"price\":1.5,\"quantity\":2,\"side\":\"BUY\"}}\n";
    private const string UpdateLine = "1704067200000000000\t{\"event\":\"ORDER_UPDATE\",\"timestamp\":1704067200000,\"data\":{\"symbol\":\"SPOT_BTC_USDT\",\"order_type\":\"LIMIT\",\"order_price\":1.5,\"order_quantity\":3,\"order_id\":7,\"executed_price\":1.5,\"executed_quantity\":3,\"side\":\"BUY\",\"status\":\"FILLED\"}}\n";
    private const string GapLine = "1704067200000000000\t{\"event\":\"FEED_GAP\",\"data\":{\"reason\":\"cut\"}}\n";

    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase("using System;\n\nreturn 0;\n", "2 lines are")]
    [TestCase("one", "1 line is")]
    [TestCase("1704067200000000000\tnot a message\n", "1 line is")]
    public async Task A_text_of_another_kind_is_an_error_that_names_the_file(string text, string faults)
    {
        var path = Write("Program.cs", text);

        var row = (await Run(path)).Rows.Single();

        Assert.That(row.Error, Is.EqualTo($"InvalidDataException: No line of '{path}' is a message: {faults} malformed or damaged."));
        Assert.That(row.Cells, Is.EqualTo(new object?[] { null }), "no zeros");
    }

    [Test]
    public async Task A_recording_truncated_in_its_first_block_is_an_error_that_names_the_file()
    {
        var path = Path.Combine(_folder, "a.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes(TradeLine));
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..60]);

        Assert.That((await Run(path)).Rows.Single().Error, Is.EqualTo($"InvalidDataException: No line of '{path}' is a message: 1 line is malformed or damaged."));
    }

    [Test]
    public async Task An_empty_recording_and_one_of_the_account_only_are_no_errors()
    {
        var table = await Run(Write("a", ""), Write("b", "oops\n" + UpdateLine));

        Assert.That(table.Rows.Select(static row => (row.Error, row.Malformed)), Is.EqualTo(new[] { ((string?)null, 0L), (null, 1L) }));
    }

    [Test]
    public async Task The_table_counts_the_gaps_and_the_malformed_messages_of_each_recording()
    {
        var table = await Run(Write("a", TradeLine + GapLine + "oops\n" + GapLine + "1704067200000000000\tno\nno\n" + TradeLine), Write("b", TradeLine));
        var path = Path.Combine(_folder, "table.parquet");
        await table.WriteParquetAsync(path);

        Assert.That(table.Rows.Select(static row => (row.Gaps, row.Malformed, row.Error)), Is.EqualTo(new[] { (2L, 3L, (string?)null), (0L, 0L, null) }));
        Assert.That(table.ToString(), Is.EqualTo("recording  trades  gaps  malformed  error\na               2     2          3\nb               1     0          0\n".ReplaceLineEndings()));
        Assert.That(await ReadNumbers(path, "gaps"), Is.EqualTo(new long?[] { 2, 0 }));
        Assert.That(await ReadNumbers(path, "malformed"), Is.EqualTo(new long?[] { 3, 0 }));
    }

    private static Task<BackTestTable> Run(params string[] recordings) => BackTest.RunAsync(
        recordings, [0], static run => run.Feed.Trades.Scan(0, static (count, _) => count + 1).StartWith(0), new BackTestColumns<int, int>().Result("trades", static count => count));

    private static async Task<long?[]> ReadNumbers(string path, string name)
    {
        await using var file = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(file);
        using var group = reader.OpenRowGroupReader(0);
        var values = new long?[group.RowCount];
        await group.ReadAsync<long>(Array.Find(reader.Schema.GetDataFields(), field => field.Name == name)!, values.AsMemory());
        return values;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
