using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using static Nexus.Examples.Tests.Recording.RecordingToolRun;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Tests the tables that nexus-recording exports.</summary>
public sealed class RecordingExportTests
{
    private ToolFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new ToolFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("01:00|2", "--bars", "1h")]
    [TestCase("01:00|1\n02:00|0\n03:00|1", "--bars", "1h", "--max-clock-jump", "3h")]
    public async Task The_clock_of_an_export_follows_the_option_of_the_recorded_feed(string expected, params string[] options)
    {
        var later = TradeText.Replace("1000000000000", "1000007200000", StringComparison.Ordinal);
        var path = _folder.Write("a", $"1\t{TradeText}\n2\t{later}\n");

        Assert.That((await Run(["export", path, "--out", _folder.Combine("tables"), .. options])).Code, Is.Zero);
        Assert.That(Query("SELECT strftime(start, '%H:%M'), trades FROM 'bars.parquet' ORDER BY start"), Is.EqualTo(expected));
    }

    [Test]
    public async Task The_tables_of_an_export_have_the_same_sums_as_the_feed()
    {
        var update = UpdateText.Replace("\"FILLED\"", "\"NEW\"", StringComparison.Ordinal).Replace("\"executed_quantity\":3", "\"executed_quantity\":0", StringComparison.Ordinal);
        var book = """{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1000000000100,"data":{"asks":[{"price":2.25,"quantity":1}],"bids":[]}}""";
        var path = _folder.Write("a.gz", $"1\t{TradeText}\n2\t{book}\n3\t{update}\n4\t{UpdateText}\n5\t{TradeText.Replace("1.5", "0.0000000000000000001", StringComparison.Ordinal)}\n");
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
        var path = _folder.Write("a", $"1\t{TradeText.Replace("1.5", large, StringComparison.Ordinal)}\n2\t{TradeText.Replace("1.5", fine, StringComparison.Ordinal)}\n");
        var target = _folder.Combine("tables");

        var (code, output, error) = await Run("export", path, "--out", target);

        Assert.That((code, output), Is.EqualTo((0, string.Concat(new[] { "trades.parquet: 2", "tops.parquet: 0", "bars.parquet: 1", "orders.parquet: 0" }.Select(table => $"{target}/{table} rows\n")))));
        Assert.That(error, Does.StartWith($"nexus-recording: {target}/trades.parquet: 'price' is text, because its values have up to 28 digits before and 28 after the decimal point; a Parquet decimal has 38\n"));
        Assert.That(Query("SELECT price, quantity FROM 'trades.parquet'"), Is.EqualTo($"{large}|2\n{fine}|2"));
        Assert.That(Query("SELECT high, low, volume FROM 'bars.parquet'"), Is.EqualTo($"{large}|{fine}|4"));
    }

    [Test]
    public async Task A_sum_that_no_decimal_can_hold_is_null_and_is_reported()
    {
        var path = _folder.Write("a", $"1\t{TradeText.Replace("1.5", "79228162514264337593543950335", StringComparison.Ordinal)}\n");
        var target = _folder.Combine("tables");

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
        var (code, _, error) = await Run("export", path, "--out", _folder.Combine("tables"));
        Assert.That((code, error), Is.EqualTo((0, "")));
    }

    private string Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace(" FROM '", $" FROM '{_folder.Combine("tables")}/", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Shown(reader.GetValue(i)))));
        return string.Join('\n', rows);
    }
}
