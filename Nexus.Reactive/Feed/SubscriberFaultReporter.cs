using System.Runtime.ExceptionServices;

namespace Nexus.Reactive;

/// <summary>
/// Publishes the faults of a feed's subscribers, or handles them if there is no subscriber. Never throws: exceptions of fault handlers are dropped.
/// </summary>
/// <remarks>
/// Faults come from the feed's turns and, for other streams of the feed's owner, from other threads. Handlers are called one at a time. A fault that occurs
/// while another thread calls the handlers waits for them, but its thread does not, unless <see cref="FeedInput.Capacity"/> faults wait.
/// </remarks>
internal sealed class SubscriberFaultReporter
{
    private readonly DrainQueue<Report, ReportTarget> _reports;
    private readonly ProducerQuota _quota = new(FeedInput.Capacity);
    private readonly Action<SubscriberFault>? _unobserved;
    private bool _wasObserved;
    private bool _wasAwaited;
    private int _openStreams;
    private int _awaiters;
    private Exception? _error;

    public SubscriberFaultReporter(Action<SubscriberFault>? unobserved)
    {
        _unobserved = unobserved;
        _reports = new(new ReportTarget(this));
    }

    /// <summary>Receives each fault without counting as an observer.</summary>
    public event Action<SubscriberFault>? Published;

    /// <summary>Ends the process. Tests replace it.</summary>
    internal Action<Exception> Rethrow { private get; set; } =
        static exception => ThreadPool.UnsafeQueueUserWorkItem(static error => ExceptionDispatchInfo.Throw(error), exception, preferLocal: false);

    public FeedStream<SubscriberFault> Faults { get; } = new(nameof(NexusFeed.SubscriberFaults), faults: null);

    /// <summary>Whether a fault is passed to user code.</summary>
    public bool IsObserved => _unobserved is not null || Faults.Subscribers.Length > 0;

    /// <summary>Publishes a fault. It ends the process if no code observes it.</summary>
    public void Publish(SubscriberFault fault) => _reports.Push(new Report(fault, EndsProcess: true), _quota);

    /// <summary>
    /// Publishes an exception from a subscriber's terminal. It does not end the process if it is the source's own error, which a subscriber without an error
    /// handler throws again, and a caller of <see cref="NexusFeed.RunAsync"/> receives that error.
    /// </summary>
    public void PublishAtEnd(SubscriberFault fault, Exception? sourceError) =>
        _reports.Push(new Report(fault, EndsProcess: fault.Exception != sourceError || Volatile.Read(ref _awaiters) == 0), _quota);

    /// <summary>
    /// Publishes an exception from the end of an isolated chain of operators, on any thread and also after the feed has ended. The feed's own error, which a
    /// subscriber without an error handler throws again, does not end the process if any code observed the feed's end.
    /// </summary>
    public void PublishIsolated(Exception exception) =>
        _reports.Push(new Report(new SubscriberFault(nameof(NexusObservable.Isolate), null, exception), EndsProcess: !IsKnown(exception), IsIsolated: true), _quota);

    /// <summary>Counts a caller that receives the source's error, until <see cref="RemoveAwaiter"/>.</summary>
    public void AddAwaiter()
    {
        Volatile.Write(ref _wasAwaited, true);
        Interlocked.Increment(ref _awaiters);
    }

    public void RemoveAwaiter() => Interlocked.Decrement(ref _awaiters);

    /// <summary>Publishes a fault that does not end the process if no code observes it.</summary>
    /// <returns>Whether it is passed to a subscriber or to the handler of unobserved faults.</returns>
    public bool TryPublish(SubscriberFault fault)
    {
        var isObserved = IsObserved;
        _reports.Push(new Report(fault, EndsProcess: false), _quota);
        return isObserved;
    }

    /// <summary>
    /// Counts a source of faults: the feed, or another stream of its owner. The stream of faults ends after the last of them, so that an exception at any
    /// terminal is published.
    /// </summary>
    public void AddStream() => Interlocked.Increment(ref _openStreams);

    /// <summary>Stores the source's error before any subscriber receives it.</summary>
    public void OnSourceError(Exception error) => Volatile.Write(ref _error, error);

    /// <summary>Ends one of the counted streams.</summary>
    public void EndStream()
    {
        if (Interlocked.Decrement(ref _openStreams) == 0)
            _reports.Push(new Report(null, EndsProcess: false));
    }

    private bool IsKnown(Exception exception) => exception == Volatile.Read(ref _error) && (Volatile.Read(ref _wasAwaited) || Volatile.Read(ref _wasObserved));

    private void Deliver(SubscriberFault fault, in Report report)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(Published))
            Quietly.Run(handler, fault);
        var observers = Faults.Subscribers;
        if (observers.Length > 0)
            FeedStream<SubscriberFault>.Send(observers, fault);
        else if (_unobserved is not null)
            Quietly.Run(_unobserved, fault);
        else if (report.EndsProcess && (report.IsIsolated || !_wasObserved))
            Rethrow(fault.Exception);
    }

    // A later fault does not terminate a process that observed the stream to its end, unless it comes from work that the feed does not await.
    private void End()
    {
        Volatile.Write(ref _wasObserved, Faults.Subscribers.Length > 0);
        Faults.End(Volatile.Read(ref _error));
    }

    /// <summary>A fault, or the end of the faults.</summary>
    private readonly record struct Report(SubscriberFault? Fault, bool EndsProcess, bool IsIsolated = false);

    private readonly struct ReportTarget(SubscriberFaultReporter reporter) : IDrainTarget<Report>
    {
        public bool HasIdleWork => false;

        public void Deliver(in Report report)
        {
            if (report.Fault is { } fault)
                reporter.Deliver(fault, report);
            else
                reporter.End();
        }

        public void RunIdleWork()
        {
        }
    }
}
