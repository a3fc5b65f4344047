using System.Diagnostics;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Passes the strings through and writes each with its arrival time into a file that <see cref="NexusRecording"/> reads.</summary>
    /// <param name="source">The raw strings.</param>
    /// <param name="path">
    /// The file, compressed if its name ends in <c>.gz</c>. A file that exists is continued. In the name, <c>{date}</c> stands for the UTC day, on which a
    /// new file begins, and <c>{number}</c> for a number that grows with each file, see <see cref="RecordingOptions.MaxFileSize"/>.
    /// </param>
    /// <param name="scheduler">Its time is written as the arrival time.</param>
    /// <param name="options">How the recording is written; the defaults unless given.</param>
    /// <returns>The same strings.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Is queued for the writer, then passed on. Half a second later at most it is in the file.</description></item>
    /// <item><term>OnError</term><description>Closes the file, then is passed on. A file that cannot be opened, for example because another recording to it is open, is an OnError at subscription.</description></item>
    /// <item><term>OnCompleted</term><description>Closes the file, then is passed on.</description></item>
    /// <item><term>Dispose</term><description>Closes the file.</description></item>
    /// </list>
    /// <para>Temperature: as the source; each subscription opens the file. Concurrency: a thread writes, and no disk delays a string; closing waits for the
    /// disk, but for one second at most. Memory: <see cref="RecordingOptions.MaxQueuedBytes"/> and one message. When the queue is full, strings are passed
    /// on but not written, and a gap stands in their place. While it records, a file <c>path.lock</c> stands beside the recording.</para>
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

    /// <summary>Records what a feed delivers, in the order of delivery: a replay gives the same messages in the same order.</summary>
    /// <param name="feed">Any feed: of one symbol, combined, of a message bus, of typed messages.</param>
    /// <param name="path">The file, or a pattern of files; see <see cref="RecordTo(IObservable{string}, string, IScheduler, RecordingOptions)"/>.</param>
    /// <param name="options">How the recording is written; the defaults unless given.</param>
    /// <returns>The recording. It ends with the feed, or when it is disposed; disposing it waits until everything is written.</returns>
    /// <exception cref="IOException">The file cannot be opened, for example because another recording to it is open.</exception>
    /// <remarks>
    /// The arrival times are those of the feed's source, or the time of delivery where the source has none. Messages of a typed source are written as the
    /// exchange writes them. A message costs the delivering thread less than a microsecond; no disk delays a subscriber.
    /// </remarks>
    public static IAsyncDisposable RecordTo(this NexusFeed feed, string path, RecordingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new FeedRecorder(feed, path, options ?? new RecordingOptions());
    }

    private sealed class TextRecorder(IObserver<string> observer, string path, IScheduler scheduler, RecordingOptions options) : IObserver<string>, IDisposable
    {
        private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(1);

        // The clock of the scheduler may be set back; strings come one after the other all the same.
        private readonly RecordingWriter _writer = new(path, options, scheduler.Now, new ArrivalTimes(setBack: 0), static error => Trace.TraceError(error.Message));

        public void OnNext(string value)
        {
            _writer.Add(scheduler.Now, value);
            observer.OnNext(value);
        }

        public void OnError(Exception error)
        {
            Dispose();
            observer.OnError(error);
        }

        public void OnCompleted()
        {
            Dispose();
            observer.OnCompleted();
        }

        public void Dispose()
        {
            _writer.Complete();
            ((IAsyncResult)_writer.Closed).AsyncWaitHandle.WaitOne(CloseLimit);
        }
    }
}
