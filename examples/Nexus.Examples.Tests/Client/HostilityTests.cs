using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Simulator;
using Nexus.Simulator.Hostility;
using Nexus.Simulator.Wire;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests each fault of the simulated exchange separately, and the client's reaction.</summary>
public sealed class HostilityTests
{
    private const string Symbol = "SPOT_BTC_USDT";
    private const string One = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1000000000000,"data":{"price":1,"quantity":1,"side":"BUY"}}""";
    private const string Two = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1000000000000,"data":{"price":2,"quantity":1,"side":"BUY"}}""";

    private static readonly NexusClientOptions Silent = Quick with { PingInterval = Timeout.InfiniteTimeSpan };

    [Test]
    public async Task A_drop_is_a_gap([Values] bool inMidMessage) => Assert.That(await FirstGap(new Drop(inMidMessage), Silent), Is.Not.Empty);

    [Test]
    public async Task A_close_is_a_gap_with_its_code() => Assert.That(
        await FirstGap(new CloseWithCode(WebSocketCloseStatus.InternalServerError, "trouble"), Silent), Is.EqualTo("closed by the server: 1011 trouble"));

    [Test]
    public async Task A_half_open_connection_is_replaced([Values] bool inMidMessage) => Assert.That(
        await FirstGap(inMidMessage ? new Stall(Timeout.InfiniteTimeSpan) : new HalfOpen(), Silent with { StaleAfter = TimeSpan.FromMilliseconds(100) }),
        Is.EqualTo("no message received for 0.2 s"));

    [Test]
    public async Task A_message_above_the_limit_is_a_gap_with_that_reason() => Assert.That(
        await FirstGap(new Huge(), Silent), Is.EqualTo("a message exceeds the limit of 16777216 bytes"));

    [Test]
    public async Task A_huge_message_below_the_limit_arrives_whole()
    {
        var heard = await Hear(new Huge(), Silent with { MaxMessageBytes = 65 * 1024 * 1024 }, count: 2);

        Assert.That((heard[0].Length, heard[1]), Is.EqualTo((64 * 1024 * 1024, One)));
    }

    [Test]
    public async Task Split_and_stalled_messages_arrive_whole([Values] bool stalls) => Assert.That(
        await Hear(stalls ? new Stall(TimeSpan.FromMilliseconds(1)) : new Split(3), Silent, count: 2), Is.EqualTo(new[] { One, Two }));

    [Test]
    public async Task A_message_that_is_sent_twice_arrives_twice() =>
        Assert.That(await Hear(new Duplicate(), Silent, count: 4), Is.EqualTo(new[] { One, One, Two, Two }));

    [Test]
    public async Task Messages_arrive_in_the_order_in_which_they_are_sent() =>
        Assert.That(await Hear(new Reorder(), Silent, count: 2), Is.EqualTo(new[] { Two, One }));

    [Test]
    public async Task Time_travel_alternately_moves_timestamps_forward_and_back()
    {
        var heard = await Hear(new TimeTravel(TimeSpan.FromSeconds(1)), Silent, count: 2);

        Assert.That(heard, Is.EqualTo(new[] { One.Replace("1000000000000", "1000000001000", StringComparison.Ordinal), Two.Replace("1000000000000", "999999999000", StringComparison.Ordinal) }));
    }

    [Test]
    public async Task Invalid_messages_are_malformed_and_unknown_events_are_unknown([Values] bool malformed)
    {
        var heard = (await Hear(malformed ? new Malformed() : new Unknown(), Silent, count: 6)).Select(NexusDecoder.Decode).ToList();

        var odd = malformed ? typeof(MalformedMessage) : typeof(UnknownMessage);
        Assert.That(heard.Select(m => m.GetType()), Is.EqualTo(new[] { odd, odd, typeof(Trade), odd, odd, typeof(Trade) }));
    }

    [Test]
    public async Task A_refused_key_faults_the_start_and_may_be_accepted_later()
    {
        await using var exchange = await Quiet(new Refusal(403));
        await using var client = Client(exchange, Silent);

        Assert.That(async () => await client.StartAsync().WaitAsync(Soon), Throws.TypeOf<HttpRequestException>().With.Message.EqualTo("refused by the server: 403 Forbidden"));
        exchange.Behaviour = WireBehaviour.Polite;
        await client.StartAsync().WaitAsync(Soon);
    }

    [Test]
    public async Task The_same_seed_gives_the_same_faults()
    {
        async Task<IList<string>> Heard(int seed)
        {
            await using var exchange = await Quiet(new Hostile(seed, otherwise: null, (0.2, new Duplicate()), (0.2, new Unknown())));
            await using var client = Client(exchange, Silent);
            var heard = client.RawMessages.TakeUntil(text => text == "last").ToList().ToTask();
            await client.StartAsync().WaitAsync(Soon);
            await exchange.WaitForConnectionsAsync(1).WaitAsync(Soon);
            await Entered(exchange);
            for (var i = 0; i < 100; i++)
                exchange.Send($"{i}");
            exchange.Send("last");
            return await heard.WaitAsync(Soon);
        }

        var first = await Heard(1);

        Assert.That(first, Has.Count.GreaterThan(120).And.EqualTo(await Heard(1)).And.Not.EqualTo(await Heard(2)));
    }

    // A fault that ends the first connection on which a message is sent; the next connection works.
    private static async Task<string> FirstGap(WireBehaviour behaviour, NexusClientOptions options)
    {
        await using var exchange = await Quiet(behaviour);
        await using var client = Client(exchange, options);
        var gap = client.Feed.Gaps.FirstAsync().ToTask();
        await client.StartAsync().WaitAsync(Soon);
        await Entered(exchange);
        exchange.Send(One);
        var reason = (await gap.WaitAsync(Soon)).Reason;

        exchange.Behaviour = WireBehaviour.Polite;
        await exchange.WaitForConnectionsAsync(2).WaitAsync(Soon);
        var trade = client.Feed.Trades.FirstAsync().ToTask();
        using var sending = Observable.Interval(TimeSpan.FromMilliseconds(10)).Subscribe(_ => exchange.Send(Two));
        Assert.That((await trade.WaitAsync(Soon)).Price, Is.EqualTo(2m));
        return reason;
    }

    private static async Task<IList<string>> Hear(WireBehaviour behaviour, NexusClientOptions options, int count)
    {
        await using var exchange = await Quiet(behaviour);
        await using var client = Client(exchange, options);
        var heard = client.RawMessages.Take(count).ToList().ToTask();
        await client.StartAsync().WaitAsync(Soon);
        await Entered(exchange);
        exchange.Send(One);
        exchange.Send(Two);
        return await heard.WaitAsync(Soon);
    }

    private static Task Entered(SimulatedExchange exchange) => exchange.WaitForConnectionsAsync(1).WaitAsync(Soon);

    private static Task<SimulatedExchange> Quiet(WireBehaviour behaviour) =>
        SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true, Behaviour = behaviour });

    private static NexusClient Client(SimulatedExchange exchange, NexusClientOptions options) =>
        new(new NexusEndpoint(exchange.BaseUri, "demo", Symbol), options);
}
