using System.Diagnostics.Metrics;

namespace Nexus.Reactive;

/// <summary>The instruments of the clients that have no meter factory, created by the first client that can create them.</summary>
internal sealed class ProcessMetrics
{
    private NexusMetrics? _metrics;

    /// <summary>Returns the instruments; null if a meter listener throws when it is told of one. The next call tries again.</summary>
    public NexusMetrics? Get()
    {
        if (Volatile.Read(ref _metrics) is { } existing)
            return existing;
        if (NexusMetrics.TryCreate(static () => new Meter(NexusMetrics.MeterName), isOwned: true) is not { } created)
            return Volatile.Read(ref _metrics);

        // Listeners are called without a lock, so two threads may create the instruments. One of them is used.
        if (Interlocked.CompareExchange(ref _metrics, created, null) is not { } first)
            return created;
        Quietly.Run(static meter => meter.Dispose(), created.Messages.Meter);
        return first;
    }
}
