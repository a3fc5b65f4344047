using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Records feeds and reads the recordings.</summary>
internal static class RecordedFeed
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Records what is delivered during an action. Returns the delivered messages.</summary>
    public static async Task<List<NexusMessage>> RecordAsync(this TemporaryFolder folder, NexusFeed feed, string name, Action push, RecordingOptions? options = null)
    {
        List<NexusMessage> live = [];
        feed.Subscribe(live.Add);
        await using (feed.RecordTo(folder[name], options))
        {
            using (feed.Connect())
                push();
        }

        return live;
    }

    /// <summary>Records a feed to its end. Returns the delivered messages.</summary>
    public static async Task<List<NexusMessage>> RecordReplayAsync(this TemporaryFolder folder, NexusFeed replay, string name)
    {
        List<NexusMessage> live = [];
        replay.Subscribe(live.Add);
        await using (replay.RecordTo(folder[name]))
            await replay.RunAsync().WaitAsync(Limit);
        return live;
    }

    /// <summary>Records texts, an interval apart, as one run whose files contain the given numbers of texts. Returns the paths.</summary>
    public static string[] RecordFiles(this TemporaryFolder folder, string name, string extension, DateTimeOffset start, TimeSpan interval, params string[][] files)
    {
        var (time, number) = (start, 0);
        var part = RunPart.CreateFirst(name, start.Ticks);
        List<string> paths = [];
        foreach (var texts in files)
        {
            paths.Add(folder[$"{name}-{++number:000}{extension}"]);
            using var output = new RecordingOutput(paths[^1], new RecordingOptions(), RecordingStart.New, part);
            var block = new RecordingBlock();
            foreach (var text in texts)
            {
                block.Append((time - DateTimeOffset.UnixEpoch).Ticks, RecordingText.ToLine(text));
                part = part.Next((time - DateTimeOffset.UnixEpoch).Ticks) with { Number = number + 1 };
                output.Write(block, (time - DateTimeOffset.UnixEpoch).Ticks);
                block.Reset();
                time += interval;
            }
        }

        return [.. paths];
    }

    public static async Task<IList<NexusMessage>> ReplayAsync(params string[] paths)
    {
        var feed = NexusRecording.OpenFeed(paths);
        var all = feed.ToList().Timeout(Limit).GetAwaiter();
        feed.Connect();
        return await all;
    }

    public static void Push<T>(IObserver<T> source, IEnumerable<T> items)
    {
        foreach (var item in items)
            source.OnNext(item);
    }
}
