using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>Reads what <see cref="NexusObservable.RecordTo(IObservable{string}, string, IScheduler, RecordingOptions)"/> wrote.</summary>
/// <remarks>
/// <para>
/// A recording holds one message a line: its arrival time in ns since 1970, a tab, the message; UTF-8, compressed with gzip if the name of the file ends
/// in <c>.gz</c>. Several recordings are merged by arrival time. The order events of a symbol are taken from the first recording with books or trades of
/// that symbol, because an exchange may send them on each of its sockets.
/// </para>
/// <para>
/// Reading passes damage: a line that is no message with a time is one <see cref="MalformedMessage"/>, and where an unknown number of messages is missing
/// there is one <see cref="FeedGap"/>. Only a file that cannot be read ends the stream in an error, after everything that can be read.
/// </para>
/// </remarks>
public static class NexusRecording
{
    /// <summary>A feed of recordings with the default options; see <see cref="OpenFeed(IEnumerable{string}, NexusFeedOptions)"/>.</summary>
    /// <param name="paths">The files, read as they are needed.</param>
    public static NexusFeed OpenFeed(params IEnumerable<string> paths) => OpenFeed(paths, options: null);

    /// <summary>
    /// A feed of recordings. <see cref="NexusFeed.Connect"/> starts a thread that runs them through at full speed, while the thread pool decompresses
    /// ahead of it; then the feed completes.
    /// </summary>
    /// <param name="paths">The files, read as they are needed.</param>
    /// <param name="options">The options of the feed. Use those of the live feed to get the same output.</param>
    /// <returns>The feed. Disposing its connection stops the run; connecting again continues behind the last message that was delivered.</returns>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    public static NexusFeed OpenFeed(IEnumerable<string> paths, NexusFeedOptions? options) =>
        NexusFeed.FromSubscribe(new RecordingPlayback(Existing(paths)).Start, options, resumes: true);

    /// <summary>Recordings as they happened. Each subscription is a replay of its own.</summary>
    /// <param name="paths">The files, read as they are needed.</param>
    /// <param name="speed">2 is twice as fast; above 0.</param>
    /// <param name="scheduler">
    /// Where it happens: on a virtual scheduler, whose time is not the wall clock's, the first line comes at the time it was recorded at, and the others
    /// follow at their distances divided by <paramref name="speed"/>; on a real one the first comes at once.
    /// </param>
    /// <returns>The raw strings, each in a work item of its own on the scheduler, never inside Subscribe.</returns>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    public static IObservable<string> Replay(IEnumerable<string> paths, double speed, IScheduler scheduler)
    {
        var existing = Existing(paths);
        if (!(speed > 0) || double.IsInfinity(speed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be above 0 and finite.");
        ArgumentNullException.ThrowIfNull(scheduler);
        return Observable.Create<string>(observer =>
        {
            var replay = new RecordingReplay(existing, speed, scheduler, observer);
            replay.Start();
            return replay;
        });
    }

    private static string[] Existing(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] all = [.. paths];
        if (all.Length == 0)
            throw new ArgumentException("No recording is named.", nameof(paths));
        foreach (var path in all)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path, nameof(paths));
            if (!File.Exists(path))
                throw new FileNotFoundException($"There is no recording '{path}'.", path);
        }

        return all;
    }
}
