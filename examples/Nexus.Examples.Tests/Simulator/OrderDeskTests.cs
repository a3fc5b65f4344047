using System.Net;
using System.Net.Http.Json;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Text.Json;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Simulator;

[CancelAfter(120_000)]
public sealed class OrderDeskTests
{
    private const string Name = "SPOT_BTC_USDT";

    private static readonly SimulatorOptions Alone = new() { HasDemoTrader = false, Keys = ["one", "two"] };

    [Test]
    public async Task Only_the_owner_of_an_order_receives_its_events(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        await using var owner = Client(exchange, "one");
        await using var other = Client(exchange, "two");
        var heard = Replayed(owner.Feed);
        var overheard = Replayed(other.Feed);
        await owner.StartAsync(cancellationToken);
        await other.StartAsync(cancellationToken);
        using var http = Desk("one");

        var id = await PlaceAsync(http, exchange, Order("LIMIT", price: 40_000m), cancellationToken);
        var created = await heard.OfType<OrderUpdate>().FirstAsync().ToTask(cancellationToken);
        using var cancelled = await http.DeleteAsync(new Uri($"{exchange.OrdersUri}/{id}"), cancellationToken);
        var ended = await heard.OfType<OrderUpdate>().Skip(1).FirstAsync().ToTask(cancellationToken);
        using var again = await http.DeleteAsync(new Uri($"{exchange.OrdersUri}/{id}"), cancellationToken);

        Assert.That((created.OrderId, created.Status, created.OrderPrice, created.Side), Is.EqualTo((id, OrderStatus.New, (decimal?)40_000m, Side.Buy)));
        Assert.That((ended.OrderId, ended.Status), Is.EqualTo((id, OrderStatus.Cancelled)));
        Assert.That(cancelled.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        // A book follows the cancellation, so an event for the other key would have arrived by now.
        var told = await overheard.TakeWhile(message => message is not Book book || book.Timestamp <= ended.Timestamp).ToList().ToTask(cancellationToken);
        Assert.That(told.OfType<OrderUpdate>(), Is.Empty);
    }

    [Test]
    public async Task Each_fill_of_a_market_order_gives_an_update_and_a_transaction(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        await using var client = Client(exchange, "one");
        var heard = Replayed(client.Feed);
        await client.StartAsync(cancellationToken);
        using var http = Desk("one");

        var id = await PlaceAsync(http, exchange, Order("MARKET", price: null), cancellationToken);
        var filled = await heard.OfType<Transaction>().Scan(0m, static (sum, fill) => sum + fill.ExecutedQuantity).FirstAsync(sum => sum == 0.5m).ToTask(cancellationToken);
        var last = await heard.OfType<OrderUpdate>().FirstAsync(update => update.Status == OrderStatus.Filled).ToTask(cancellationToken);

        Assert.That(filled, Is.EqualTo(0.5m));
        Assert.That(last.OrderId, Is.EqualTo(id));
    }

    [Test]
    public async Task An_unacceptable_order_is_rejected_on_the_websocket(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        await using var client = Client(exchange, "one");
        var heard = Replayed(client.Feed);
        await client.StartAsync(cancellationToken);
        using var http = Desk("one");

        var id = await PlaceAsync(http, exchange, Order("LIMIT", price: 1m), cancellationToken);

        var answer = await heard.OfType<OrderUpdate>().FirstAsync().ToTask(cancellationToken);
        Assert.That((answer.OrderId, answer.Status), Is.EqualTo((id, OrderStatus.Rejected)));
    }

    [TestCase("""{"symbol":"SPOT_BTC_USDT","side":"BUY","order_type":"LIMIT","order_price":"1","order_quantity":1}""", HttpStatusCode.BadRequest, "order_price: a number is required")]
    [TestCase("""{"symbol":"SPOT_BTC_USDT","side":"HOLD","order_type":"LIMIT","order_price":1,"order_quantity":1}""", HttpStatusCode.BadRequest, "side: 'HOLD' is neither BUY nor SELL")]
    [TestCase("""{"symbol":"SPOT_BTC_USDT","side":"BUY","order_type":"STOP"}""", HttpStatusCode.BadRequest, "order_type: 'STOP' is not one of LIMIT, MARKET, IOC")]
    [TestCase("""{"symbol":"SPOT_XRP_USDT","side":"BUY","order_type":"MARKET","order_quantity":1}""", HttpStatusCode.NotFound, "symbol: no market for 'SPOT_XRP_USDT'")]
    [TestCase("[]", HttpStatusCode.BadRequest, "order_type: a string is required")]
    public async Task An_invalid_request_is_refused_with_the_name_of_the_field(string body, HttpStatusCode expected, string error, CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        using var http = Desk("one");
        using var content = new StringContent(body);

        using var answer = await http.PostAsync(exchange.OrdersUri, content, cancellationToken);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        Assert.That(json.RootElement.GetProperty("error").GetString(), Is.EqualTo(error));
    }

    [Test]
    public async Task A_key_is_required_and_reaches_only_its_own_orders(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(Alone);
        using var owner = Desk("one");
        using var thief = Desk("two");
        using var stranger = Desk("three");
        using var body = JsonContent.Create(Order("LIMIT", price: 40_000m));
        var id = await PlaceAsync(owner, exchange, Order("LIMIT", price: 40_000m), cancellationToken);

        using var placed = await stranger.PostAsync(exchange.OrdersUri, body, cancellationToken);
        using var taken = await thief.DeleteAsync(new Uri($"{exchange.OrdersUri}/{id}"), cancellationToken);
        using var read = await owner.PutAsync(exchange.OrdersUri, body, cancellationToken);
        using var seen = await thief.GetAsync(new Uri($"{exchange.OrdersUri}?symbol={Name}&done_after=0"), cancellationToken);

        Assert.That(placed.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(await seen.Content.ReadAsStringAsync(cancellationToken), Does.EndWith("\"orders\":[]}"));
    }

    private static NexusClient Client(SimulatedExchange exchange, string key) => new(new NexusEndpoint(exchange.BaseUri, key, Symbol.Parse(Name)));

    private static HttpClient Desk(string key) => new() { DefaultRequestHeaders = { { "X-Client-Key", key } } };

    private static Dictionary<string, object?> Order(string type, decimal? price) => new()
    {
        ["symbol"] = Name,
        ["side"] = "BUY",
        ["order_type"] = type,
        ["order_price"] = price,
        ["order_quantity"] = 0.5m,
    };

    private static async Task<long> PlaceAsync(HttpClient http, SimulatedExchange exchange, Dictionary<string, object?> order, CancellationToken cancellationToken)
    {
        using var body = JsonContent.Create(order);
        using var answer = await http.PostAsync(exchange.OrdersUri, body, cancellationToken);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return json.RootElement.GetProperty("order_id").GetInt64();
    }

    // Ends when the client disconnects.
    private static IObservable<NexusMessage> Replayed(NexusFeed feed) => feed.Replay().AutoConnect(0);
}
