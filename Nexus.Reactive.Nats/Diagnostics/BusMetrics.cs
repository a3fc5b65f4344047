using System.Diagnostics.Metrics;

namespace Nexus.Reactive.Nats;

/// <summary>The counters of one symbol on the meter <c>Nexus.Reactive.Nats</c>.</summary>
/// <param name="counters">The instruments; null if they could not be created, in which case nothing is counted.</param>
/// <param name="symbol">The symbol.</param>
internal sealed class BusMetrics(BusCounters? counters, Symbol symbol)
{
    private readonly KeyValuePair<string, object?> _symbol = new("symbol", symbol.ToString());

    // A meter listener is user code: an exception that it throws must not end a writer or a reader.
    public void Published() => Add(counters?.Published);

    public void Acknowledged() => Add(counters?.Acknowledged);

    public void Dropped() => Add(counters?.Dropped);

    public void Recovery() => Add(counters?.Recoveries);

    public void Received() => Add(counters?.Received);

    public void Duplicate() => Add(counters?.Duplicates);

    public void Hole() => Add(counters?.Holes);

    private void Add(Counter<long>? counter)
    {
        if (counter is not { Enabled: true })
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
