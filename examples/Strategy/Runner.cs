using System.Reactive.Linq;
using Nexus.Reactive;
using Nexus.Reactive.Nats;
using Nexus.Simulator;
using Strategy.Gateways;
using Strategy.Report;

namespace Strategy;

/// <summary>The four ways to run the strategy. Each returns when the feed has ended.</summary>
public static class Runner
{
    private const string Key = "strategy";

    /// <summary>Runs live on an embedded simulator, in its first market, without a demo trader.</summary>
    public static async Task<Journal> LiveAsync(Rules rules, SimulatorOptions market, string? record, Task stop, Action<Signal> tell)
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
    public static Task<Journal> ReplayAsync(Rules rules, string path, Action<Signal> tell) =>
        TradeAsync(NexusRecording.OpenFeed(path), rules, gateway: null, tell);

    /// <summary>Runs on the market of any recording, with paper orders.</summary>
    public static async Task<Journal> BacktestAsync(Rules rules, string path, Action<Signal> tell)
    {
        using var paper = new PaperExchange(NexusRecording.OpenFeed(path).RefCount());
        return await TradeAsync(paper.Feed, rules, paper, tell);
    }

    /// <summary>Runs on the live market of the message bus, with paper orders. Only the line that creates the feed differs from a back-test.</summary>
    public static async Task<Journal> PaperAsync(Rules rules, NexusBusOptions options, Symbol symbol, Task stop, Action<Signal> tell)
    {
        await using var bus = new NexusBus(options);
        using var paper = new PaperExchange(bus.Feed(symbol, new BusStart.LastBook()).RefCount());
        return await TradeAsync(paper.Feed, rules, paper, tell, async trading =>
        {
            await Task.WhenAny(trading, stop);
            await bus.DisposeAsync();
        });
    }

    private static async Task<Journal> TradeAsync(NexusFeed feed, Rules rules, IOrderGateway? gateway, Action<Signal> tell, Func<Task, Task>? drive = null)
    {
        var signals = BandBreakout.Signals(feed, rules).Do(tell).Publish();
        var journal = new Journal(feed, signals, rules);

        // In sequence, so that no cancellation overtakes its order.
        var sent = gateway is null ? null : signals.Select(signal => Observable.FromAsync(stop => gateway.SendAsync(signal, stop))).Concat();
        var broken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sending = sent?.Subscribe(static _ => { }, error => broken.TrySetException(error));
        using var trading = signals.Connect();
        using var connection = feed.Connect();
        if (drive is not null)
            await drive(Task.WhenAny(journal.Ended, broken.Task));
        await await Task.WhenAny(journal.Ended, broken.Task);
        return journal;
    }
}
