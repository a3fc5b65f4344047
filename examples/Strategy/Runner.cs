using Nexus.Examples;
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
    /// <exception cref="InvalidDataException">The file contains no messages.</exception>
    public static async Task<Journal> ReplayAsync(IRules rules, string path, Action<Signal> tell, Action<string>? warn = null)
    {
        var feed = NexusRecording.OpenFeed(path);
        using var damage = new ReplayDamage(feed);
        return Checked(await TradeAsync(feed, rules, gateway: null, tell), damage, warn);
    }

    /// <summary>Runs on the market of any recording, with paper orders.</summary>
    /// <exception cref="InvalidDataException">The file contains no messages.</exception>
    public static async Task<Journal> BacktestAsync(IRules rules, string path, Action<Signal> tell, PaperExchangeOptions? options = null, Action<string>? warn = null)
    {
        var feed = NexusRecording.OpenFeed(path);
        using var damage = new ReplayDamage(feed);
        using var paper = new PaperExchange(feed, options);
        return Checked(await TradeAsync(paper.Feed, rules, paper, tell), damage, warn);
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

    private static Journal Checked(Journal journal, ReplayDamage damage, Action<string>? warn)
    {
        if (damage.Describe() is not { } fault)
            return journal;
        if (damage.IsEmpty)
            throw new InvalidDataException(fault);
        warn?.Invoke(fault);
        return journal;
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
