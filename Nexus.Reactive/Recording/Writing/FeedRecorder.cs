using System.Diagnostics;
using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>Records the messages that a feed delivers, in the order of delivery.</summary>
internal sealed class FeedRecorder : IDeliveryObserver, IAsyncDisposable
{
    // Messages of several connections can be slightly out of order; a larger step back means that the clock was set back.
    private const long SetBack = TimeSpan.TicksPerSecond;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly NexusFeed _feed;
    private readonly IRecordingHost _host;
    private readonly RecordingWriter _writer;
    private readonly IDisposable _observation;
    private volatile bool _isOver;
    private volatile Exception? _unreported;

    public FeedRecorder(NexusFeed feed, string path, RecordingOptions options)
    {
        _feed = feed;
        _host = options.Host;
        _writer = new RecordingWriter(path, options, Now, new ArrivalTimes(SetBack), Report);
        _observation = feed.ObserveDeliveries(this);
    }

    public void OnDelivery(in Delivery delivery)
    {
        var arrival = delivery.ArrivedAt ?? Now;
        if (delivery.IsHidden)
            _writer.AddHidden(arrival, delivery.Message);
        else if (delivery.HasText)
            _writer.Add(arrival, delivery.Text);
        else
            _writer.Add(arrival, delivery.Message);
    }

    public void OnEnd(Exception? error)
    {
        _isOver = true;
        _writer.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        _observation.Dispose();
        _writer.Complete();
        try
        {
            await _writer.Closed.WaitAsync(CloseLimit).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            _writer.Report(new IOException("The disk does not respond, so the end of the recording is not written.", e));
        }

        if (Interlocked.Exchange(ref _unreported, null) is { } error)
            throw error;
    }

    private DateTimeOffset Now => _host.Now;

    // Called inside a turn, as for all faults. A disk error must not terminate the process, so an unobserved fault is traced. After the feed's end, no code can
    // observe
    // faults; disposing the recording then throws the last fault.
    private void Report(Exception error)
    {
        if (_isOver || !_feed.Faults.IsObserved)
        {
            Trace.TraceError(error.Message);
            _unreported = _isOver ? error : null;
        }
        else
            _feed.Clock.Schedule((_feed, error), static (_, fault) =>
            {
                fault._feed.Faults.Publish(new SubscriberFault("Recording", null, fault.error));
                return Disposable.Empty;
            });
    }
}
