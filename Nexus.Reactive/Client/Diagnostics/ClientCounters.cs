namespace Nexus.Reactive;

/// <summary>Measures the messages of one client and the state of its connection.</summary>
/// <param name="metrics">The instruments; null if they could not be created, in which case nothing is measured.</param>
/// <param name="symbol">The client's symbol.</param>
internal sealed class ClientCounters(NexusMetrics? metrics, Symbol symbol)
{
    private readonly KeyValuePair<string, object?> _symbol = new("symbol", symbol.ToString());

    public void Attach(NexusClient client)
    {
        if (metrics is null)
            return;
        client.Feed.Subscribe(Quietly.Observer<NexusMessage>(message => Count(metrics, message)));
        client.Feed.Faults.Published += _ => metrics.SubscriberFaults.Add(1, _symbol);
        client.Status.Subscribe(Quietly.Observer<ConnectionStatus>(status => Count(metrics, status)));
        client.RoundTrips.Subscribe(Quietly.Observer<TimeSpan>(time => metrics.RoundTrip.Record(time.TotalSeconds, _symbol)));
    }

    /// <summary>Counts an order event of this client that a combined feed takes from another client.</summary>
    public void CountDroppedOrderCopy() => Quietly.Run(symbol => metrics?.DroppedOrderCopies.Add(1, symbol), _symbol);

    /// <summary>Counts a message of this client that a redundant line of a combined feed delivered.</summary>
    public void CountDroppedLineCopy() => Quietly.Run(symbol => metrics?.DroppedLineCopies.Add(1, symbol), _symbol);

    private void Count(NexusMetrics metrics, NexusMessage message)
    {
        if (metrics.Messages.Enabled)
            metrics.Messages.Add(1, _symbol, new("kind", Name(message.Kind)));
        if (message is MalformedMessage)
            metrics.Malformed.Add(1, _symbol);
        else if (message is FeedGap)
            metrics.Gaps.Add(1, _symbol);
    }

    private void Count(NexusMetrics metrics, ConnectionStatus status)
    {
        if (status is ConnectionStatus.Reconnecting)
            metrics.Reconnects.Add(1, _symbol);
        metrics.ConnectionState.Record(
            status switch
            {
                ConnectionStatus.Connecting => 1,
                ConnectionStatus.Connected => 2,
                ConnectionStatus.Stale => 3,
                ConnectionStatus.Reconnecting => 4,
                _ => 0,
            },
            _symbol);
    }

    private static string Name(MessageKind kind) => kind switch
    {
        MessageKind.Ping => "ping",
        MessageKind.Book => "book",
        MessageKind.Trade => "trade",
        MessageKind.OrderUpdate => "order_update",
        MessageKind.Transaction => "transaction",
        MessageKind.Gap => "gap",
        MessageKind.Resumed => "resumed",
        MessageKind.Unknown => "unknown",
        _ => "malformed",
    };
}
