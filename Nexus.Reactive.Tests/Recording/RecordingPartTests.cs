using System.Reactive.Linq;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Each file of a rotating recording says which file it continues, so missing, empty and damaged files are gaps in their places.</summary>
public sealed class RecordingPartTests : FolderTests
{
    private const string Eth = "SPOT_ETH_USDT";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_file_that_is_missing_empty_or_damaged_is_a_gap_in_its_place([Values("missing", "empty", "damaged", "without its start")] string fault, [Values(".tsv", ".tsv.gz")] string extension)
    {
        var files = Record(extension, [.. Enumerable.Range(0, 5).Select(static i => Trade(i))]);
        files = Spoil(files, fault, 2);

        var replayed = await ReplayAllAsync(files);
        var seconds = replayed.Select(static message => message is Trade trade ? Seconds(trade.Timestamp) : message is FeedGap { Symbol: null } ? -1 : -2).ToList();
        seconds.RemoveAll(static second => second == -2);
        Assert.That(seconds.Where(static second => second >= 0 && second != 2), Is.EqualTo(new[] { 0, 1, 3, 4 }));
        Assert.That(seconds[(seconds.IndexOf(1) + 1)..seconds.IndexOf(3)], Has.Some.EqualTo(-1).And.No.GreaterThan(2));
        Assert.That(seconds[..(seconds.IndexOf(1) + 1)].Concat(seconds[seconds.IndexOf(3)..]), Has.None.Negative);
    }

    [Test]
    public async Task No_bar_over_a_missing_file_is_complete()
    {
        var files = Record(".tsv.gz", [.. Enumerable.Range(0, 35).Select(static i => Trade(i))]);
        var whole = await BarsAsync(files);

        var bars = await BarsAsync(Spoil(files, "missing", 12));

        Assert.That(whole.Where(static bar => bar.IsComplete).Select(static bar => Seconds(bar.Start)), Is.SupersetOf(new[] { 10, 20 }));
        Assert.That(bars.Where(static bar => bar.IsComplete), Is.EqualTo(whole.Where(static bar => bar.IsComplete && Seconds(bar.Start) != 10)));
    }

    [Test]
    public async Task A_file_without_its_last_block_is_a_gap()
    {
        var files = Folder.RecordFiles("a", ".tsv.gz", DateTimeOffset.UnixEpoch, Second, [Trade(0), Trade(1)], [Trade(2)]);
        var whole = Folder.RecordFiles("a", ".short.tsv.gz", DateTimeOffset.UnixEpoch, Second, [Trade(0)]);
        var length = new FileInfo(whole[0]).Length;
        File.WriteAllBytes(files[0], File.ReadAllBytes(files[0])[..(int)length]);

        var gaps = (await ReplayAllAsync(files)).OfType<FeedGap>().ToList();
        Assert.That(gaps.Select(static gap => gap.Reason), Is.EqualTo(new[] { $"the recording '{files[0]}' is damaged at its end" }));
    }

    [Test]
    public async Task A_later_file_may_begin_with_a_symbol_that_the_earlier_ones_lack()
    {
        string[] live = [Trade(0), Order(1, Eth), Trade(1, Eth), Order(2, Eth), Trade(2)];
        var files = Record(".tsv", live);

        foreach (var paths in (string[][])[files, [.. files.Reverse()]])
            Assert.That((await ReplayAllAsync(paths)).Select(static message => message.ToString()), Is.EqualTo(live.Select(static text => NexusDecoder.Decode(text).ToString())));
    }

    [Test]
    public async Task Files_whose_messages_arrived_at_the_same_time_keep_their_order()
    {
        var files = Folder.RecordFiles("a", ".tsv", DateTimeOffset.UnixEpoch, TimeSpan.Zero, [.. Enumerable.Range(0, 5).Select(static i => new[] { Trade(i) })]);

        var replayed = await ReplayAllAsync([.. files.Reverse()]);

        Assert.That(replayed.Select(static message => Seconds(((Trade)message).Timestamp)), Is.EqualTo(Enumerable.Range(0, 5)));
    }

    [Test]
    public async Task The_files_after_a_restart_continue_the_file_in_which_it_started()
    {
        var before = Folder.RecordFiles("a", ".tsv", DateTimeOffset.UnixEpoch, Second, [Trade(0)], [Trade(1)]);
        var after = Folder.RecordFiles("b", ".tsv", DateTimeOffset.UnixEpoch.AddHours(1), Second, [Trade(10)], [Trade(11), Trade(12, Eth)], [Trade(13, Eth)]);
        File.AppendAllText(before[1], "3600000000000\t" + MessageText.Write(new FeedGap("the recording was interrupted")) + "\n" + File.ReadAllText(after[0]));
        string[] files = [.. before, .. after[1..]];

        Assert.That((await ReplayAllAsync(files)).OfType<FeedGap>().Select(static gap => gap.Reason), Is.EqualTo(new[] { "the recording was interrupted" }));
        Assert.That((await ReplayAllAsync(Spoil(files, "missing", 2))).OfType<FeedGap>().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_missing_file_causes_no_gap_for_the_symbols_of_another_recording()
    {
        var eth = Record(".tsv", [.. Enumerable.Range(0, 4).Select(static i => Trade(i, Eth))]);
        var btc = Folder.Write("btc", string.Concat(Enumerable.Range(0, 40).Select(static i => $"{i}00000000\t{Trade(i)}\n")));

        var replayed = await ReplayAllAsync([btc, .. Spoil(eth, "missing", 2)]);

        Assert.That(replayed.OfType<FeedGap>().Select(static gap => gap.Symbol?.ToString()), Is.EqualTo(new[] { Eth, Eth }), "the missing file and the end");
    }

    [Test]
    public async Task Two_copies_of_a_rotating_recording_are_each_read_in_order()
    {
        var files = Record(".tsv", [.. Enumerable.Range(0, 4).Select(static i => Trade(i))]);

        Assert.That((await ReplayAllAsync([.. files, .. files])).OfType<FeedGap>(), Is.Empty);
    }

    [Test]
    public async Task Files_without_a_position_are_read_with_a_gap_between_them()
    {
        var one = Folder.Write("one", $"1000000000\t{Trade(1)}\n");
        var two = Folder.Write("two", $"\n2000000000\t{Trade(2)}\n");

        Assert.That((await ReplayAllAsync([one, two])).Select(static message => message.GetType().Name), Is.EqualTo(new[] { "Trade", "FeedGap", "Trade" }));
    }

    [Test]
    public void The_files_of_a_rotating_recording_are_opened_one_after_another()
    {
        var paths = Folder.RecordFiles("a", ".tsv.gz", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), [.. Enumerable.Repeat<string[]>([Samples.Trade], 40)]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var recordings = new MergedRecordings(paths);
        recordings.TryRead();

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(4_000_000));
        GC.KeepAlive(recordings);
    }

    [Test]
    public async Task A_file_without_any_time_follows_the_file_before_it()
    {
        var one = Folder.Write("one", $"1000000000\t{Trade(1)}\n2000000000\t{Trade(2)}\n");
        var noise = Folder.Write("noise", "noise\nmore\n");
        var two = Folder.Write("two", $"3000000000\t{Trade(3)}\n");

        Assert.That((await ReplayAllAsync([one, noise, two])).Select(static message => message.GetType().Name), Is.EqualTo(new[] { "Trade", "Trade", "FeedGap", "MalformedMessage", "MalformedMessage", "Trade" }));
        Assert.That((await ReplayAllAsync([noise, one, two]))[0], Is.TypeOf<MalformedMessage>());
    }

    [Test]
    public async Task A_received_text_that_looks_like_a_position_is_a_message()
    {
        const string text = """{"feed_part":{"run":"0123456789abcdef","number":7,"after":5}}""";
        var files = Record(".tsv", Trade(0), text, Trade(1));

        Assert.That((await ReplayAllAsync(files)).Select(static message => message.GetType().Name), Is.EqualTo(new[] { "Trade", "MalformedMessage", "Trade" }));
    }

    private static int Seconds(DateTimeOffset time) => (int)((time.ToUnixTimeMilliseconds() - 1_723_075_200_000) / 1000);

    private static string Trade(int second, string symbol = "SPOT_BTC_USDT") =>
        Samples.Trade.With("symbol", $"\"{symbol}\"").With("timestamp", $"{1_723_075_200_000L + (1000L * second)}");

    private static string Order(long id, string symbol) => Samples.OrderUpdate.With("order_id", $"{id}").With("symbol", $"\"{symbol}\"");

    // Each text is a file of its own.
    private string[] Record(string extension, params string[] texts) =>
        Folder.RecordFiles("a", extension, DateTimeOffset.UnixEpoch, Second, [.. texts.Select(static text => new[] { text })]);

    private static string[] Spoil(string[] files, string fault, int index)
    {
        var bytes = File.ReadAllBytes(files[index]);
        switch (fault)
        {
            case "missing":
                File.Delete(files[index]);
                return [.. files.Where((_, i) => i != index)];
            case "without its start":
                bytes = bytes[^(bytes.Length / 2)..];
                break;
            default:
                bytes = fault == "empty" ? [] : [.. Enumerable.Range(0, 300).Select(static i => (byte)(128 + (i % 100)))];
                break;
        }

        File.WriteAllBytes(files[index], bytes);
        return files;
    }

    private static async Task<IList<VwapBar>> BarsAsync(string[] paths)
    {
        var feed = NexusRecording.OpenFeed(paths);
        var bars = feed.VwapTumbling(TimeSpan.FromSeconds(10)).ToList().Timeout(TimeSpan.FromSeconds(10)).GetAwaiter();
        feed.Connect();
        return await bars;
    }

    // A file that cannot be read is an error at the end.
    private static async Task<IList<NexusMessage>> ReplayAllAsync(string[] paths)
    {
        List<NexusMessage> all = [];
        var feed = NexusRecording.OpenFeed(paths);
        feed.Subscribe(all.Add, static _ => { });
        try
        {
            await feed.RunAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (InvalidDataException)
        {
            return all;
        }

        return all;
    }
}
