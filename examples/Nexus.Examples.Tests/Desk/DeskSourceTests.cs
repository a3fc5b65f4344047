using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Desk;
using Nexus.Desk.ViewModels;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Desk;

/// <summary>The sources of the desk, without a browser: the simulator with its faults and orders, an exchange with paper orders, and a recording.</summary>
[CancelAfter(60_000)]
public sealed class DeskSourceTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    [Test]
    public async Task The_simulator_takes_orders_and_reports_them(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { HasDemoTrader = false });
        await using var desk = await DeskHost.StartAsync(new DeskOptions { Simulator = exchange, ClientKey = "demo", Symbols = [Btc] });
        var market = desk.Markets.Single();
        var book = await market.Books.FirstAsync().ToTask(cancellationToken);
        Assert.That(market.Trading.Notice, Is.EqualTo("Orders go to the simulated exchange."));

        var id = await market.Trading.Gateway!.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 0.5m, book.BestBid!.Value.Price - 500), cancellationToken);
        await market.OrderEvents.FirstAsync(change => change.After.OrderId == id && change.After.Status == OrderStatus.New).ToTask(cancellationToken);
        Assert.That(await market.Trading.Gateway.CancelAsync(Btc, id, cancellationToken));
        await market.OrderEvents.FirstAsync(change => change.After.OrderId == id && change.After.Status == OrderStatus.Cancelled).ToTask(cancellationToken);

        var rejected = await market.Trading.Gateway.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 0.5m, 1m), cancellationToken);
        await market.OrderEvents.FirstAsync(change => change.After.OrderId == rejected && change.After.Status == OrderStatus.Rejected).ToTask(cancellationToken);
    }

    [TestCase(HostileAct.Cut)]
    [TestCase(HostileAct.WildClock)]
    [TestCase(HostileAct.Flood)]
    [TestCase(HostileAct.Stall)]
    public async Task A_click_injects_simulator_faults_and_the_desk_recovers(HostileAct act, CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Rate = 30 });
        await using var desk = await DeskHost.StartAsync(new DeskOptions
        {
            Simulator = exchange,
            ClientKey = "demo",
            Symbols = [Btc],
            Client = new NexusClientOptions { PingInterval = TimeSpan.FromMilliseconds(200), StaleAfter = TimeSpan.FromSeconds(1), ReconnectDelay = TimeSpan.FromMilliseconds(50) },
        });
        var market = desk.Markets.Single();
        await market.LastTrade.FirstAsync().ToTask(cancellationToken);
        var sign = act switch
        {
            HostileAct.Cut => market.Feed.Gaps.FirstAsync().Select(static gap => gap.Reason).ToTask(cancellationToken),
            HostileAct.WildClock => market.Feed.ClockFaults.FirstAsync().Select(static fault => fault.ToString()).ToTask(cancellationToken),
            HostileAct.Flood => market.Feed.Buffer(TimeSpan.FromMilliseconds(500)).FirstAsync(static batch => batch.Count > 300).Select(static _ => "many messages").ToTask(cancellationToken),
            _ => market.Status.FirstAsync(static status => status is not ConnectionStatus.Connected).Select(static status => status.ToString()).ToTask(cancellationToken),
        };

        await desk.Source.Hostility!.RunAsync(act, cancellationToken);

        Assert.That(await sign, Is.Not.Empty);
        await market.Status.FirstAsync(static status => status is ConnectionStatus.Connected).ToTask(cancellationToken);
        await market.Feed.Trades.FirstAsync().ToTask(cancellationToken);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task An_exchange_takes_paper_orders_or_none(bool isPaper, CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { HasDemoTrader = false });
        await using var desk = await DeskHost.StartAsync(new DeskOptions { BaseUri = exchange.BaseUri, ClientKey = "demo", SourceName = "staging", IsPaper = isPaper, Symbols = [Btc] });
        var market = desk.Markets.Single();
        await market.Books.FirstAsync().ToTask(cancellationToken);
        Assert.That(desk.Source.Hostility, Is.Null);
        if (!isPaper)
        {
            Assert.That(market.Trading, Is.EqualTo(new TradingAccess(null, "The desk sends no orders to staging. Start it with --paper for paper orders.")));
            return;
        }

        Assert.That(market.Trading.Notice, Is.EqualTo("Paper orders: they are filled against the prices of staging, and nothing is sent."));
        var id = await market.Trading.Gateway!.PlaceAsync(OrderRequest.Market(Btc, Side.Buy, 0.001m), cancellationToken);
        var filled = await market.OrderEvents.FirstAsync(change => change.After.OrderId == id && change.After.Status == OrderStatus.Filled).ToTask(cancellationToken);
        Assert.That(filled.After.Filled, Is.EqualTo(0.001m));
    }

    [Test]
    public async Task A_recording_is_played_or_supplies_the_history_of_a_live_market(CancellationToken cancellationToken)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"desk-{Guid.NewGuid():N}.tsv.gz");
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Rate = 500 });
        await using (var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, "demo", Btc)))
        {
            await using var recording = client.Feed.RecordTo(path);
            var enough = client.Feed.Trades.Take(50).ToTask(cancellationToken);
            await client.StartAsync(cancellationToken);
            await enough;
        }

        await using (var desk = await DeskHost.StartAsync(new DeskOptions { Replay = [path], Speed = 100, Symbols = [], IsPaper = true }))
        {
            Assert.That(desk.Markets.Single().Symbol, Is.EqualTo(Btc));
            await desk.Source.Player!.States.FirstAsync(static state => state.IsEnded).ToTask(cancellationToken);
            Assert.That((await desk.Markets.Single().Session.FirstAsync()).TradeCount, Is.GreaterThanOrEqualTo(50));
            desk.Source.Player.Seek(DateTimeOffset.MinValue);
            var again = await desk.Source.Markets.Skip(1).FirstAsync().ToTask(cancellationToken);
            await again.Single().LastTrade.FirstAsync().ToTask(cancellationToken);
            Assert.That(desk.Failed.IsCompleted, Is.False);
        }

        await using (var desk = await DeskHost.StartAsync(new DeskOptions { BaseUri = exchange.BaseUri, ClientKey = "demo", History = [path], Symbols = [Btc] }))
        {
            var market = desk.Markets.Single();
            var history = await market.Prints.TakeWhile(static row => row.Print.Gap is null).Count().ToTask(cancellationToken);
            Assert.That(history, Is.GreaterThanOrEqualTo(50));
            var gaps = await market.Prints.Select(static row => row.Print.Gap?.Reason).Where(static reason => reason is not null).FirstAsync().ToTask(cancellationToken);
            Assert.That(gaps, Is.Not.Empty);
        }

        File.Delete(path);
    }

    [Test]
    public void A_file_that_is_not_a_recording_or_has_other_symbols_is_refused()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"desk-{Guid.NewGuid():N}.tsv");
        File.WriteAllText(path, "1723161255408000000\t{\"event\":\"TRADE\",\"symbol\":\"SPOT_BTC_USDT\",\"timestamp\":1723161255408,\"data\":{\"price\":1,\"quantity\":1,\"side\":\"BUY\"}}\n");
        Assert.That(async () => await DeskHost.StartAsync(new DeskOptions { Replay = [path], Symbols = [Symbol.Parse("SPOT_A_B")] }), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("the recording does not contain SPOT_A_B"));
        File.WriteAllText(path, "hello\n");
        Assert.That(async () => await DeskHost.StartAsync(new DeskOptions { Replay = [path], Symbols = [] }), Throws.TypeOf<InvalidDataException>());
        File.Delete(path);
    }
}
