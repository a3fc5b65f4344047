using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Text.Json;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

public sealed class OpenFeedTests : FolderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [TestCase("live.tsv")]
    [TestCase("live.tsv.gz")]
    public async Task A_live_stream_with_gaps_and_its_replay_give_the_same_messages(string name)
    {
        using var live = new Subject<string>();
        var time = new HistoricalScheduler(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var seen = new List<NexusMessage>();
        var feed = live.RecordTo(Folder[name], time).ToNexusFeed();
        feed.Subscribe(seen.Add);
        using (feed.Connect())
        {
            foreach (var text in (string[])[.. Samples.All, "not JSON", "", """{"event":"PING","timestamp":1564710591990}""", Samples.Gap, .. Samples.All])
            {
                time.AdvanceBy(TimeSpan.FromMilliseconds(300));
                live.OnNext(text);
            }
        }

        var replayed = await Run(NexusRecording.OpenFeed(Folder[name]));

        Assert.That(seen, Has.Count.GreaterThan(15).And.Some.InstanceOf<FeedGap>().And.Some.InstanceOf<MalformedMessage>());
        Assert.That(replayed, Is.EqualTo(seen));
    }

    [Test]
    public void A_missing_recording_is_reported_at_once() => Assert.Multiple(() =>
    {
        Assert.That(() => NexusRecording.OpenFeed(Folder["none"]), Throws.TypeOf<FileNotFoundException>().With.Message.EqualTo($"The recording '{Folder["none"]}' does not exist."));
        Assert.That(() => NexusRecording.OpenFeed(Path.GetTempPath()), Throws.TypeOf<FileNotFoundException>().With.Message.EqualTo($"The recording '{Path.GetTempPath()}' is a folder."));
        Assert.That(() => NexusRecording.OpenFeed(), Throws.ArgumentException);
        Assert.That(() => NexusRecording.OpenFeed(null!), Throws.ArgumentNullException);
    });

    [Test]
    public void Connect_returns_while_a_separate_thread_delivers()
    {
        using var connected = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var feed = NexusRecording.OpenFeed(Folder.Write("a", ReplayTests.Line(0, Samples.Ping)));
        var thread = 0;
        feed.Pings.Subscribe(_ =>
        {
            thread = Environment.CurrentManagedThreadId;
            Assert.That(connected.Wait(Limit), "a subscriber may wait for code after Connect");
        }, done.Set);

        feed.Connect();
        connected.Set();

        Assert.That(done.Wait(Limit));
        Assert.That(thread, Is.Not.EqualTo(Environment.CurrentManagedThreadId).And.Not.Zero);
    }

    [Test]
    public void Disposing_the_connection_stops_the_playback_and_connecting_again_continues_there()
    {
        using var done = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var feed = NexusRecording.OpenFeed(Folder.Write("a", string.Concat(Enumerable.Range(1, 1000).Select(i => ReplayTests.Line(i, $$"""{"event":"PING","timestamp":{{i}}}""")))));
        List<long> seen = [];
        feed.Pings.Subscribe(p =>
        {
            seen.Add(p.Timestamp.ToUnixTimeMilliseconds());
            if (seen.Count != 10)
                return;
            reached.Set();
            goOn.Wait(Limit);
        }, done.Set);

        var connection = feed.Connect();
        Assert.That(reached.Wait(Limit));
        connection.Dispose();
        goOn.Set();
        feed.Connect();

        Assert.That(done.Wait(Limit));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, 1000)));
    }

    [Test]
    public async Task Damage_becomes_a_malformed_message_or_a_gap()
    {
        var path = Folder.Write("a", ReplayTests.Line(0, Samples.Ping) + "oops\n" + ReplayTests.Line(1, Samples.Book) + "17");
        var seen = await Run(NexusRecording.OpenFeed(path));

        Assert.That(seen, Is.EqualTo(new[]
        {
            NexusDecoder.Decode(Samples.Ping),
            new MalformedMessage("oops", $"line 2 of the recording '{path}' has no tab between time and message"),
            NexusDecoder.Decode(Samples.Book),
            new FeedGap($"the recording '{path}' is damaged after line 3: the last line is truncated") { Since = DateTimeOffset.FromUnixTimeMilliseconds(1564710591905) },
        }));
    }

    // A line is decoded in the read buffer, without creating a string.
    [TestCase("a")]
    [TestCase("a.gz")]
    public void A_replayed_message_allocates_only_its_own_bytes(string name)
    {
        const int Count = 10_000;
        const int WarmUp = 2_000;
        using var done = new ManualResetEventSlim();
        var path = Folder.Write(name, string.Concat(Enumerable.Range(1, Count + WarmUp).Select(static i => ReplayTests.Line(i, i % 2 == 0 ? Samples.Trade.With("timestamp", "1564710591905") : Samples.Book))));
        var feed = NexusRecording.OpenFeed(path);
        var (seen, before, after) = (0, 0L, 0L);
        feed.Subscribe(
            _ =>
            {
                if (++seen == WarmUp)
                    before = GC.GetAllocatedBytesForCurrentThread();
                if (seen == WarmUp + Count)
                    after = GC.GetAllocatedBytesForCurrentThread();
            },
            done.Set);

        feed.Connect();

        Assert.That(done.Wait(Limit));
        Assert.That(seen, Is.EqualTo(WarmUp + Count));
        Assert.That((after - before) / Count, Is.LessThanOrEqualTo(4 + ((80 + 56 + (2 * (24 + (2 * 32)))) / 2)), "half a trade, half a book, and little for a block of hundreds");
    }

    [Test]
    public async Task A_recording_truncated_after_many_blocks_gives_everything_before_the_cut()
    {
        const int Count = 20_000;
        var whole = TemporaryFolder.Pack(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, Count).Select(static i => ReplayTests.Line(i, Samples.Trade)))));
        var noise = TemporaryFolder.Pack(System.Text.Encoding.UTF8.GetBytes(ReplayTests.Line(Count, Samples.Trade)))[..^9];
        await File.WriteAllBytesAsync(Folder["a.gz"], [.. whole, .. noise]);

        var seen = await Run(NexusRecording.OpenFeed(Folder["a.gz"]));

        Assert.That(seen.OfType<Trade>().Count(), Is.InRange(Count, Count + 1));
        Assert.That(seen[^1], Is.TypeOf<FeedGap>().With.Property(nameof(FeedGap.Reason)).Contains("a compressed block is truncated"));
    }

    [Test, NonParallelizable]
    public void A_busy_thread_pool_does_not_delay_the_playback()
    {
        // More threads than the pool creates in this time.
        const int Busy = 500;
        using var goOn = new ManualResetEventSlim();
        using var gone = new CountdownEvent(Busy);
        using var done = new ManualResetEventSlim();
        var path = Folder.Write("a.gz", string.Concat(Enumerable.Range(1, 20_000).Select(static i => ReplayTests.Line(i, Samples.Trade))));
        var feed = NexusRecording.OpenFeed(path);
        feed.Trades.Subscribe(static _ => { }, done.Set);
        for (var i = 0; i < Busy; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    goOn.Wait();
                    gone.Signal();
                },
                null);
        }

        try
        {
            feed.Connect();
            Assert.That(done.Wait(Limit));
        }
        finally
        {
            goOn.Set();
            gone.Wait();
        }
    }

    [Test]
    public void A_stopped_playback_leaves_no_file_open()
    {
        using var reached = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var path = Folder.Write("a.gz", string.Concat(Enumerable.Range(1, 20_000).Select(static i => ReplayTests.Line(i, Samples.Trade))));
        var feed = NexusRecording.OpenFeed(path);
        var thread = default(Thread);
        feed.Trades.Subscribe(_ =>
        {
            thread ??= Thread.CurrentThread;
            reached.Set();
            goOn.Wait(Limit);
        });

        var connection = feed.Connect();
        Assert.That(reached.Wait(Limit));
        connection.Dispose();
        goOn.Set();

        Assert.That(thread!.Join(Limit));
        Assert.That(() => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(), Throws.Nothing);
    }

    [Test]
    public async Task A_real_session_agrees_with_an_independent_count()
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Require("btcusdt-20240808-depth20.expected.json")));
        var feed = NexusRecording.OpenFeed(SharedData.RecordingPath());
        var (books, trades, notional, volume) = (0, 0, 0m, 0m);
        feed.Books.Subscribe(_ => books++);
        feed.Trades.Subscribe(t =>
        {
            trades++;
            notional += t.Price * t.Quantity;
            volume += t.Quantity;
        });

        await Run(feed);

        var root = expected.RootElement;
        Assert.That((books, trades), Is.EqualTo((root.GetProperty("books").GetInt32(), root.GetProperty("trades").GetInt32())));
        Assert.That(notional, Is.EqualTo(decimal.Parse(root.GetProperty("notional").GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.That(volume, Is.EqualTo(decimal.Parse(root.GetProperty("volume").GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<IList<NexusMessage>> Run(NexusFeed feed)
    {
        var all = feed.ToList().Timeout(Limit).GetAwaiter();
        feed.Connect();
        return await all;
    }
}
