namespace Nexus.Reactive;

/// <summary>What a connection gives to others.</summary>
internal sealed record ConnectionStreams(SerialStream<string> Raw, SerialStream<TimeSpan> RoundTrips, LatestStream<ConnectionStatus> Status)
{
    public void Drain()
    {
        Status.Drain();
        Raw.Drain();
        RoundTrips.Drain();
    }

    public void Complete()
    {
        Raw.Complete();
        RoundTrips.Complete();
        Status.Complete();
        Drain();
    }
}
