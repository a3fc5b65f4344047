using System.Diagnostics.Metrics;

namespace Nexus.Reactive.Nats;

/// <summary>The counters of one symbol on the meter <c>Nexus.Reactive.Nats</c>.</summary>
internal sealed class BusMetrics(Meter meter, Symbol symbol)
{
    public const string MeterName = "Nexus.Reactive.Nats";

    private readonly KeyValuePair<string, object?> _symbol = new("symbol", symbol.ToString());
    private readonly Counter<long> _published = meter.CreateCounter<long>("nexus.bus.published", "{message}", "Entries sent to the log, including resent entries.");
    private readonly Counter<long> _acknowledged = meter.CreateCounter<long>("nexus.bus.acknowledged", "{message}", "Entries that the log acknowledged.");
    private readonly Counter<long> _dropped = meter.CreateCounter<long>("nexus.bus.dropped", "{message}", "Messages dropped because the gateway's buffer was full.");
    private readonly Counter<long> _recoveries = meter.CreateCounter<long>("nexus.bus.recoveries", "{recovery}", "Number of times that a writer read the log's end and continued from there.");
    private readonly Counter<long> _received = meter.CreateCounter<long>("nexus.bus.received", "{message}", "Entries that readers delivered.");
    private readonly Counter<long> _duplicates = meter.CreateCounter<long>("nexus.bus.duplicates", "{message}", "Entries that readers had delivered before.");
    private readonly Counter<long> _holes = meter.CreateCounter<long>("nexus.bus.gaps", "{gap}", "Gaps that readers detected.");

    // A meter listener is user code: an exception that it throws must not end a writer or a reader.
    public void Published() => Add(_published);

    public void Acknowledged() => Add(_acknowledged);

    public void Dropped() => Add(_dropped);

    public void Recovery() => Add(_recoveries);

    public void Received() => Add(_received);

    public void Duplicate() => Add(_duplicates);

    public void Hole() => Add(_holes);

    private void Add(Counter<long> counter)
    {
        if (!counter.Enabled)
            return;
        try
        {
            counter.Add(1, _symbol);
        }
        catch (Exception)
        {
            // Only the count is lost.
        }
    }
}
