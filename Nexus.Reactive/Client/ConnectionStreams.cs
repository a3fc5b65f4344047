namespace Nexus.Reactive;

/// <summary>What a connection gives to others.</summary>
internal sealed record ConnectionStreams(ArrivalStreams Arrivals, SerialStream<TimeSpan> RoundTrips, BehaviorStream<ConnectionStatus> Status)
{
    public void Drain()
    {
        Status.Drain();
        Arrivals.Drain();
        RoundTrips.Drain();
    }

    public void Complete()
    {
        Arrivals.Complete();
        RoundTrips.Complete();
        Status.Complete();
        Drain();
    }
}
