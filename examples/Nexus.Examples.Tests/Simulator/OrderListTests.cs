extern alias StrategyExample;

using System.Net;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Simulator;
using SimulatorGateway = StrategyExample::Nexus.Examples.HttpGateway;

namespace Nexus.Examples.Tests.Simulator;

/// <summary>The list of orders that the simulator answers, and a tracker that is corrected with it.</summary>
[CancelAfter(120_000)]
public sealed class OrderListTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    private static readonly SimulatorOptions Alone = new() { HasDemoTrader = false, Keys = ["one"] };

    [Test]
    public async Task The_list_has_the_open_orders_and_those_that_were_done_after_the_first_list(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        using var gateway = new SimulatorGateway(exchange.OrdersUri, "one");
        var old = await gateway.PlaceAsync(OrderRequest.Market(Btc, Side.Buy, 0.5m), cancellationToken);
        var waiting = await gateway.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 0.5m, 40_000), cancellationToken);
        var first = await RequestAsync(gateway, cancellationToken);
        var filled = await gateway.PlaceAsync(OrderRequest.Market(Btc, Side.Sell, 0.25m), cancellationToken);
        var rejected = await gateway.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 0.5m, 1), cancellationToken);
        await gateway.CancelAsync(Btc, waiting, cancellationToken);
        var second = await RequestAsync(gateway, cancellationToken);

        Assert.That(first.Orders.Select(static order => (order.OrderId, order.Status, order.Filled, order.Price, order.Quantity, order.Type)), Is.EqualTo([(waiting, OrderStatus.New, 0m, (decimal?)40_000m, (decimal?)0.5m, OrderType.Limit)]));
        Assert.That(second.Orders.Select(static order => (order.OrderId, order.Status)), Is.EqualTo([(filled, OrderStatus.Filled), (rejected, OrderStatus.Rejected), (waiting, OrderStatus.Cancelled)]));
        Assert.That(second.Orders[0].AveragePrice, Is.GreaterThan(1_000m));
        Assert.That(second.Orders[0].Filled, Is.EqualTo(0.25m));
        Assert.That(second.Timestamp, Is.GreaterThan(first.Timestamp));
        Assert.That(old, Is.LessThan(waiting));
    }

    [Test]
    public async Task A_tracker_that_was_disconnected_knows_what_became_of_its_orders(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        using var gateway = new SimulatorGateway(exchange.OrdersUri, "one");
        await using var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, "one", Btc), new NexusClientOptions { ReconnectDelay = TimeSpan.FromMilliseconds(1) });
        using var ledger = new OrderLedger(client.Feed.TrackOrders(gateway.RequestOrdersAsync));
        var listed = client.Feed.Books.Take(1).Replay();
        using var listening = listed.Connect();
        await client.StartAsync(cancellationToken);
        await listed.ToTask(cancellationToken);

        var waiting = await gateway.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 0.5m, 40_000), cancellationToken);
        await ledger.Changes.FirstAsync(change => change.After.OrderId == waiting).ToTask(cancellationToken);
        await client.StopAsync();
        await gateway.CancelAsync(Btc, waiting, cancellationToken);
        var other = await gateway.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 0.5m, 41_000), cancellationToken);
        await client.StartAsync(cancellationToken);
        var corrected = await ledger.Changes.FirstAsync(change => change.After.OrderId == waiting && change.After.IsDone).ToTask(cancellationToken);
        await ledger.Changes.FirstAsync(change => change.After.OrderId == other).ToTask(cancellationToken);

        Assert.That(corrected.After.Status, Is.EqualTo(OrderStatus.Cancelled));
        Assert.That(ledger.Open.Select(static order => order.OrderId), Is.EqualTo([other]));
    }

    [TestCase("?symbol=SPOT_XRP_USDT", HttpStatusCode.NotFound, "symbol: no market for 'SPOT_XRP_USDT'")]
    [TestCase("", HttpStatusCode.NotFound, "symbol: no market for ''")]
    [TestCase("?symbol=SPOT_BTC_USDT&done_after=now", HttpStatusCode.BadRequest, "done_after: a time in milliseconds is required")]
    public async Task An_invalid_request_is_refused_with_the_name_of_the_parameter(string query, HttpStatusCode expected, string error, CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        using var http = new HttpClient { DefaultRequestHeaders = { { "X-Client-Key", "one" } } };
        using var answer = await http.GetAsync(new Uri(exchange.OrdersUri + query), cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        Assert.That(json.RootElement.GetProperty("error").GetString(), Is.EqualTo(error));
    }

    private static Task<OrderSnapshot> RequestAsync(SimulatorGateway gateway, CancellationToken cancellationToken) =>
        gateway.RequestOrdersAsync(new SnapshotRequest(Btc, SnapshotReason.Started, default), cancellationToken);
}
