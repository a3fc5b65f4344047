using System.Reactive.Linq;
using Nexus.Reactive;

namespace AotCheck;

/// <summary>Prints everything that a recording produces.</summary>
internal static class Replay
{
    public static void Print(string path)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        var feed = NexusRecording.OpenFeed(path);
        using var messages = feed.Subscribe(Write);
        using var diffs = feed.Books.Diffs().SelectMany(static diff => diff.Changes).Subscribe(change => Write(change));
        using var bars = feed.VwapTumbling(TimeSpan.FromSeconds(1)).Merge(feed.VwapSliding(TimeSpan.FromMilliseconds(100))).Subscribe(Write);
        using var orders = feed.TrackOrders().Subscribe(Write);
        feed.RunAsync().GetAwaiter().GetResult();

        void Write(object value) => output.WriteLine(value);
    }
}
