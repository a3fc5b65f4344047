using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Nexus.Reactive;

/// <summary>Reads what <see cref="NexusObservable.RecordTo(IObservable{string}, string, IScheduler)"/> wrote.</summary>
/// <remarks>
/// A recording holds a message a line: its arrival time in ns since 1970, a tab, the message; UTF-8, compressed with gzip if its name ends in
/// <c>.gz</c>. Several recordings are merged by arrival time. One that is damaged or cut off gives what is readable; when nothing
/// readable is left, the stream ends in one <see cref="InvalidDataException"/> that names the file, the line and the damage.
/// </remarks>
public static class NexusRecording
{
    /// <summary>
    /// A feed of recordings. Its Connect runs them through at full speed on a thread of its own, with the thread pool decompressing ahead of it; then the
    /// feed completes.
    /// </summary>
    /// <param name="paths">The files, read as they are needed.</param>
    /// <returns>The feed. Disposing its connection stops the run, connecting again goes on from there.</returns>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    public static NexusFeed OpenFeed(params string[] paths) => NexusFeed.FromSubscribe(new RecordingPlayback(Existing(paths)).Start, options: null, resumes: true);

    /// <summary>Recordings as they happened. Each subscription is a replay of its own.</summary>
    /// <param name="paths">The files, read as they are needed.</param>
    /// <param name="speed">2 is twice as fast; above 0.</param>
    /// <param name="scheduler">
    /// Where it happens: on a virtual scheduler, one whose time is not the wall clock's, the first line comes at the time it was recorded at and the others
    /// follow at their distances divided by <paramref name="speed"/>; on a real one the first comes at once.
    /// </param>
    /// <returns>The raw strings, each in a work item of its own on the scheduler, never inside Subscribe.</returns>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
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
