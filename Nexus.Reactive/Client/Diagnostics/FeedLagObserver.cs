namespace Nexus.Reactive;

/// <summary>Gives each message that carries a time its lag, once the offset of the clocks is known.</summary>
internal sealed class FeedLagObserver(IObserver<FeedLag> observer, ConnectionStateMachine loop) : IObserver<NexusMessage>
{
    public void OnNext(NexusMessage value)
    {
        if (value is IHasTimestamp { Timestamp: var timestamp } && loop.ClockOffset is { } offset)
            observer.OnNext(new FeedLag(timestamp, loop.Arrival - timestamp - offset, offset));
    }

    public void OnError(Exception error) => observer.OnError(error);

    public void OnCompleted() => observer.OnCompleted();
}
