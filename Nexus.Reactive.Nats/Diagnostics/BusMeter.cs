using System.Diagnostics.Metrics;

namespace Nexus.Reactive.Nats;

/// <summary>The meter of one bus, created when a reader or a writer needs it.</summary>
/// <param name="factory">Creates the meter. If null, the bus has its own meter.</param>
internal sealed class BusMeter(IMeterFactory? factory) : IDisposable
{
    public const string MeterName = "Nexus.Reactive.Nats";

    private readonly Lock _gate = new();
    private (Meter Meter, BusCounters Counters)? _current;
    private bool _isDisposed;

    /// <summary>
    /// Returns the instruments. Returns null if the factory throws, or a meter listener when it is told of an instrument. The next call tries again.
    /// </summary>
    public BusCounters? Get()
    {
        lock (_gate)
        {
            if (_current is not null || _isDisposed)
                return _current?.Counters;
        }

        if (TryCreate() is not { } created)
            return null;

        // Listeners are called without the lock, so two threads may create the instruments. One of them is used.
        lock (_gate)
        {
            if (_current is null && !_isDisposed)
            {
                _current = created;
                return created.Counters;
            }
        }

        Dispose(created.Meter);
        return _current?.Counters;
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        if (_current is { } current)
            Dispose(current.Meter);
    }

    private (Meter Meter, BusCounters Counters)? TryCreate()
    {
        Meter? meter = null;
        try
        {
            meter = factory is null ? new Meter(MeterName) : factory.Create(new MeterOptions(MeterName));
            return (meter, new BusCounters(meter));
        }
        catch (Exception)
        {
            // Without instruments, nothing is counted; the bus is unaffected.
            Dispose(meter);
            return null;
        }
    }

    // The meter of a factory belongs to the factory.
    private void Dispose(Meter? meter)
    {
        if (factory is null && meter is not null)
            Quietly.Run(static meter => meter.Dispose(), meter);
    }
}
