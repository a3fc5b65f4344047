using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Where a recording ends or starts while others continue, and where the files of one recording meet.</summary>
public sealed class RecordingEndTests
{
    private const string Eth = "SPOT_ETH_USDT";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private TemporaryFolder _folder = null!;
    private int _runs;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task A_recording_that_ends_before_the_others_is_a_gap_of_its_symbols()
    {
        var btc = Recorded("btc", Enumerable.Range(0, 25).Select(static i => (i * 10, Trade(i * 10))));
        var eth = Recorded("eth", [(1, Trade(1, Eth)), (30, Trade(30, Eth))]);

        var replayed = await ReplayAsync(btc, eth);
        Assert.That(replayed.OfType<FeedGap>().Select(static gap => (gap.Symbol?.ToString(), gap.Reason)), Is.EqualTo(new[] { (Eth, $"the recording '{eth}' ends") }));
        Assert.That(((Trade)replayed[replayed.IndexOf(replayed.OfType<FeedGap>().Single()) - 1]).Symbol.ToString(), Is.EqualTo(Eth), "directly after its last message");
        Assert.That((await BarsAsync(TimeSpan.FromMinutes(1), btc, eth)).Where(static bar => bar.Symbol.ToString() == Eth).Select(static bar => bar.IsComplete), Has.None.True);
    }

    [Test]
    public async Task A_pause_between_two_recordings_of_a_symbol_is_a_gap()
    {
        var one = Recorded("one", Enumerable.Range(0, 6).Select(static i => (i * 10, Trade(i * 10))));
        var two = Recorded("two", Enumerable.Range(90, 6).Select(static i => (i * 10, Trade(i * 10))));

        Assert.That((await ReplayAsync(one, two)).OfType<FeedGap>().Count(), Is.EqualTo(1));
        Assert.That((await BarsAsync(TimeSpan.FromMinutes(5), one, two)).Where(static bar => bar.TradeCount == 0 && bar.IsComplete), Is.Empty);
    }

    [Test]
    public async Task A_recording_covered_by_another_of_the_same_symbol_ends_without_a_gap()
    {
        var one = Recorded("one", [(0, Trade(0)), (20, Trade(20))]);
        var two = Recorded("two", [(10, Trade(10)), (90, Trade(90))]);

        Assert.That((await ReplayAsync(one, two)).OfType<FeedGap>(), Is.Empty);
    }

    [Test]
    public async Task The_files_of_a_rotating_recording_continue_each_other_and_a_restart_is_a_gap()
    {
        var options = new RecordingOptions { MaxFileSize = 1 };
        var live = Enumerable.Range(0, 5).Select(static i => Trade(i * 3600)).ToArray();
        Rotate("a-{number}.tsv", options, live);
        Assert.That(_folder.Names.Count(), Is.GreaterThan(3));
        Assert.That((await ReplayAsync([.. Files()])).Select(static message => message.ToString()), Is.EqualTo(live.Select(static text => NexusDecoder.Decode(text).ToString())));
        Assert.That((await ReplayAsync([.. Files().Where(static (_, i) => i != 2)])).OfType<FeedGap>().Count(), Is.EqualTo(1), "without one of the files");

        Rotate("a-{number}.tsv", options, Trade(99_999));
        Assert.That((await ReplayAsync([.. Files()])).OfType<FeedGap>().Select(static gap => gap.Reason), Has.Some.EqualTo("the recording was interrupted"));
    }

    [Test]
    public async Task After_old_files_are_deleted_the_numbers_still_grow()
    {
        var options = new RecordingOptions { MaxFileSize = 1 };
        Rotate("a-{number}.tsv.gz", options, [.. Enumerable.Range(0, 4).Select(static i => Trade(i))]);
        var last = _folder.Names.Max(StringComparer.Ordinal)!;
        foreach (var name in _folder.Names.Where(name => name != last).ToArray())
            File.Delete(_folder[name]);
        await File.WriteAllTextAsync(_folder["a-x999.tsv.gz"], "");
        Rotate("a-{number}.tsv.gz", options, Trade(5), Trade(6));

        Assert.That(_folder.Names.Min(StringComparer.Ordinal), Is.EqualTo(last));
        Assert.That((await ReplayAsync([.. Files()])).OfType<Trade>().Select(static trade => trade.Timestamp), Is.Ordered);
    }

    private static string Trade(int second, string symbol = "SPOT_BTC_USDT") =>
        Samples.Trade.With("symbol", $"\"{symbol}\"").With("timestamp", $"{1_723_075_200_000L + (1000L * second)}");

    private string[] Files() => [.. _folder.Names.Where(static name => !name.Contains('x', StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => _folder[name])];

    private string Recorded(string name, IEnumerable<(int Second, string Text)> lines) =>
        _folder.Write(name, string.Concat(lines.Select(static line => ReplayTests.Line(1000 * line.Second, line.Text))));

    // Each message is a file of its own.
    private void Rotate(string name, RecordingOptions options, params string[] texts)
    {
        using var source = new Subject<string>();
        var time = new System.Reactive.Concurrency.HistoricalScheduler(DateTimeOffset.UnixEpoch.AddDays(_runs++));
        using var recording = source.RecordTo(_folder[name], time, options).Subscribe();
        foreach (var text in texts)
        {
            var count = CountWritten();
            source.OnNext(text);
            time.AdvanceBy(TimeSpan.FromHours(1));
            Assert.That(SpinWait.SpinUntil(() => CountWritten() > count, Limit));
        }
    }

    // A lock may disappear at any time.
    private int CountWritten() => _folder.Names.Count(name => !name.EndsWith(".lock", StringComparison.Ordinal) && new FileInfo(_folder[name]).Length > 0);

    private static async Task<IList<VwapBar>> BarsAsync(TimeSpan length, params string[] paths)
    {
        var feed = NexusRecording.OpenFeed(paths);
        var all = feed.VwapTumbling(length).ToList().Timeout(Limit).GetAwaiter();
        feed.Connect();
        return await all;
    }

    private static async Task<IList<NexusMessage>> ReplayAsync(params string[] paths)
    {
        var feed = NexusRecording.OpenFeed(paths);
        var all = feed.ToList().Timeout(Limit).GetAwaiter();
        feed.Connect();
        return await all;
    }
}
