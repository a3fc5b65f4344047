namespace Nexus.Reactive;

/// <summary>The streams that a connection writes to. Items are added under the client's lock and delivered outside it.</summary>
internal sealed record ConnectionStreams(FeedInput Messages, SerialStream<TimeSpan> RoundTrips, BehaviorStream<ConnectionStatus> Status)
{
    public void AddGap(Symbol symbol, string reason, DateTimeOffset at) => Messages.Post(new FeedGap(reason, symbol), FeedGapJson.CreateGap(symbol, reason), at);

    public void AddResumed(Symbol symbol, DateTimeOffset at) => Messages.Post(new FeedResumed(symbol), FeedGapJson.CreateResumed(symbol), at);

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

        // The end of the messages is also the end of the faults, unless another thread still delivers one of the other streams.
        Status.Drain();
        RoundTrips.Drain();
        Messages.Drain();
    }
}
