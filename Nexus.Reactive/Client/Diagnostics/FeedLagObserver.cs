namespace Nexus.Reactive;

/// <summary>Computes the lag of each message with a timestamp when the offset of the clocks is known.</summary>
internal sealed class FeedLagObserver(IObserver<FeedLag> observer, ConnectionStateMachine machine) : IObserver<NexusMessage>
{
    public void OnNext(NexusMessage value)
    {
        if (value is IHasTimestamp { Timestamp: var timestamp } && machine.ClockOffset is { } offset)
            observer.OnNext(new FeedLag(timestamp, machine.Now - timestamp - offset, offset));
    }

    public void OnError(Exception error) => observer.OnError(error);

    public void OnCompleted() => observer.OnCompleted();
}
