namespace Nexus.Reactive;

/// <summary>Counts what one client receives and goes through.</summary>
internal sealed class ClientCounters(Symbol symbol)
{
    private readonly KeyValuePair<string, object?> _symbol = new("symbol", symbol.ToString());

    public void Attach(NexusClient client)
    {
        client.Feed.Subscribe(Quietly.Observer<NexusMessage>(Count));
        client.Feed.Faults.Published += _ => NexusMetrics.SubscriberFaults.Add(1, _symbol);
        client.Status.Subscribe(Quietly.Observer<ConnectionStatus>(Count));
        client.RoundTrips.Subscribe(Quietly.Observer<TimeSpan>(time => NexusMetrics.RoundTrip.Record(time.TotalSeconds, _symbol)));
    }

    /// <summary>An order event that a combined feed takes from another client.</summary>
    public void CountCopy() => Quietly.Run(static symbol => NexusMetrics.Copies.Add(1, symbol), _symbol);

    private void Count(NexusMessage message)
    {
        if (NexusMetrics.Messages.Enabled)
            NexusMetrics.Messages.Add(1, _symbol, new("kind", Name(message.Kind)));
        if (message is MalformedMessage)
            NexusMetrics.Malformed.Add(1, _symbol);
        else if (message is FeedGap)
            NexusMetrics.Gaps.Add(1, _symbol);
    }

    private void Count(ConnectionStatus status)
    {
        if (status is ConnectionStatus.Reconnecting)
            NexusMetrics.Reconnects.Add(1, _symbol);
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
