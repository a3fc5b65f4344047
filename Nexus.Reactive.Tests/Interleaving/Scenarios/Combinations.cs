namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>The clients of a combined feed, without connections: the threads push the messages that the clients' sockets would deliver.</summary>
internal abstract class CombinedClients : Scenario
{
    private readonly NexusClient[] _clients;
    private readonly NexusFeed _feed;

    protected CombinedClients(params string[] symbols)
    {
        _clients = [.. symbols.Select(static symbol => new NexusClient(new NexusEndpoint("ws://127.0.0.1:1/ws", "key", symbol)))];
        _feed = NexusFeed.Combine(_clients);
        _feed.Subscribe(message => Delivered.Add(Print(message)));
        _feed.Connect();
    }

    protected List<string> Delivered { get; } = [];

    /// <summary>Whether the feed delivered the expected messages.</summary>
    protected abstract bool IsRight { get; }

    // When a client ends, the missed events are delivered, so the clients are disposed after the check.
    public override void Check()
    {
        var (isRight, delivered) = (IsRight, string.Join(' ', Delivered));
        foreach (var client in _clients)
            client.Dispose();
        Require(isRight, delivered);
    }

    protected void Receive(int client, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
            _clients[client].Feed.Input!.Push(text, arrivedAt: null);
    }

    protected void Cut(int client) => _clients[client].Feed.Input!.OnNext(new FeedGap("cut", _clients[client].Endpoint.Symbol));

    protected static string Trade(int number) =>
        $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{number}}},"data":{"price":1,"quantity":1,"side":"BUY"}}""";

    protected static string Transaction(int id) =>
        $$$"""{"event":"TRANSACTION","timestamp":1,"data":{"id":{{{id}}},"symbol":"SPOT_BTC_USDT","order_id":1,"executed_price":1,"executed_quantity":1,"side":"BUY"}}""";

    private static string Print(NexusMessage message) => message switch
    {
        Trade trade => $"t{trade.Timestamp.ToUnixTimeMilliseconds()}",
        Transaction transaction => $"x{transaction.Id}",
        FeedGap => "gap",
        _ => message.ToString(),
    };
}

/// <summary>Two lines of one symbol deliver the same trades and are cut: each trade is delivered once and in order, and one gap follows the last cut.</summary>
internal sealed class LinesOfOneSymbol : CombinedClients
{
    public LinesOfOneSymbol()
        : base("SPOT_BTC_USDT", "SPOT_BTC_USDT")
    {
        Receive(0, Trade(1), Trade(2));
        Receive(1, Trade(1), Trade(2));
    }

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Receive(0, Trade(3));
            Cut(0);
        },
        () =>
        {
            Receive(1, Trade(3), Trade(4));
            Cut(1);
        },
    ];

    protected override bool IsRight => Delivered is ["t1", "t2", "t3", "t4", "gap"];
}

/// <summary>The connection of an order's owner is cut while the client of another symbol receives the order's events too: each event is delivered once.</summary>
internal sealed class OwnerIsCut : CombinedClients
{
    public OwnerIsCut()
        : base("SPOT_BTC_USDT", "SPOT_ETH_USDT") =>
        Receive(0, Trade(1));

    public override IEnumerable<Action> Threads =>
    [
        () =>
        {
            Receive(0, Transaction(1));
            Cut(0);
        },
        () => Receive(1, Transaction(1), Transaction(2)),
    ];

    protected override bool IsRight => Delivered.Order().SequenceEqual(["gap", "t1", "x1", "x2"]);
}
