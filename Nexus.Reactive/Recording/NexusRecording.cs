using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>Reads recordings that were written by <see cref="NexusObservable.RecordTo(IObservable{string}, string, IScheduler, RecordingOptions)"/>.</summary>
/// <remarks>
/// <para>
/// A recording contains one message per line: its arrival time in nanoseconds since 1970, a tab, and the message. It is UTF-8, compressed with gzip if the
/// file name ends in <c>.gz</c>. Several recordings are merged by arrival time. The order events of a symbol are taken from the first recording with books
/// or trades of that symbol, because an exchange may send them on each of its sockets. A book or trade that several recordings contain is delivered once.
/// </para>
/// <para>
/// Reading continues past damage: a line that does not consist of a time and a message produces one <see cref="MalformedMessage"/>, and a position at which an
/// unknown number of messages is missing produces one <see cref="FeedGap"/>. Only a file that cannot be read ends the stream with an error, after all readable
/// messages.
/// </para>
/// </remarks>
public static class NexusRecording
{
    /// <summary>Opens recordings as a feed with the default options; see <see cref="OpenFeed(IEnumerable{string}, NexusFeedOptions)"/>.</summary>
    /// <param name="paths">The paths of the files, which are read when needed.</param>
    public static NexusFeed OpenFeed(params IEnumerable<string> paths) => OpenFeed(paths, options: null);

    /// <summary>
    /// Opens recordings as a feed. <see cref="NexusFeed.Connect"/> starts a thread that plays them at full speed, while the thread pool decompresses
    /// ahead of it; then the feed completes.
    /// </summary>
    /// <param name="paths">The paths of the files, which are read when needed.</param>
    /// <param name="options">The feed's options. Use those of the live feed to get the same output.</param>
    /// <returns>The feed. Disposing its connection stops the playback; connecting again continues after the last delivered message.</returns>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    public static NexusFeed OpenFeed(IEnumerable<string> paths, NexusFeedOptions? options)
    {
        options ??= new NexusFeedOptions();
        return NexusFeed.FromSubscribe(
            new RecordingPlayback(Existing(paths)).Start, options with { RequestScheduler = options.RequestScheduler ?? ImmediateScheduler.Instance }, resumes: true);
    }

    /// <summary>Replays recordings as strings, at their original pace or a multiple of it. Each subscription is a separate replay.</summary>
    /// <param name="paths">The paths of the files, which are read when needed.</param>
    /// <param name="speed">The speed factor, greater than 0: 2 is twice as fast.</param>
    /// <param name="scheduler">
    /// The scheduler that emits the lines. On a virtual scheduler, whose time is not wall-clock time, the first line is emitted at its recorded time; on a
    /// real scheduler, it is emitted immediately. The other lines follow at their recorded intervals divided by <paramref name="speed"/>.
    /// </param>
    /// <returns>
    /// The raw strings, each emitted by a separate work item on the scheduler, never inside Subscribe. A line that is due after the year 9999 at this speed
    /// ends them with an <see cref="OverflowException"/>.
    /// </returns>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    public static IObservable<string> Replay(IEnumerable<string> paths, double speed, IScheduler scheduler)
    {
        var existing = Existing(paths);
        if (!(speed > 0) || double.IsInfinity(speed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be finite and greater than 0.");
        ArgumentNullException.ThrowIfNull(scheduler);
        return Observable.Create<string>(observer =>
        {
            var replay = new RecordingReplay(existing, speed, scheduler, observer);
            replay.Start();
            return replay;
        });
    }

    /// <summary>Replays a recording as strings at its original pace; see <see cref="Replay(IEnumerable{string}, double, IScheduler)"/>.</summary>
    /// <param name="path">The path of the file, which is read when needed.</param>
    /// <returns>The raw strings, emitted on <see cref="DefaultScheduler.Instance"/>.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static IObservable<string> Replay(string path) => Replay(path, speed: 1);

    /// <summary>Replays a recording as strings; see <see cref="Replay(IEnumerable{string}, double, IScheduler)"/>.</summary>
    /// <param name="path">The path of the file, which is read when needed.</param>
    /// <param name="speed">The speed factor, greater than 0: 2 is twice as fast.</param>
    /// <returns>The raw strings, emitted on <see cref="DefaultScheduler.Instance"/>.</returns>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public static IObservable<string> Replay(string path, double speed)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Replay([path], speed, DefaultScheduler.Instance);
    }

    private static string[] Existing(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        string[] all = [.. paths];
        if (all.Length == 0)
            throw new ArgumentException("At least one recording is required.", nameof(paths));
        foreach (var path in all)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(path, nameof(paths));
            if (!File.Exists(path))
                throw new FileNotFoundException($"The recording '{path}' {(Directory.Exists(path) ? "is a folder" : "does not exist")}.", path);
        }

        return all;
    }
}
