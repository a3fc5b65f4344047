namespace Nexus.Reactive.Tests.Simulation;

/// <summary>One symbol from end to end: its market, the network, its client, and the checkers of what the client delivers.</summary>
internal sealed class SimulatedSide
{
    private readonly SimulatedWorld _world;
    private readonly SimulatedProcess _process;
    private readonly TimeSpan _staleAfter;
    private long _delivered;

    public SimulatedSide(SimulatedWorld world, SimulatedProcess process, SimulatedExchange exchange, Symbol symbol, TimeSpan pings, TimeSpan bars)
    {
        (_world, _process, _staleAfter) = (world, process, pings * 3);
        Market = new SimulatedMarket(world, exchange.CreateClock(), symbol, exchange.Send);
        Link = new SimulatedLink(world, process, Market) { ReplayedOrderEvents = world.Chance(0.5) ? 0 : world.Random.Next(20) };
        Client = new NexusClient(
            new NexusEndpoint("ws://127.0.0.1:1/ws", "key", symbol.ToString()),
            new NexusClientOptions { Scheduler = process, PingInterval = pings, StaleAfter = _staleAfter, Random = new Random(world.Random.Next()) },
            Link.Dial);
        Own = new StreamChecker(world, $"{symbol}", Market, Link.Replayed.Contains, hasResumed: true);
        Combined = new StreamChecker(world, $"{symbol} in the combined feed", Market, Link.Replayed.Contains, hasResumed: true, exchange.SendsCopies);
        Bars = new BarChecker(world, $"{symbol}", Market);
        Client.Feed.SubscriberFaults.Subscribe(fault => world.Require(false, () => $"a subscriber failed: {fault}"), static _ => { });
        Client.Feed.Subscribe(OnMessage, static _ => { });
        Client.Feed.VwapTumbling(bars).Subscribe(Bars.OnNext, static _ => { });
        Link.AfterDelivery = message =>
        {
            exchange.OnDelivered(message, this);
            world.Require(_delivered == Link.Delivered, () => $"{symbol}: {Link.Delivered} texts came from the socket, but {_delivered} messages were delivered");
        };
    }

    public SimulatedMarket Market { get; }

    public SimulatedLink Link { get; }

    public NexusClient Client { get; }

    /// <summary>Checks the client's own feed.</summary>
    public StreamChecker Own { get; }

    /// <summary>Checks this symbol in the combined feed.</summary>
    public StreamChecker Combined { get; }

    public BarChecker Bars { get; }

    /// <summary>Called when the stream goes on after a gap.</summary>
    public Action Resumed { get; set; } = static () => { };

    public int PendingSnapshots { get; set; }

    /// <summary>From when on messages may have been lost in the latest gap.</summary>
    public long LostSince { get; private set; }

    /// <summary>Whether nothing is on its way, so that the client must know the truth.</summary>
    public bool IsSettled => Link.IsQuiet && !Own.IsInGap && !Combined.IsInGap && PendingSnapshots == 0 && Client.CurrentStatus is ConnectionStatus.Connected;

    /// <summary>Throws if a silent connection was not given up.</summary>
    public void CheckWatch()
    {
        var since = Math.Max(Link.LastDeliveredAt, _process.PausedUntil);
        _world.Require(
            !Link.IsOpen || _world.Now - since <= (_staleAfter * 4).Ticks,
            () => $"{Market.Symbol}: nothing was received for {TimeSpan.FromTicks(_world.Now - since)}, but the connection is still {Client.CurrentStatus}");
    }

    private void OnMessage(NexusMessage message)
    {
        if (message is FeedGap)
            LostSince = Own.IsInGap ? Math.Min(LostSince, Link.LastSentAt) : Link.LastSentAt;
        else if (message is not FeedResumed)
            _delivered++;
        if (message is not IHasSymbol { Symbol: var symbol } || symbol == Market.Symbol)
            Own.OnNext(message);
        if (message is FeedResumed)
            Resumed();
    }
}
