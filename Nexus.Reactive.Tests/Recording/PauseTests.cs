using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A replay that is disconnected at any time, from any thread, loses and repeats nothing.</summary>
public sealed class PauseTests : FolderTests
{
    private const int Count = 4000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Test]
    public void Disconnecting_from_another_thread_loses_and_repeats_nothing([Values("a", "a.gz")] string name, [Values] bool withClockWork)
    {
        var feed = NexusRecording.OpenFeed(Path.GetFullPath(Written(name)));
        List<long> seen = [];
        using var done = new ManualResetEventSlim();
        feed.Pings.Subscribe(ping => seen.Add(ping.Timestamp.ToUnixTimeMilliseconds()), done.Set);
        using var stop = new CancellationTokenSource();
        var clockWork = withClockWork
            ? Task.Run(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    feed.Clock.Schedule(static () => { });
                    Thread.Yield();
                }
            })
            : Task.CompletedTask;

        var cuts = 0;
        for (; !done.IsSet && cuts < 500; cuts++)
        {
            var connection = feed.Connect();
            Thread.SpinWait(cuts % 37 * 20);
            connection.Dispose();
        }

        feed.Connect();
        Assert.That(done.Wait(Limit));
        stop.Cancel();
        Assert.That(clockWork.Wait(Limit));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, Count)));
        TestContext.Out.WriteLine($"{cuts} cuts");
    }

    [Test]
    public void Disconnecting_from_inside_a_subscriber_loses_and_repeats_nothing([Values("a", "a.gz")] string name)
    {
        var feed = NexusRecording.OpenFeed(Written(name));
        List<long> seen = [];
        using var done = new ManualResetEventSlim();
        IDisposable? connection = null;
        feed.Pings.Subscribe(
            ping =>
            {
                seen.Add(ping.Timestamp.ToUnixTimeMilliseconds());
                if (seen.Count % 97 != 0)
                    return;
                Volatile.Read(ref connection)?.Dispose();
                Volatile.Write(ref connection, feed.Connect());
            },
            done.Set);
        Volatile.Write(ref connection, feed.Connect());

        Assert.That(done.Wait(Limit));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, Count)));
    }

    [Test]
    public void A_resumed_playback_does_not_read_from_the_first_line_again()
    {
        var path = Written("a.gz");
        using var reader = new RecordingReader(path);
        for (var i = 0; i < Count; i++)
        {
            Assert.That(reader.TryRead());
            if (i % 1000 == 0)
                reader.Suspend();
            Assert.That(reader.Text.ToString(), Does.Contain($":{i + 1}}}"));
        }

        Assert.That(reader.TryRead(), Is.False);
    }

    // A paused playback holds no file; data that was read ahead is kept.
    [Test]
    public void A_paused_recording_can_be_moved_and_continues()
    {
        var path = Written("a");
        using var reader = new RecordingReader(path);
        Assert.That(reader.TryRead());
        reader.Suspend();
        File.Move(path, Folder["b"]);
        File.Move(Folder["b"], path);
        var lines = 1;
        while (reader.TryRead())
            lines++;

        Assert.That(lines, Is.EqualTo(Count));
    }

    private string Written(string name) =>
        Folder.Write(name, string.Concat(Enumerable.Range(1, Count).Select(static i => ReplayTests.Line(i, $$"""{"event":"PING","timestamp":{{i}}}"""))));
}
