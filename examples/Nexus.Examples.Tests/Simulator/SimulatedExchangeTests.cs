using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Simulator;

[CancelAfter(120_000)]
public sealed class SimulatedExchangeTests
{
    private const string Symbol = "SPOT_BTC_USDT";

    [Test]
    public async Task A_ping_is_answered_with_the_time_and_anything_else_is_ignored(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true, KeepLog = true });
        using var client = await ConnectAsync(exchange, cancellationToken);

        await SayAsync(client, "hello", cancellationToken);
        await SayAsync(client, "[]", cancellationToken);
        await SayAsync(client, """{"event":"SUBSCRIBE"}""", cancellationToken);
        await SayAsync(client, """{"event": "PING"}""", cancellationToken);
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        using var answer = JsonDocument.Parse(await HearAsync(client, cancellationToken));

        Assert.That(answer.RootElement.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "event", "timestamp" }));
        Assert.That(answer.RootElement.GetProperty("event").GetString(), Is.EqualTo("PING"));
        Assert.That(DateTimeOffset.FromUnixTimeMilliseconds(answer.RootElement.GetProperty("timestamp").GetInt64()), Is.GreaterThan(before));
        Assert.That(exchange.Connections.Single().Received, Has.Count.EqualTo(4));
    }

    [TestCase("wrong", Symbol, HttpStatusCode.Unauthorized)]
    [TestCase("demo", "SPOT_XRP_USDT", HttpStatusCode.NotFound)]
    public async Task An_unknown_key_or_symbol_is_refused_before_the_upgrade(string key, string symbol, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        using var client = new ClientWebSocket();
        client.Options.CollectHttpResponseDetails = true;

        Assert.That(() => client.ConnectAsync(exchange.Address(key, symbol), cancellationToken), Throws.InstanceOf<WebSocketException>());
        Assert.That(client.HttpStatusCode, Is.EqualTo(expected));
        Assert.That(exchange.Connections, Is.Empty);
    }

    [Test]
    public async Task The_first_message_is_a_book_with_both_sides_descending(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync();
        using var client = await ConnectAsync(exchange, cancellationToken);

        using var book = JsonDocument.Parse(await HearAsync(client, cancellationToken));

        Assert.That(book.RootElement.GetProperty("event").GetString(), Is.EqualTo("BOOK"));
        Assert.That(book.RootElement.GetProperty("symbol").GetString(), Is.EqualTo(Symbol));
        var asks = Prices(book, "asks");
        var bids = Prices(book, "bids");
        Assert.That(asks, Has.Count.EqualTo(20).And.Ordered.Descending);
        Assert.That(bids, Has.Count.EqualTo(20).And.Ordered.Descending);
        Assert.That(bids[0], Is.LessThan(asks[^1]));
    }

    [Test]
    public async Task The_wire_carries_the_logged_messages_and_time_never_goes_back(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Rate = 5000, KeepLog = true });
        using var client = await ConnectAsync(exchange, cancellationToken);
        var heard = new List<string>();
        while (heard.Count < 2000)
        {
            if (heard.Count % 100 == 0)
                await SayAsync(client, """{"event":"PING"}""", cancellationToken);
            heard.Add(await HearAsync(client, cancellationToken));
        }

        Assert.That(exchange.Connections.Single().Sent.Take(heard.Count), Is.EqualTo(heard));
        Assert.That(heard.Select(Timestamp), Is.Ordered);
        Assert.That(heard.Select(NexusEvent).Distinct(), Is.SupersetOf(new[] { "PING", "BOOK", "TRADE" }));
    }

    [Test]
    public async Task Every_connection_of_a_symbol_gets_the_same_messages(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Keys = ["one", "two"], IsQuiet = true });
        using var first = await ConnectAsync(exchange, cancellationToken, "one");
        using var second = await ConnectAsync(exchange, cancellationToken, "two");
        await exchange.WaitForConnectionsAsync(2, cancellationToken);

        exchange.Send("whatever");
        exchange.Send("ω", Symbol);
        exchange.Send("not here", "SPOT_ETH_USDT");
        exchange.Send("last");

        foreach (var client in new[] { first, second })
        {
            var heard = new[] { await HearAsync(client, cancellationToken), await HearAsync(client, cancellationToken), await HearAsync(client, cancellationToken) };
            Assert.That(heard, Is.EqualTo(new[] { "whatever", "ω", "last" }));
        }
    }

    [Test]
    public async Task A_drop_sends_no_close_frame(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        using var client = await ConnectAsync(exchange, cancellationToken);
        await exchange.WaitForConnectionsAsync(1, cancellationToken);

        exchange.DropConnections();

        Assert.That(() => HearAsync(client, cancellationToken), Throws.InstanceOf<WebSocketException>());
    }

    [Test]
    public async Task Drops_during_a_client_close_are_harmless(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        for (var i = 1; i <= 300; i++)
        {
            var client = await ConnectAsync(exchange, cancellationToken);
            await exchange.WaitForConnectionsAsync(i, cancellationToken);
            client.Dispose();
            while (exchange.OpenConnections > 0)
                exchange.DropConnections();
        }
    }

    [Test]
    public async Task A_close_sends_its_code_after_the_queued_messages(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        using var client = await ConnectAsync(exchange, cancellationToken);
        await exchange.WaitForConnectionsAsync(1, cancellationToken);

        exchange.Send("last words");
        exchange.CloseConnections(WebSocketCloseStatus.InternalServerError, "maintenance");

        Assert.That(await HearAsync(client, cancellationToken), Is.EqualTo("last words"));
        Assert.That(await HearAsync(client, cancellationToken), Is.Empty);
        Assert.That(client.CloseStatus, Is.EqualTo(WebSocketCloseStatus.InternalServerError));
        Assert.That(client.CloseStatusDescription, Is.EqualTo("maintenance"));
    }

    [Test]
    public async Task The_exchange_restarts_on_the_same_port(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { KeepLog = true });
        using var before = await ConnectAsync(exchange, cancellationToken);
        await exchange.StopListeningAsync();
        using var refused = new ClientWebSocket();
        Assert.That(() => refused.ConnectAsync(exchange.Address("demo", Symbol), cancellationToken), Throws.InstanceOf<WebSocketException>());

        await exchange.ListenAgainAsync();
        using var after = await ConnectAsync(exchange, cancellationToken);

        Assert.That(NexusEvent(await HearAsync(after, cancellationToken)), Is.EqualTo("BOOK"));
        Assert.That(exchange.Connections, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_port_in_use_throws_an_IOException()
    {
        await using var exchange = await SimulatedExchange.StartAsync();

        Assert.That(() => SimulatedExchange.StartAsync(new SimulatorOptions { Port = exchange.Port }), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task A_slow_reader_is_closed_with_a_reason_and_delays_no_one_else(CancellationToken cancellationToken)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true, QueueLimit = 10 });
        using var slow = await ConnectAsync(exchange, cancellationToken);
        using var quick = await ConnectAsync(exchange, cancellationToken);
        await exchange.WaitForConnectionsAsync(2, cancellationToken);
        var large = new string('x', 1_000_000);
        for (var i = 0; i < 30; i++)
        {
            exchange.Send(large);
            Assert.That(await HearAsync(quick, cancellationToken), Has.Length.EqualTo(large.Length));
        }

        var heard = 0;
        while (await HearAsync(slow, cancellationToken) is { Length: > 0 })
            heard++;

        Assert.That(heard, Is.LessThan(30));
        Assert.That(slow.CloseStatus, Is.EqualTo(WebSocketCloseStatus.PolicyViolation));
        Assert.That(slow.CloseStatusDescription, Is.EqualTo("too slow"));
    }

    [Test]
    public async Task Two_symbols_never_share_an_order_or_transaction_id(CancellationToken cancellationToken)
    {
        string[] symbols = [Symbol, "SPOT_ETH_USDT"];
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { Symbols = symbols });
        var ids = new Dictionary<string, HashSet<long>>();
        foreach (var symbol in symbols)
        {
            using var client = await ConnectAsync(exchange, cancellationToken, symbol: symbol);
            ids[symbol] = [];
            while (ids[symbol].Count == 0)
            {
                using var message = JsonDocument.Parse(await HearAsync(client, cancellationToken));
                var root = message.RootElement;
                if (!root.GetProperty("data").TryGetProperty("order_id", out var id))
                    continue;
                Assert.That(root.GetProperty("data").GetProperty("symbol").GetString(), Is.EqualTo(symbol));
                ids[symbol].Add(id.GetInt64());
            }
        }

        Assert.That(ids[symbols[0]].Overlaps(ids[symbols[1]]), Is.False);
    }

    private static async Task<ClientWebSocket> ConnectAsync(
        SimulatedExchange exchange, CancellationToken cancellationToken, string key = "demo", string symbol = Symbol)
    {
        var client = new ClientWebSocket();
        await client.ConnectAsync(exchange.Address(key, symbol), cancellationToken);
        return client;
    }

    private static Task SayAsync(ClientWebSocket client, string text, CancellationToken cancellationToken) =>
        client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    // An empty text means that the server closed.
    private static async Task<string> HearAsync(ClientWebSocket client, CancellationToken cancellationToken)
    {
        var buffer = new byte[65_536];
        using var text = new MemoryStream();
        while (true)
        {
            var part = await client.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            text.Write(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return Encoding.UTF8.GetString(text.ToArray());
        }
    }

    private static List<decimal> Prices(JsonDocument book, string side) =>
        [.. book.RootElement.GetProperty("data").GetProperty(side).EnumerateArray().Select(level => level.GetProperty("price").GetDecimal())];

    private static long Timestamp(string text)
    {
        using var message = JsonDocument.Parse(text);
        return message.RootElement.GetProperty("timestamp").GetInt64();
    }

    private static string NexusEvent(string text)
    {
        using var message = JsonDocument.Parse(text);
        return message.RootElement.GetProperty("event").GetString()!;
    }
}
