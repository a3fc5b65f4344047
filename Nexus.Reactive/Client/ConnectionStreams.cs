namespace Nexus.Reactive;

/// <summary>What a connection gives to others.</summary>
internal sealed record ConnectionStreams(FeedInput Messages, SerialStream<TimeSpan> RoundTrips, BehaviorStream<ConnectionStatus> Status)
{
    public void AddGap(Symbol symbol, string reason)
    {
        Messages.Post(new FeedGap(reason, symbol), FeedGapJson.Create(symbol, reason), arrivedAt: null);
    }

    public void Drain()
    {
        Status.Drain();
        Messages.Drain();
        RoundTrips.Drain();
    }

    public void Complete()
    {
        Messages.PostEnd(null);
        RoundTrips.Complete();
        Status.Complete();
        Drain();
    }
}
