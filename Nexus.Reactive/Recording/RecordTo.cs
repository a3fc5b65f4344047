using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Passes the strings through and writes each string with its arrival time to a file that <see cref="NexusRecording"/> reads.</summary>
    /// <param name="source">The raw strings.</param>
    /// <param name="path">
    /// The file, compressed if its name ends in <c>.gz</c>. An existing file is appended to. <c>{date}</c> in the name is replaced by the UTC day, and each
    /// day starts a new file; <c>{number}</c> is replaced by a number that increases with each file, see <see cref="RecordingOptions.MaxFileSize"/>.
    /// </param>
    /// <param name="scheduler">Supplies the arrival times.</param>
    /// <param name="options">The options of the recording. If null, the defaults are used.</param>
    /// <returns>The same strings.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Queued for the writer, then passed on. The string is written to the file at most half a second later.</description></item>
    /// <item><term>OnError</term><description>Passed on when the file is closed. If the file cannot be opened, for example because another recording has it open, the subscriber receives OnError at subscription.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on when the file is closed. If strings are missing from the recording and there is no <see cref="RecordingOptions.OnError"/>, an <see cref="IOException"/> is passed on instead.</description></item>
    /// <item><term>Dispose</term><description>Closes the file and waits for it, except when called inside OnNext.</description></item>
    /// </list>
    /// <para>Temperature: the same as the source; each subscription opens the file. Concurrency: a separate thread writes, so the disk never delays the
    /// thread of a string. The end is passed on by another thread, after at most one second if the disk does not respond; on a virtual scheduler, the
    /// thread of the end waits for the disk instead. Memory: see <see cref="RecordingOptions.MaxQueuedBytes"/>. When the queue is full, strings are passed
    /// on but not written; a gap in the recording marks their position. While recording, a file <c>path.lock</c> exists beside the recording.</para>
    /// <para>The arrival time is the scheduler's time at which the string reaches this operator. <c>RawMessages</c> of a client emits a string after the
    /// subscribers of its feed have received the message, so their work delays these times. To record a client, use
    /// <see cref="RecordTo(NexusFeed, string, RecordingOptions)"/> on its feed, which records the times at which the messages arrived.</para>
    /// <code>
    /// source    -a---b-------c|
    /// RecordTo  -a---b-------c|
    /// file      ......ab.......c   (. = 100 ms)
    /// </code>
    /// </remarks>
    public static IObservable<string> RecordTo(this IObservable<string> source, string path, IScheduler scheduler, RecordingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(scheduler);
        options ??= new RecordingOptions();
        _ = new RecordingPath(path, options);
        return SafeObservable.Create<string>(observer =>
        {
            TextRecorder recorder;
            try
            {
                recorder = new TextRecorder(observer, path, scheduler, options);
            }
            catch (Exception e)
            {
                observer.OnError(e);
                return Disposable.Empty;
            }

            return StableCompositeDisposable.Create(source.SubscribeSafe(recorder), recorder);
        });
    }

    /// <summary>
    /// Passes the strings through and records them with their arrival times according to the system's clock; see
    /// <see cref="RecordTo(IObservable{string}, string, IScheduler, RecordingOptions)"/>.
    /// </summary>
    /// <param name="source">The raw strings.</param>
    /// <param name="path">The path, or a pattern of paths.</param>
    /// <returns>The same strings.</returns>
    public static IObservable<string> RecordTo(this IObservable<string> source, string path) => RecordTo(source, path, DefaultScheduler.Instance);

    /// <summary>Records the messages that a feed delivers, in the order of delivery. A replay delivers the same messages in the same order.</summary>
    /// <param name="feed">The feed, such as a feed of one symbol, a combined feed, a feed from a message bus, or a feed of typed messages.</param>
    /// <param name="path">The path, or a pattern of paths; see <see cref="RecordTo(IObservable{string}, string, IScheduler, RecordingOptions)"/>.</param>
    /// <param name="options">The options of the recording. If null, the defaults are used.</param>
    /// <returns>
    /// The recording. It ends with the feed or when it is disposed. Disposing it waits until all messages are written; it throws an <see cref="IOException"/>
    /// if messages are missing and no code has observed that: <see cref="NexusFeed.SubscriberFaults"/> has no subscriber, or the feed has ended.
    /// </returns>
    /// <exception cref="IOException">
    /// The file cannot be opened, for example because another recording has it open. Inside a subscriber, the file is opened later, and the error is reported
    /// like other errors.
    /// </exception>
    /// <remarks>
    /// The arrival times are those of the feed's source, or the times of delivery if the source does not provide arrival times. They never decrease, not even
    /// if the clock is set back between two runs that write to the same path or pattern. Messages of a typed source are written in the exchange's format. A message costs the delivering thread less than a microsecond; the disk never delays a subscriber.
    /// </remarks>
    public static IAsyncDisposable RecordTo(this NexusFeed feed, string path, RecordingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new FeedRecorder(feed, path, options ?? new RecordingOptions());
    }
}
