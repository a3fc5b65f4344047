using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;
using Parquet;
using Parquet.Schema;

namespace Nexus.Reactive.Tests.Backtesting;

[CancelAfter(60_000)]
public sealed class BackTestTests
{
    private static readonly BackTestColumns<int, Outcome> Columns = new BackTestColumns<int, Outcome>()
        .Parameter("quantity", static quantity => quantity)
        .Result("bought", static outcome => outcome.Bought)
        .Result("average", static outcome => outcome.Average)
        .Result("last", static outcome => outcome.Last);

    private string _folder = "";

    private enum Kind
    {
        Long,
        Short,
    }

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory().FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Each_recording_runs_with_each_set_of_parameters_in_order()
    {
        string[] recordings = [Record("one", 100), Record("two", 200)];
        var table = await BackTest.RunAsync(recordings, [1, 3], Buy, Columns);

        Assert.That(table.ToString(), Is.EqualTo(
            """
            recording  quantity  bought  average                      last  gaps  malformed  error
            one.tsv           1       1      101  2024-01-01T00:00:01.000Z     0          0
            one.tsv           3       3      101  2024-01-01T00:00:01.000Z     0          0
            two.tsv           1       1      201  2024-01-01T00:00:01.000Z     0          0
            two.tsv           3       3      201  2024-01-01T00:00:01.000Z     0          0

            """.ReplaceLineEndings()));
        Assert.That(table["bought"], Is.EqualTo(new object[] { 1m, 3m, 1m, 3m }));
        Assert.That(() => table["sold"], Throws.ArgumentException);
    }

    [Test]
    public async Task A_format_affects_the_printed_table_only()
    {
        var columns = new BackTestColumns<int, Outcome>()
            .Parameter("quantity", static quantity => quantity, "000")
            .Result("third", static outcome => outcome.Average / 3, "0.00")
            .Result("none", static outcome => (decimal?)null, "0.00")
            .Result("at", static outcome => outcome.Last, "HH:mm:ss");
        var table = await BackTest.RunAsync([Record("one", 100)], [1], Buy, columns);

        Assert.That(table.ToString(), Is.EqualTo("recording  quantity  third  none        at  gaps  malformed  error\none.tsv         001  33.67        00:00:01     0          0\n".ReplaceLineEndings()));
        Assert.That(table["third"], Is.EqualTo(new[] { 101m / 3 }));
        Assert.That(() => columns.Result("other", static outcome => outcome.Last, "%"), Throws.TypeOf<FormatException>());
    }

    [Test]
    public async Task A_request_in_flight_at_the_end_is_not_a_failure()
    {
        // The order is sent with the last book, or with the first one, whose answer takes longer than the recording.
        var slow = new BackTestOptions { Exchange = new PaperExchangeOptions { OrderLatency = Latency.Fixed(TimeSpan.FromSeconds(5)) } };
        var columns = new BackTestColumns<int, long>().Result("last", static last => last);
        var table = await BackTest.RunAsync(
            [Record("one", 100)],
            [0, 1],
            run =>
            {
                var ids = from book in run.Feed.Books.Take(1)
                          from id in run.Gateway.PlaceAsync(OrderRequest.Market(book.Symbol, Side.Buy, 1)).ToObservable(Scheduler.Immediate)
                          select id;
                return run.Parameters == 0 ? ids : ids.StartWith(7);
            },
            columns,
            slow);

        Assert.That(table.Rows.Select(static row => row.Error), Is.EqualTo(new[] { "InvalidOperationException: The strategy's stream had no item; a request was still under way when the recording ended.", null }));
        Assert.That(table["last"], Is.EqualTo(new object?[] { null, 7L }));
    }

    [Test]
    public async Task After_a_gap_a_run_recovers_its_orders_and_all_runs_are_equal()
    {
        var recording = Record("one", 100);
        File.WriteAllLines(recording, File.ReadLines(recording).SelectMany((line, i) => i == 5 ? [line.Split('\t')[0] + "\t{\"event\":\"FEED_GAP\",\"data\":{\"reason\":\"cut\"}}", line] : new[] { line }).ToList());
        var options = new BackTestOptions { Exchange = new PaperExchangeOptions { OrderLatency = Latency.Uniform(TimeSpan.Zero, TimeSpan.FromMilliseconds(80)), ResponseLatency = Latency.Fixed(TimeSpan.FromMilliseconds(30)), Seed = 5 } };
        var columns = new BackTestColumns<int, string>().Result("changes", static changes => changes);
        var table = await BackTest.RunAsync(
            [recording],
            Enumerable.Range(0, 24),
            run =>
            {
                run.Feed.Books.Take(1).Subscribe(book => _ = run.Gateway.PlaceAsync(OrderRequest.Limit(book.Symbol, Side.Buy, 1, 90)));
                return run.Feed.TrackOrders(run.RequestOrdersAsync).Scan("", (text, change) => FormattableString.Invariant($"{text}{change.Kind} {(run.Feed.Clock.Now - Marbles.DefaultStart).TotalMilliseconds}, "));
            },
            columns,
            options);

        Assert.That(table["changes"].Distinct().Count(), Is.EqualTo(1));
        Assert.That(table["changes"][0], Does.Match("^Created [0-9.]+, Stale 400, Resynced [0-9.]+, $"));
    }

    [Test]
    public async Task The_table_does_not_depend_on_the_number_of_runs_at_the_same_time()
    {
        string[] recordings = [Record("one", 100), Record("two", 200), Record("three", 300)];
        var options = new BackTestOptions { Exchange = new PaperExchangeOptions { OrderLatency = Latency.Uniform(TimeSpan.Zero, TimeSpan.FromMilliseconds(50)), Seed = 3 } };
        var texts = new List<string>();
        foreach (var parallelism in new[] { 1, 2, 7 })
            texts.Add((await BackTest.RunAsync(recordings, Enumerable.Range(1, 8), Buy, Columns, options with { MaxParallelism = parallelism })).ToString());

        Assert.That(texts.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_run_that_fails_is_a_row_with_an_error()
    {
        var recording = Record("one", 100);
        var table = await BackTest.RunAsync(
            [recording, "absent.tsv"],
            [1, 2, 3, 4, 5],
            run => run.Parameters switch
            {
                1 => throw new InvalidOperationException("in the\nfunction"),
                2 => Observable.Throw<Outcome>(new InvalidOperationException("in the stream")),
                3 => Observable.Empty<Outcome>(),
                4 => BuyAndThrow(run),
                _ => Buy(run),
            },
            Columns);

        Assert.That(table.Rows.Take(5).Select(static row => row.Error), Is.EqualTo(new[]
        {
            "InvalidOperationException: in the function",
            "InvalidOperationException: in the stream",
            "InvalidOperationException: The strategy's stream had no item.",
            "InvalidOperationException: A subscriber failed: in a subscriber",
            null,
        }));
        Assert.That(table.Rows.Skip(5).Select(static row => row.Error), Is.All.EqualTo("FileNotFoundException: The recording 'absent.tsv' does not exist."));
        Assert.That(table.Rows[0].Cells, Is.EqualTo(new object?[] { 1, null, null, null }));
    }

    [Test]
    public async Task A_column_that_throws_is_an_error_of_its_row()
    {
        var columns = new BackTestColumns<int, Outcome>().Parameter("part", static quantity => 6 / quantity).Result("bought", static outcome => outcome.Bought);
        var table = await BackTest.RunAsync([Record("one", 100)], [0, 2], Buy, columns);

        Assert.That(table.Rows.Select(static row => row.Error), Is.EqualTo(new[] { "DivideByZeroException: Attempted to divide by zero.", null }));
    }

    [Test]
    public async Task Progress_is_reported_after_each_run_and_may_throw()
    {
        var reports = new List<BackTestProgress>();
        var options = new BackTestOptions
        {
            Progress = new Report(report =>
            {
                reports.Add(report);
                throw new InvalidOperationException();
            }),
        };
        await BackTest.RunAsync([Record("one", 100)], [1, 2, 0], Buy, Columns, options);

        Assert.That(reports.Select(static report => (report.Done, report.Total)), Is.EqualTo(new[] { (1, 3), (2, 3), (3, 3) }));
        Assert.That(reports[^1], Has.Property("Failed").EqualTo(1).And.Property("Messages").GreaterThan(10));
    }

    [Test]
    public void Cancellation_ends_all_runs()
    {
        using var stop = new CancellationTokenSource();
        var options = new BackTestOptions { MaxParallelism = 2, Progress = new Report(_ => stop.Cancel()) };
        var recording = Record("one", 100);

        Assert.That(async () => await BackTest.RunAsync([recording], Enumerable.Range(1, 1000), Buy, Columns, options, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Parquet_contains_the_exact_values()
    {
        var columns = new BackTestColumns<int, Outcome>()
            .Parameter("kind", static quantity => quantity > 1 ? Kind.Long : Kind.Short)
            .Parameter("length", static quantity => TimeSpan.FromSeconds(quantity / 2.0))
            .Parameter("whole", static quantity => (long?)quantity)
            .Parameter("ratio", static quantity => quantity / 4.0)
            .Parameter("even", static quantity => quantity % 2 == 0)
            .Result("bought", static outcome => outcome.Bought / 3)
            .Result("wide", static outcome => outcome.Bought > 1 ? 1e-28m : 12345678901m)
            .Result("last", static outcome => outcome.Last);
        var table = await BackTest.RunAsync([Record("one", 100)], [1, 2], Buy, columns);
        var path = Path.Combine(_folder, "table.parquet");
        await table.WriteParquetAsync(path);
        await table.WriteParquetAsync(path);

        var rows = await Read(path);
        Assert.That(rows["kind"], Is.EqualTo(new object[] { "Short", "Long" }));
        Assert.That(rows["length"], Is.EqualTo(new object[] { 0.5, 1.0 }));
        Assert.That(rows["whole"], Is.EqualTo(new object[] { 1L, 2L }));
        Assert.That(rows["ratio"], Is.EqualTo(new object[] { 0.25, 0.5 }));
        Assert.That(rows["even"], Is.EqualTo(new object[] { false, true }));
        Assert.That(rows["bought"], Is.EqualTo(new object[] { 1m / 3, 2m / 3 }));
        Assert.That(rows["wide"], Is.EqualTo(new object[] { "12345678901", "0.0000000000000000000000000001" }));
        Assert.That(rows["last"], Is.All.EqualTo(Marbles.DefaultStart.AddSeconds(1).UtcDateTime));
        Assert.That(rows["gaps"].Concat(rows["malformed"]), Is.All.EqualTo(0L));
        Assert.That(rows["error"], Is.All.Null);
        Assert.That(Directory.GetFiles(_folder, "*.unfinished"), Is.Empty);
    }

    [Test]
    public void Columns_have_supported_types_and_different_names()
    {
        var columns = new BackTestColumns<int, int>().Parameter("a", static n => n);
        Assert.That(() => columns.Result("b", static n => new object()), Throws.ArgumentException.With.Message.StartsWith("Column 'b': System.Object is not decimal"));
        foreach (var name in new[] { "a", "recording", "gaps", "malformed", "error", " " })
            Assert.That(() => columns.Result(name, static n => n), Throws.ArgumentException);
    }

    // Buys on the first book; the result is what was bought until the end.
    private static IObservable<Outcome> Buy(BackTestRun<int> run)
    {
        var order = OrderRequest.Market(Make.Symbol, Side.Buy, run.Parameters);
        var sent = run.Feed.Books.Take(1).SelectMany(_ => run.Gateway.PlaceAsync(order).ToObservable(Scheduler.Immediate));
        var bought = run.Feed.Transactions.Scan(0m, static (sum, fill) => sum + fill.ExecutedQuantity).StartWith(0);
        return Observable.CombineLatest(sent, bought, run.Feed.Books, (_, quantity, book) => new Outcome(quantity, book.BestAsk!.Value.Price, run.Feed.Clock.Now));
    }

    private static IObservable<Outcome> BuyAndThrow(BackTestRun<int> run)
    {
        run.Feed.Books.Subscribe(static _ => throw new InvalidOperationException("in a subscriber"), static _ => { });
        return Buy(run);
    }

    private static async Task<Dictionary<string, object?[]>> Read(string path)
    {
        await using var file = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(file);
        using var group = reader.OpenRowGroupReader(0);
        var rows = new Dictionary<string, object?[]>();
        foreach (var field in reader.Schema.GetDataFields())
            rows.Add(field.Name, await ReadColumn(group, field));
        return rows;
    }

    private static Task<object?[]> ReadColumn(ParquetRowGroupReader group, DataField field) => field.ClrType switch
    {
        var type when type == typeof(decimal) => ReadValues<decimal>(group, field),
        var type when type == typeof(double) => ReadValues<double>(group, field),
        var type when type == typeof(long) => ReadValues<long>(group, field),
        var type when type == typeof(bool) => ReadValues<bool>(group, field),
        var type when type == typeof(DateTime) => ReadValues<DateTime>(group, field),
        _ => ReadTexts(group, field),
    };

    private static async Task<object?[]> ReadValues<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        var values = new T?[group.RowCount];
        await group.ReadAsync<T>(field, values.AsMemory());
        return [.. values.Select(static value => (object?)value)];
    }

    private static async Task<object?[]> ReadTexts(ParquetRowGroupReader group, DataField field)
    {
        var values = new string?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory()!);
        return values;
    }

    private string Record(string name, int price)
    {
        var path = Path.Combine(_folder, $"{name}.tsv");
        var lines = Enumerable.Range(0, 11).Select(i => FormattableString.Invariant(
            $$$"""{{{1704067200000 + (i * 100)}}}000000{{{'\t'}}}{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":{{{1704067200000 + (i * 100)}}},"data":{"asks":[{"price":{{{price + 1}}},"quantity":5}],"bids":[{"price":{{{price}}},"quantity":5}]}}"""));
        File.WriteAllLines(path, lines);
        return path;
    }

    private sealed record Outcome(decimal Bought, decimal Average, DateTimeOffset Last);

    private sealed class Report(Action<BackTestProgress> onReport) : IProgress<BackTestProgress>
    {
        void IProgress<BackTestProgress>.Report(BackTestProgress value) => onReport(value);
    }
}
