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
