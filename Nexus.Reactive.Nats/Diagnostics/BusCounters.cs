using System.Diagnostics.Metrics;

namespace Nexus.Reactive.Nats;

/// <summary>The instruments of one bus.</summary>
internal sealed class BusCounters(Meter meter)
{
    public Counter<long> Published { get; } = meter.CreateCounter<long>("nexus.bus.published", "{message}", "Entries sent to the log, including resent entries.");

    public Counter<long> Acknowledged { get; } = meter.CreateCounter<long>("nexus.bus.acknowledged", "{message}", "Entries that the log acknowledged.");

    public Counter<long> Dropped { get; } = meter.CreateCounter<long>("nexus.bus.dropped", "{message}", "Messages dropped because the gateway's buffer was full.");

    public Counter<long> Recoveries { get; } =
        meter.CreateCounter<long>("nexus.bus.recoveries", "{recovery}", "Number of times that a writer read the log's end and continued from there.");

    public Counter<long> Received { get; } = meter.CreateCounter<long>("nexus.bus.received", "{message}", "Entries that readers delivered.");

    public Counter<long> Duplicates { get; } = meter.CreateCounter<long>("nexus.bus.duplicates", "{message}", "Entries that readers had delivered before.");

    public Counter<long> Holes { get; } = meter.CreateCounter<long>("nexus.bus.gaps", "{gap}", "Gaps that readers detected.");
}
