using Nexus.Reactive;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Nats;
using Nexus.Simulator;
using Strategy.Report;

namespace Strategy;

/// <summary>The ways to run a strategy once. Each returns when the feed has ended.</summary>
public static class Runner
{
    private const string Key = "strategy";

    /// <summary>Runs live on an embedded simulator, in its first market, without a demo trader.</summary>
    public static async Task<Journal> LiveAsync(IRules rules, SimulatorOptions market, string? record, Task stop, Action<Signal> tell)
    {
        ArgumentNullException.ThrowIfNull(market);
        await using var exchange = await SimulatedExchange.StartAsync(market with { Keys = [Key], HasDemoTrader = false });
        await using var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, Key, market.Symbols[0]));
        using var gateway = new HttpGateway(exchange.OrdersUri, Key);
        await using var recording = record is null ? null : client.Feed.RecordTo(record);
        return await TradeAsync(client.Feed, rules, gateway, tell, async trading =>
        {
            await client.StartAsync();
            await Task.WhenAny(trading, stop);
            await client.DisposeAsync();
        });
    }

    /// <summary>Runs on the recording of a live run, which contains the orders and their events.</summary>
    public static Task<Journal> ReplayAsync(IRules rules, string path, Action<Signal> tell) =>
        TradeAsync(NexusRecording.OpenFeed(path), rules, gateway: null, tell);

    /// <summary>Runs on the market of any recording, with paper orders.</summary>
    public static async Task<Journal> BacktestAsync(IRules rules, string path, Action<Signal> tell, PaperExchangeOptions? options = null)
    {
        using var paper = new PaperExchange(NexusRecording.OpenFeed(path), options);
        return await TradeAsync(paper.Feed, rules, paper, tell);
    }

    /// <summary>Runs on the live market of the message bus, with paper orders. Only the line that creates the feed differs from a back-test.</summary>
    public static async Task<Journal> PaperAsync(IRules rules, NexusBusOptions bus, Symbol symbol, Task stop, Action<Signal> tell, PaperExchangeOptions? options = null)
    {
        await using var connection = new NexusBus(bus);
        using var paper = new PaperExchange(connection.Feed(symbol, new BusStart.LastBook()), options);
        return await TradeAsync(paper.Feed, rules, paper, tell, async trading =>
        {
            await Task.WhenAny(trading, stop);
            await connection.DisposeAsync();
        });
    }

    private static async Task<Journal> TradeAsync(NexusFeed feed, IRules rules, IOrderGateway? gateway, Action<Signal> tell, Func<Task, Task>? drive = null)
    {
        using var trading = new Trading(feed, rules, gateway, tell);
        using var connection = feed.Connect();
        var ended = trading.Ended();
        if (drive is not null)
            await drive(ended);
        await ended;
        return trading.Journal;
    }
}
