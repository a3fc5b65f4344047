using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Records the messages that a feed delivers, in the order of delivery.</summary>
internal sealed class FeedRecorder : IDeliveryObserver, IAsyncDisposable
{
    // Messages of several connections can be slightly out of order; a larger step back means that the clock was set back.
    private const long SetBack = TimeSpan.TicksPerSecond;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly NexusFeed _feed;
    private readonly RecordingWriter _writer;
    private readonly DeliveryTimes _times;
    private readonly IDisposable _observation;
    private volatile bool _isOver;
    private Exception? _unobservedError;

    public FeedRecorder(NexusFeed feed, string path, RecordingOptions options)
    {
        _feed = feed;
        _writer = new RecordingWriter(path, options, options.Host.Now, new ArrivalTimes(SetBack), Report, isPatient: !feed.IsDelivering);
        _times = new DeliveryTimes(_writer, options.Host);
        _observation = feed.ObserveDeliveries(this);
    }

    public void OnDelivery(in Delivery delivery)
    {
        if (_times.TryGetArrival(delivery, out var arrival))
            _writer.Add(arrival, delivery);
    }

    public void OnEnd(Exception? error)
    {
        _isOver = true;
        _times.Complete();
        _writer.Complete(error);
    }

    public async ValueTask DisposeAsync()
    {
        _observation.Dispose();
        _times.Complete();
        _writer.Complete();
        try
        {
            await _writer.Closed.WaitAsync(CloseLimit).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            _writer.Report(new IOException("The disk does not respond, so the end of the recording is not written.", e));
        }

        if ((_isOver || !_feed.Faults.IsObserved) && Interlocked.Exchange(ref _unobservedError, null) is { } error && !_writer.IsComplete)
            throw error;
    }

    // A disk error must not end the process, unlike other unobserved faults. It is never silent: disposing the recording throws it.
    private void Report(Exception error)
    {
        Volatile.Write(ref _unobservedError, error);
        if (_isOver || !_feed.Faults.IsObserved)
            StandardError.Report(error);
        if (_isOver)
            return;

        // Observers are called inside a turn, not on the thread that writes. After the feed's end, no turn follows.
        _feed.Clock.Schedule((Recorder: this, Error: error), static (_, report) =>
        {
            report.Recorder.Publish(report.Error);
            return Disposable.Empty;
        });
    }

    private void Publish(Exception error)
    {
        if (_feed.Faults.TryPublish(new SubscriberFault("Recording", null, error)))
            Interlocked.CompareExchange(ref _unobservedError, null, error);
    }
}
