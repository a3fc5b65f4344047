using System.Diagnostics;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Recordings of feeds: a replay gives what was delivered, and the disk delays no subscriber.</summary>
public sealed class FeedRecordingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public async Task A_recorded_feed_of_strings_replays_identically([Values("a.tsv", "a.tsv.gz")] string name)
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        string[] texts = [.. Samples.All, "not JSON", "", "a\nb", "\0", "\ud800", .. Samples.All.Select(static text => text.Replace(",", ",\n// x\n", StringComparison.Ordinal))];

        var live = await RecordAsync(feed, name, () => Push(source, texts));

        Assert.That(live, Has.Count.EqualTo(texts.Length));
        Assert.That(await ReplayAsync(_folder[name]), Is.EqualTo(live));
    }

    [Test]
    public async Task A_recorded_feed_of_typed_messages_replays_identically()
    {
        using var source = new Subject<NexusMessage>();
        NexusMessage[] messages = [.. Samples.All.Select(NexusDecoder.Decode), new FeedGap("why\n\"not\""), Make.Book("100x1 99x2 | 101x3"), NexusDecoder.Decode("oops")];

        var live = await RecordAsync(new NexusFeed(source), "a.gz", () => Push(source, messages));

        Assert.That(live, Has.Count.EqualTo(messages.Length));
        Assert.That(await ReplayAsync(_folder["a.gz"]), Is.EqualTo(live));
    }

    [Test]
    public async Task Fractions_of_a_millisecond_in_typed_messages_are_kept([Values("a.gz", "b")] string name)
    {
        using var source = new Subject<NexusMessage>();
        NexusMessage[] messages = [.. Samples.Typed.Select(NexusDecoder.Decode).Select((message, i) => TypedText.Refine(message, i + 1)), new Ping(DateTimeOffset.UnixEpoch.AddTicks(9999))];
        var live = await RecordAsync(new NexusFeed(source), name, () => Push(source, messages));

        var other = _folder.Write("other", ReplayTests.Line(0, Samples.Ping));

        Assert.That(live.OfType<IHasTimestamp>().Select(static message => message.Timestamp.Ticks % 10_000), Has.All.Positive);
        Assert.That(await ReplayAsync(_folder[name]), Is.EqualTo(live));
        Assert.That((await ReplayAsync(_folder[name], other)).Where(static message => message is not Ping), Is.EqualTo(live.Where(static message => message is not Ping)), "merged");
        var replay = NexusRecording.OpenFeed(_folder[name]);
        Assert.That(await RecordAsync(replay, "copy", () => replay.Connect()), Is.EqualTo(live));
        Assert.That(await ReplayAsync(_folder["copy"]), Is.EqualTo(live), "a recording of the replay");
        Assert.That(_folder.Read(name).Split('\n').Where(static line => line.Length > 0).Select(static line => NexusDecoder.Decode(line.Split('\t')[1])), Has.None.InstanceOf<MalformedMessage>(), "other programs read the milliseconds");
    }

    [Test]
    public async Task A_recorded_replay_replays_identically()
    {
        var path = _folder.Write("a", ReplayTests.Line(0, Samples.Book) + "oops\n" + ReplayTests.Line(1, Samples.Trade) + "\0\0");
        var feed = NexusRecording.OpenFeed(path);

        var live = await RecordAsync(feed, "b.gz", () => feed.Connect());

        Assert.That(live, Has.Count.EqualTo(4));
        Assert.That(await ReplayAsync(_folder["b.gz"]), Is.EqualTo(live).Using<NexusMessage>(static (one, other) => Shown(one) == Shown(other)));
        Assert.That(_folder.Read("b.gz"), Does.StartWith("1723161255000000000\t").And.Contain("\n1723161255001000000\t"), "the arrival times are kept");

        // What is wrong with a damaged line is said of the line then, not of the file.
        static string Shown(NexusMessage message) => message is MalformedMessage malformed ? malformed.Text : message.ToString();
    }

    [Test]
    public async Task A_disposed_recording_ends_and_the_feed_continues()
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var pings = 0;
        feed.Pings.Subscribe(_ => pings++);
        using var connection = feed.Connect();
        await using (feed.RecordTo(_folder["a"]))
            source.OnNext(Samples.Ping);
        source.OnNext(Samples.Ping);

        Assert.That(pings, Is.EqualTo(2));
        Assert.That(_folder.Read("a").Split('\n'), Has.Length.EqualTo(2));
        Assert.That(_folder.Names, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task A_second_recording_to_the_same_file_fails()
    {
        var feed = Observable.Never<string>().ToNexusFeed();
        await using var first = feed.RecordTo(_folder["a"]);

        Assert.That(() => feed.RecordTo(_folder["a"]), Throws.TypeOf<IOException>().With.Message.Contains("another recording"));
    }

    [Test]
    public async Task A_full_disk_is_a_fault_of_the_feed_and_ends_nothing_else()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        File.CreateSymbolicLink(_folder["full"], "/dev/full");
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        List<SubscriberFault> faults = [];
        var pings = 0;
        feed.SubscriberFaults.Subscribe(faults.Add);
        feed.Pings.Subscribe(_ => pings++);
        using var connection = feed.Connect();
        await using (feed.RecordTo(_folder["full"]))
        {
            source.OnNext(Samples.Ping);
            Assert.That(SpinWait.SpinUntil(() => faults.Count > 0, Limit));
            source.OnNext(Samples.Ping);
        }

        Assert.That(pings, Is.EqualTo(2));
        Assert.That(faults.Select(static fault => fault.Stream), Is.EqualTo(new[] { "Recording", "Recording" }));
        Assert.That(faults[^1].Exception.Message, Does.StartWith("2 messages were not recorded"));
    }

    [Test]
    public void A_full_disk_that_shows_after_the_end_of_the_feed_fails_the_disposal()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        File.CreateSymbolicLink(_folder["full"], "/dev/full");
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        feed.SubscriberFaults.Subscribe();
        var recording = feed.RecordTo(_folder["full"]);
        using var connection = feed.Connect();
        Push(source, [Samples.Ping]);
        source.OnCompleted();

        Assert.That(() => recording.DisposeAsync().AsTask(), Throws.TypeOf<IOException>().With.Message.StartsWith("1 messages were not recorded"));
    }

    [Test]
    public async Task A_full_file_system_keeps_whole_batches_and_recording_continues_when_there_is_space()
    {
        Directory.CreateDirectory(_folder["small"]);
        if (!OperatingSystem.IsLinux() || await Shell($"mount -t tmpfs -o size=1m tmpfs {_folder["small"]}") != 0)
            Assert.Ignore("This user may not mount a file system.");
        try
        {
            await File.WriteAllBytesAsync(_folder["small/other"], new byte[400_000]);
            using var source = new Subject<string>();
            var feed = source.ToNexusFeed();
            List<SubscriberFault> faults = [];
            feed.SubscriberFaults.Subscribe(faults.Add);
            using var connection = feed.Connect();
            using var other = new Subject<string>();
            using var unrecorded = other.ToNexusFeed().Connect();
            var sent = 0;
            var delays = new List<TimeSpan>();
            var usualDelays = new List<TimeSpan>();
            await using (feed.RecordTo(_folder["small/a.tsv.gz"], new RecordingOptions { MaxQueuedBytes = 500_000 }))
            {
                // More than fits, and incompressible.
                var random = new Random(1);
                while (faults.Count == 0 || sent < 1000)
                    Send();
                for (var i = 0; i < 500; i++)
                    Send();
                File.Delete(_folder["small/other"]);
                Send();

                void Send()
                {
                    var noise = new byte[1000];
                    random.NextBytes(noise);
                    var text = $$"""{"event":"X","n":{{sent++}},"text":"{{Convert.ToBase64String(noise)}}"}""";
                    var start = Stopwatch.GetTimestamp();
                    source.OnNext(text);
                    delays.Add(Stopwatch.GetElapsedTime(start));
                    start = Stopwatch.GetTimestamp();
                    other.OnNext(text);
                    usualDelays.Add(Stopwatch.GetElapsedTime(start));
                }
            }

            Assert.That(Percentile99(delays) - Percentile99(usualDelays), Is.LessThan(TimeSpan.FromMilliseconds(1)), "a busy machine delays some by itself; a disk that fails would delay many");

            var replayed = await ReplayAsync(_folder["small/a.tsv.gz"]);
            var gaps = replayed.OfType<FeedGap>().ToArray();
            Assert.That(gaps, Is.Not.Empty.And.All.Property(nameof(FeedGap.Reason)).Contains("were not recorded"));
            var lost = gaps.Sum(static gap => int.Parse(gap.Reason.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
            Assert.That(replayed.Count - gaps.Length + lost, Is.EqualTo(sent));
            Assert.That(replayed.OfType<MalformedMessage>(), Is.Empty);
        }
        finally
        {
            await Shell($"umount {_folder["small"]}");
        }
    }

    // The pipe takes 64 KB; then each write waits forever.
    [Test, Retry(3)]
    public async Task An_unread_pipe_delays_no_subscriber_and_the_loss_is_reported()
    {
        if (!OperatingSystem.IsLinux() || await Shell($"mkfifo {_folder["pipe"]}") != 0)
            Assert.Ignore("This system has no named pipes.");
        const int Count = 5000;
        var text = Samples.Book;
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var seen = 0;
        feed.Books.Subscribe(_ => seen++);
        using var connection = feed.Connect();
        var recording = feed.RecordTo(_folder["pipe"], new RecordingOptions { MaxQueuedBytes = 300_000 });
        var delays = new List<TimeSpan>();
        for (var i = 0; i < Count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            source.OnNext(text);
            delays.Add(Stopwatch.GetElapsedTime(start));
        }

        Assert.That(seen, Is.EqualTo(Count));
        Assert.That(Percentile99(delays), Is.LessThan(TimeSpan.FromMilliseconds(1)), "a busy machine delays some messages; the pipe would delay all of them, forever");

        using var reader = new StreamReader(new FileStream(_folder["pipe"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var reading = Task.Run(() =>
        {
            var (lines, gaps, lost) = (0, 0, 0);
            while (reader.ReadLine() is { } line && lines - gaps + lost < Count)
            {
                lines++;
                if (NexusDecoder.Decode(line.Split('\t')[1]) is not FeedGap gap)
                    continue;
                gaps++;
                lost += int.Parse(gap.Reason.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            }

            return (lines, gaps, lost);
        });
        await recording.DisposeAsync();
        var (lines, gaps, lost) = await reading.WaitAsync(Limit);
        Assert.That((lines - gaps + lost, lost > 0), Is.EqualTo((Count, true)));
    }

    [Test]
    public async Task An_exception_of_the_error_handler_is_dropped()
    {
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var pings = 0;
        var calls = 0;
        feed.Pings.Subscribe(_ => pings++);
        using var connection = feed.Connect();
        File.CreateSymbolicLink(_folder["full"], "/dev/full");
        await using (feed.RecordTo(_folder["full"], new RecordingOptions
        {
            OnError = _ =>
            {
                Interlocked.Increment(ref calls);
                throw new InvalidOperationException();
            },
        }))
        {
            source.OnNext(Samples.Ping);
            Assert.That(SpinWait.SpinUntil(() => Volatile.Read(ref calls) > 0, Limit));
            source.OnNext(Samples.Ping);
        }

        Assert.That(pings, Is.EqualTo(2));
    }

    [Test]
    public async Task A_recording_rotates_by_size_and_its_files_together_are_complete()
    {
        const int Count = 3000;
        using var source = new Subject<string>();
        var options = new RecordingOptions { MaxFileSize = 20_000 };
        for (var run = 0; run < 2; run++)
        {
            var feed = source.ToNexusFeed();
            await RecordAsync(feed, "a-{number}.tsv", () => Push(source, Enumerable.Range(1, Count).Select(i => Samples.OrderUpdate.With("order_id", $"{(run * Count) + i}"))), options);
        }

        string[] files = [.. _folder.Names.Order(StringComparer.Ordinal).Select(name => _folder[name])];
        Assert.That(files, Has.Length.GreaterThanOrEqualTo(3));
        Assert.That(Path.GetFileName(files[0]), Is.EqualTo("a-001.tsv"));
        var replayed = await ReplayAsync(files);
        Assert.That(replayed.OfType<OrderUpdate>().Select(static update => update.OrderId), Is.EqualTo(Enumerable.Range(1, 2 * Count)));
        Assert.That(() => source.ToNexusFeed().RecordTo(_folder["b"], options), Throws.ArgumentException);
    }

    [Test]
    public void A_recording_rotates_by_day()
    {
        using var source = new Subject<string>();
        var time = new System.Reactive.Concurrency.HistoricalScheduler(new DateTimeOffset(2024, 8, 8, 23, 59, 59, TimeSpan.Zero));
        using (source.RecordTo(_folder["a-{date}.tsv.gz"], time).Subscribe())
        {
            source.OnNext("one");
            time.AdvanceBy(TimeSpan.FromMilliseconds(999));
            source.OnNext("two");
            time.AdvanceBy(TimeSpan.FromMilliseconds(1));
            source.OnNext("three");
            time.AdvanceBy(TimeSpan.FromDays(2));
            source.OnNext("four");
        }

        Assert.That(_folder.Names.Order(StringComparer.Ordinal), Is.EqualTo(new[] { "a-20240808.tsv.gz", "a-20240809.tsv.gz", "a-20240811.tsv.gz" }));
        Assert.That(_folder.Read("a-20240808.tsv.gz").Split('\n'), Has.Length.EqualTo(3));
        Assert.That(_folder.Read("a-20240809.tsv.gz"), Does.EndWith("\tthree\n"));
        Assert.That(_folder.Read("a-20240811.tsv.gz"), Does.EndWith("\tfour\n"));
    }

    [Test]
    public async Task Too_little_free_space_is_an_error_and_nothing_is_written()
    {
        using var source = new Subject<string>();
        List<Exception> errors = [];
        var feed = source.ToNexusFeed();
        await RecordAsync(feed, "a", () => Push(source, [Samples.Ping]), new RecordingOptions { MinFreeSpace = long.MaxValue, OnError = errors.Add });

        Assert.That(errors[0].Message, Does.Contain("bytes free"));
        Assert.That(_folder.Read("a"), Is.Empty);
    }

    // The minimum of many short runs, because a busy machine can only lengthen a run.
    [Retry(3)]
    [TestCase(Samples.Trade)]
    [TestCase(null)]
    public void A_message_costs_the_delivering_thread_less_than_a_microsecond(string? sample)
    {
        const int Count = 100;
        sample ??= Samples.Book.Replace("\"bids\":[", "\"bids\":[" + string.Concat(Enumerable.Range(0, 36).Select(static i => $$"""{"price":{{50 + i}}.5,"quantity":0.12345},""")), StringComparison.Ordinal);
        var writer = new RecordingWriter(_folder["a"], new RecordingOptions(), DateTimeOffset.UnixEpoch, new ArrivalTimes(0), static _ => { });
        var (least, encoding) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var buffer = new byte[3 * sample.Length];
        for (var run = 0; run < 60; run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Count; i++)
                writer.Add(DateTimeOffset.UnixEpoch, sample);
            var elapsed = Stopwatch.GetElapsedTime(start);
            least = elapsed < least ? elapsed : least;
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Count; i++)
                System.Text.Encoding.UTF8.GetBytes(sample, buffer);
            elapsed = Stopwatch.GetElapsedTime(start);
            encoding = elapsed < encoding ? elapsed : encoding;
        }

        writer.Complete();
        TestContext.Out.WriteLine($"{least.TotalNanoseconds / Count:0} ns per message of {sample.Length} characters, {encoding.TotalNanoseconds / Count:0} ns of it to encode");

        // On a permanently busy machine everything takes longer, as does code that is not optimized.
#if DEBUG
        const double Promised = 3000;
#else
        const double Promised = 1000;
#endif
        var limit = Math.Max(Promised, 10 * encoding.TotalNanoseconds / Count);
        Assert.That(least.TotalNanoseconds / Count, Is.LessThan(limit));
        Assert.That(writer.Closed.Wait(Limit));
    }

    private async Task<List<NexusMessage>> RecordAsync(NexusFeed feed, string name, Action run, RecordingOptions? options = null)
    {
        List<NexusMessage> live = [];
        var done = new TaskCompletionSource();
        feed.Subscribe(live.Add, done.SetException, done.SetResult);
        await using (feed.RecordTo(_folder[name], options))
        {
            using (feed.Connect())
            {
                run();
                if (live.Count == 0 || !done.Task.IsCompleted)
                    await Task.WhenAny(done.Task, Task.Run(() => SpinWait.SpinUntil(() => done.Task.IsCompleted, 300)));
            }
        }

        return live;
    }

    private static void Push<T>(IObserver<T> source, IEnumerable<T> items)
    {
        foreach (var item in items)
            source.OnNext(item);
    }

    private static async Task<IList<NexusMessage>> ReplayAsync(params string[] paths)
    {
        var feed = NexusRecording.OpenFeed(paths);
        var all = feed.ToList().Timeout(Limit).GetAwaiter();
        feed.Connect();
        return await all;
    }

    private static TimeSpan Percentile99(List<TimeSpan> delays) => delays.Order().ElementAt(delays.Count * 99 / 100);

    private static async Task<int> Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
