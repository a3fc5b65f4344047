using System.Diagnostics.Metrics;

namespace Nexus.Reactive;

/// <summary>The instruments of the meter <c>Nexus.Reactive</c>. Every measurement has the tag <c>symbol</c>, the symbol of the client.</summary>
internal sealed class NexusMetrics(Meter meter)
{
    public const string MeterName = "Nexus.Reactive";

    private static readonly ProcessMetrics OfProcess = new();

    // Exporters use boundaries for milliseconds by default, which put every round trip into one bucket.
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 30];

    /// <summary>Also has the tag <c>kind</c>.</summary>
    public Counter<long> Messages { get; } = meter.CreateCounter<long>("nexus.messages", "{message}", "Messages delivered, by kind.");

    public Counter<long> Malformed { get; } = meter.CreateCounter<long>("nexus.malformed", "{message}", "Texts that are not messages.");

    public Counter<long> Gaps { get; } = meter.CreateCounter<long>("nexus.gaps", "{gap}", "Gaps in the stream.");

    public Counter<long> Reconnects { get; } = meter.CreateCounter<long>("nexus.reconnects", "{attempt}", "Attempts to reconnect.");

    public Counter<long> SubscriberFaults { get; } = meter.CreateCounter<long>("nexus.subscriber_faults", "{fault}", "Exceptions thrown by subscribers.");

    public Counter<long> DroppedOrderCopies { get; } = meter.CreateCounter<long>(
        "nexus.order_copies_dropped",
        "{message}",
        "Order events that a combined feed did not deliver, because the client of their symbol delivers them.");

    public Counter<long> DroppedLineCopies { get; } = meter.CreateCounter<long>(
        "nexus.line_copies_dropped",
        "{message}",
        "Messages of a redundant line that a combined feed did not deliver, because another line delivered them.");

    public Histogram<double> RoundTrip { get; } = meter.CreateHistogram<double>(
        "nexus.round_trip",
        "s",
        "Time from a ping to its answer.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    /// <summary>0 closed, 1 connecting, 2 connected, 3 stale, 4 reconnecting.</summary>
    public Gauge<int> ConnectionState { get; } = meter.CreateGauge<int>(
        "nexus.connection_state",
        unit: null,
        "State of the connection: 0 closed, 1 connecting, 2 connected, 3 stale, 4 reconnecting.");

    /// <summary>
    /// Returns the instruments of a factory's meter, or of the process's meter; a meter returns the same instrument for the same name. Returns null if the
    /// factory throws, or a meter listener when it is told of an instrument. The next call tries again.
    /// </summary>
    public static NexusMetrics? From(IMeterFactory? factory) =>
        factory is null ? OfProcess.Get() : TryCreate(() => factory.Create(new MeterOptions(MeterName)), isOwned: false);

    public static NexusMetrics? TryCreate(Func<Meter> createMeter, bool isOwned)
    {
        Meter? meter = null;
        try
        {
            meter = createMeter();
            return new NexusMetrics(meter);
        }
        catch (Exception)
        {
            // Without instruments, nothing is measured; the client is unaffected.
            if (isOwned && meter is not null)
                Quietly.Run(static meter => meter.Dispose(), meter);
            return null;
        }
    }
}
