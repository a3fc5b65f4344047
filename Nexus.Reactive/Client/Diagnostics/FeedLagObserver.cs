namespace Nexus.Reactive;

/// <summary>Gives each message that carries a time its lag, once the offset of the clocks is known.</summary>
internal sealed class FeedLagObserver(IObserver<FeedLag> observer, ConnectionStateMachine loop) : IObserver<NexusMessage>
{
    public void OnNext(NexusMessage value)
    {
        if (GetTimestamp(value) is { } timestamp && loop.ClockOffset is { } offset)
            observer.OnNext(new FeedLag(timestamp, loop.Arrival - timestamp - offset, offset));
    }

    public void OnError(Exception error) => observer.OnError(error);

    public void OnCompleted() => observer.OnCompleted();

    private static DateTimeOffset? GetTimestamp(NexusMessage message) => message switch
    {
        Book book => book.Timestamp,
        Trade trade => trade.Timestamp,
        OrderUpdate update => update.Timestamp,
        Transaction transaction => transaction.Timestamp,
        Ping ping => ping.Timestamp,
        _ => null,
    };
}
