using System.Diagnostics.Metrics;

namespace Nexus.Reactive;

/// <summary>The instruments of the meter <c>Nexus.Reactive</c>; every measurement is tagged with the client's <c>symbol</c>.</summary>
internal static class NexusMetrics
{
    private static readonly Meter Meter = new("Nexus.Reactive");

    /// <summary>Tagged with <c>kind</c>, too.</summary>
    public static readonly Counter<long> Messages = Meter.CreateCounter<long>("nexus.messages", "{message}", "Messages, by kind.");

    public static readonly Counter<long> Malformed = Meter.CreateCounter<long>("nexus.malformed", "{message}", "Strings that were no message.");

    public static readonly Counter<long> Gaps = Meter.CreateCounter<long>("nexus.gaps", "{gap}", "Holes in the stream.");

    public static readonly Counter<long> Reconnects = Meter.CreateCounter<long>("nexus.reconnects", "{attempt}", "Attempts to connect again.");

    public static readonly Counter<long> SubscriberFaults = Meter.CreateCounter<long>("nexus.subscriber_faults", "{fault}", "Subscribers that threw.");

    public static readonly Counter<long> Copies = Meter.CreateCounter<long>("nexus.copies", "{message}", "Order events of a combined feed that another client delivers.");

    public static readonly Histogram<double> RoundTrip = Meter.CreateHistogram<double>("nexus.round_trip", "s", "From a ping to its answer.");
}
