using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;
using static Nexus.Reactive.Tests.Recording.RecordedFeed;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Recordings to a disk that is full or does not respond: no subscriber is delayed, and the loss is reported.</summary>
public sealed class RecordingDiskTests : FolderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_full_disk_is_a_fault_of_the_feed_and_ends_nothing_else()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        File.CreateSymbolicLink(Folder["full"], "/dev/full");
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        List<SubscriberFault> faults = [];
        var pings = 0;
        feed.SubscriberFaults.Subscribe(faults.Add);
        feed.Pings.Subscribe(_ => pings++);
        using var connection = feed.Connect();
        await using (feed.RecordTo(Folder["full"]))
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
    public void A_full_disk_detected_after_the_end_of_the_feed_makes_DisposeAsync_throw()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("This system has no /dev/full.");
        File.CreateSymbolicLink(Folder["full"], "/dev/full");
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        feed.SubscriberFaults.Subscribe();
        var recording = feed.RecordTo(Folder["full"]);
        using var connection = feed.Connect();
        Push(source, [Samples.Ping]);
        source.OnCompleted();

        Assert.That(() => recording.DisposeAsync().AsTask(), Throws.TypeOf<IOException>().With.Message.StartsWith("1 messages were not recorded"));
    }

    [Test]
    public async Task A_full_file_system_keeps_whole_batches_and_recording_continues_when_there_is_space()
    {
        Directory.CreateDirectory(Folder["small"]);
        if (!OperatingSystem.IsLinux() || await Shell($"mount -t tmpfs -o size=1m tmpfs {Folder["small"]}") != 0)
            Assert.Ignore("This user may not mount a file system.");
        try
        {
            await File.WriteAllBytesAsync(Folder["small/other"], new byte[400_000]);
            using var source = new Subject<string>();
            var feed = source.ToNexusFeed();
            List<SubscriberFault> faults = [];
            feed.SubscriberFaults.Subscribe(faults.Add);
            using var connection = feed.Connect();
            var sent = 0;
            await using (feed.RecordTo(Folder["small/a.tsv.gz"], new RecordingOptions { MaxQueuedBytes = 500_000 }))
            {
                // More than fits, and incompressible.
                var random = new Random(1);
                while (faults.Count == 0 || sent < 1000)
                    Send();
                Assert.That(LongestStep.Find(step => Repeat(200, () => step(Send))), Is.LessThan(LongestStep.Allowed));
                File.Delete(Folder["small/other"]);
                Send();

                void Send()
                {
                    var noise = new byte[1000];
                    random.NextBytes(noise);
                    var text = $$"""{"event":"X","n":{{sent++}},"text":"{{Convert.ToBase64String(noise)}}"}""";
                    source.OnNext(text);
                }
            }

            var replayed = await ReplayAsync(Folder["small/a.tsv.gz"]);
            var gaps = replayed.OfType<FeedGap>().ToArray();
            Assert.That(gaps, Is.Not.Empty.And.All.Property(nameof(FeedGap.Reason)).Contains("were not recorded"));
            var lost = gaps.Sum(static gap => int.Parse(gap.Reason.Split(' ')[0], CultureInfo.InvariantCulture));
            Assert.That(replayed.Count - gaps.Length + lost, Is.EqualTo(sent));
            Assert.That(replayed.OfType<MalformedMessage>(), Is.Empty);
        }
        finally
        {
            await Shell($"umount {Folder["small"]}");
        }
    }

    // The pipe takes 64 KB; then each write waits forever.
    [Test]
    public async Task An_unread_pipe_loses_messages_and_says_how_many()
    {
        const int Count = 5000;
        ConcurrentQueue<Exception> errors = [];
        await MakePipeAsync("pipe");
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        var seen = 0;
        feed.Books.Subscribe(_ => seen++);
        using var connection = feed.Connect();
        var recording = feed.RecordTo(Folder["pipe"], new RecordingOptions { MaxQueuedBytes = 300_000, OnError = errors.Enqueue });
        Repeat(Count, () => source.OnNext(Samples.Book));
        Assert.That(seen, Is.EqualTo(Count));

        var reading = ReadToEndAsync("pipe");
        await recording.DisposeAsync();
        var messages = (await reading.WaitAsync(Limit)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => NexusDecoder.Decode(line.Split('\t')[1])).ToArray();
        var gaps = messages.OfType<FeedGap>().ToArray();
        var lost = gaps.Sum(static gap => int.Parse(gap.Reason.Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.That((messages.Length - gaps.Length + lost, lost > 0), Is.EqualTo((Count, true)));
        Assert.That(errors.Select(static error => error.Message), Has.Some.StartsWith($"{lost} messages were not recorded"));
    }

    [Test]
    public async Task An_unread_pipe_delays_no_subscriber()
    {
        await MakePipeAsync("pipe");
        var run = 0;
        Assert.That(LongestStep.Find(step =>
        {
            var pipe = run++ == 0 ? "pipe" : $"pipe{run}";
            Assert.That(MakePipeAsync(pipe).Wait(Limit));
            using var source = new Subject<string>();
            var feed = source.ToNexusFeed();
            feed.Books.Subscribe();
            using var connection = feed.Connect();
            var lost = 0;
            var recording = feed.RecordTo(Folder[pipe], new RecordingOptions { MaxQueuedBytes = 40_000, OnError = _ => lost++ });
            for (var i = 0; Volatile.Read(ref lost) == 0 || i < 1000; i++)
                step(() => source.OnNext(Samples.Book));
            step(source.OnCompleted);
            var reading = ReadToEndAsync(pipe);
            Assert.That(recording.DisposeAsync().AsTask().Wait(Limit) && reading.Wait(Limit));
        }), Is.LessThan(LongestStep.Allowed));
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
        File.CreateSymbolicLink(Folder["full"], "/dev/full");
        await using (feed.RecordTo(Folder["full"], new RecordingOptions
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
    public async Task Too_little_free_space_is_an_error_and_nothing_is_written()
    {
        using var source = new Subject<string>();
        List<Exception> errors = [];
        var feed = source.ToNexusFeed();
        await Folder.RecordAsync(feed, "a", () => Push(source, [Samples.Ping]), new RecordingOptions { MinFreeSpace = long.MaxValue, OnError = errors.Add });

        Assert.That(errors[0].Message, Does.Contain("bytes free"));
        Assert.That(Folder.Read("a"), Is.Empty);
    }

    [Test]
    public async Task The_free_space_is_that_of_the_disk_to_which_a_link_points()
    {
        Directory.CreateDirectory(Folder["other"]);
        File.CreateSymbolicLink(Folder["link"], Folder["other/target"]);
        var disk = new FaultyDisk();
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();

        await Folder.RecordAsync(feed, "link", () => source.OnNext("{}"), new RecordingOptions { Host = disk, MinFreeSpace = 1 });

        Assert.That(disk.AskedFolders, Is.Not.Empty.And.All.EqualTo(Folder["other"]));
    }

    private static void Repeat(int count, Action action)
    {
        for (var i = 0; i < count; i++)
            action();
    }

    private async Task MakePipeAsync(string name)
    {
        if (!File.Exists(Folder[name]) && (!OperatingSystem.IsLinux() || await Shell($"mkfifo {Folder[name]}") != 0))
            Assert.Ignore("This system has no named pipes.");
    }

    // A pipe ends when the recording closes it.
    private Task<string> ReadToEndAsync(string name)
    {
        var reader = new StreamReader(new FileStream(Folder[name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return Task.Run(() =>
        {
            using (reader)
                return reader.ReadToEnd();
        });
    }

    private static async Task<int> Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
