using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Records on <see cref="DefaultScheduler"/>; see <see cref="RecordTo(IObservable{string}, string, Action{Exception}, IScheduler)"/>.</summary>
    /// <param name="source">The raw strings.</param>
    /// <param name="path">The file; its name ends in <c>.gz</c> to compress it.</param>
    public static IObservable<string> RecordTo(this IObservable<string> source, string path) =>
        source.RecordTo(path, DefaultScheduler.Instance);

    /// <summary>
    /// Records, without word of a write error; see <see cref="RecordTo(IObservable{string}, string, Action{Exception}, IScheduler)"/>.
    /// </summary>
    /// <param name="source">The raw strings.</param>
    /// <param name="path">The file; its name ends in <c>.gz</c> to compress it.</param>
    /// <param name="scheduler">Stamps the lines and times the flushes.</param>
    public static IObservable<string> RecordTo(this IObservable<string> source, string path, IScheduler scheduler) =>
        source.RecordTo(path, static _ => { }, scheduler);

    /// <summary>Passes the strings through and writes each with its arrival time into a file that <see cref="NexusRecording"/> reads.</summary>
    /// <param name="source">The raw strings.</param>
    /// <param name="path">The file; its name ends in <c>.gz</c> to compress it. A file that is there already is replaced.</param>
    /// <param name="onWriteError">Told once when writing fails. The recording ends there, whole up to its last flush; the strings go on.</param>
    /// <param name="scheduler">Stamps the lines (its time in ns since 1970, never going back) and times the flushes.</param>
    /// <returns>The same strings.</returns>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behaviour</description></listheader>
    /// <item><term>OnNext</term><description>Is written to a batch, then passed on. A batch reaches the disk half a second after its first line.</description></item>
    /// <item><term>OnError</term><description>Closes the file, then is passed on. A file that cannot be opened, for example since another recording to it is open, is an OnError at subscription.</description></item>
    /// <item><term>OnCompleted</term><description>Closes the file, then is passed on.</description></item>
    /// <item><term>Dispose</term><description>Closes the file with all that came.</description></item>
    /// </list>
    /// <para>Temperature: as the source; each subscription opens the file. Concurrency: one gate for strings and flushes; strings are passed on outside of it.
    /// Memory: one batch, at most 256 KB and a message. While it records, a file <c>path.lock</c> stands beside the recording.</para>
    /// <code>
    /// source    -a---b-------c|
    /// RecordTo  -a---b-------c|
    /// file      ......ab.......c   (. = 100 ms)
    /// </code>
    /// </remarks>
    public static IObservable<string> RecordTo(this IObservable<string> source, string path, Action<Exception> onWriteError, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(onWriteError);
        ArgumentNullException.ThrowIfNull(scheduler);
        return SafeObservable.Create<string>(observer =>
        {
            RecordingWriter writer;
            try
            {
                writer = new RecordingWriter(path);
            }
            catch (Exception e)
            {
                observer.OnError(e);
                return Disposable.Empty;
            }

            var recorder = new Recorder(observer, writer, onWriteError, scheduler);
            return StableCompositeDisposable.Create(source.SubscribeSafe(recorder), recorder);
        });
    }

    private sealed class Recorder(IObserver<string> observer, RecordingWriter writer, Action<Exception> onWriteError, IScheduler scheduler)
        : IObserver<string>, IDisposable
    {
        private static readonly TimeSpan FlushAfter = TimeSpan.FromMilliseconds(500);

        private readonly Lock _gate = new();
        private readonly SerialDisposable _flush = new();
        private RecordingWriter? _writer = writer;
        private bool _isFlushDue;

        public void OnNext(string value)
        {
            bool startsBatch;
            lock (_gate)
            {
                Try(value, static (file, self, text) => file.Write(self.Now, text));
                startsBatch = _writer is { HasUnflushed: true } && !_isFlushDue;
                _isFlushDue |= startsBatch;
            }

            if (startsBatch)
                ScheduleFlush();
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
            _flush.Dispose();
            lock (_gate)
            {
                Try(string.Empty, static (file, _, _) => file.Flush());
                Close();
            }
        }

        private DateTimeOffset Now => scheduler.Now;

        private void ScheduleFlush()
        {
            var slot = new SingleAssignmentDisposable();
            _flush.Disposable = slot;
            slot.Disposable = scheduler.Schedule(this, FlushAfter, static (_, self) =>
            {
                self.Flush();
                return Disposable.Empty;
            });
        }

        private void Flush()
        {
            lock (_gate)
            {
                _isFlushDue = false;
                Try(string.Empty, static (file, _, _) => file.Flush());
            }
        }

        private void Try(string text, Action<RecordingWriter, Recorder, string> write)
        {
            if (_writer is null)
                return;
            try
            {
                write(_writer, this, text);
            }
            catch (Exception e)
            {
                Close();
                onWriteError(e);
            }
        }

        private void Close()
        {
            try
            {
                _writer?.Dispose();
            }
            catch (IOException)
            {
                // Nothing is left to be lost: what was to be written has been flushed, or its error reported.
            }

            _writer = null;
        }
    }
}
