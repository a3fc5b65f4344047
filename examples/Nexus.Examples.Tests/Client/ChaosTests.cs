using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Examples.Tests.Client.Chaos;
using Nexus.Simulator;
using Nexus.Simulator.Hostility;
using Nexus.Simulator.Wire;
using Websocket.Client;

namespace Nexus.Examples.Tests.Client;

/// <summary>
/// Runs the client against an exchange that injects all faults and records the correct state for comparison. The environment sets the duration:
/// <c>NEXUS_CHAOS_SECONDS=120 dotnet test examples/Nexus.Examples.Tests --filter FullyQualifiedName~ChaosTests</c>; <c>NEXUS_CHAOS_SEED</c> selects other faults.
/// </summary>
[Category(Setting.Long)]
public sealed class ChaosTests
{
    // The limit for code that hangs; a busy machine needs more time.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MostExtra = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    [Test]
    public async Task The_client_delivers_exactly_what_a_hostile_exchange_sent()
    {
        var duration = TimeSpan.FromSeconds(Setting.Get("NEXUS_CHAOS_SECONDS", 6));
        var seed = Setting.Get("NEXUS_CHAOS_SEED", 1);
        var truth = new ServerTruth();
        var greeting = new Greeting();
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions
        {
            KeepLog = true,
            Seed = seed,
            Rate = 1000,
            BookInterval = Beat,
            Witness = truth.Note,
            Behaviour = greeting,
        });
        using var orders = new OrderFlow(exchange, truth, new Random(seed));
        var check = new ConnectionCheck(greeting, truth);
        var faults = new ConcurrentDictionary<string, int>();
        var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, "demo", "SPOT_BTC_USDT"), new NexusClientOptions
        {
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(5),
            PingInterval = TimeSpan.FromMilliseconds(50),
            StaleAfter = TimeSpan.FromMilliseconds(250),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MaxMessageBytes = 1_000_000,
        });
        client.Feed.SubscriberFaults.Subscribe(fault => faults.AddOrUpdate(fault.Stream, 1, static (_, count) => count + 1));
        var opened = 0;
        client.Status.Scan((Before: (ConnectionStatus?)null, Now: (ConnectionStatus?)null), static (pair, status) => (pair.Now, status))
            .Where(static pair => pair is { Now: ConnectionStatus.Connected, Before: not ConnectionStatus.Stale })
            .Subscribe(_ => opened++);
        client.Feed.Books.Diffs().Rebuild().Subscribe(book => check.Rebuilt = book);
        client.Feed.Books.Subscribe(check.Take);
        client.Feed.OrderUpdates.Subscribe(update => truth.Received(update.OrderId));
        client.Feed.Transactions.Subscribe(transaction => truth.Received(transaction.OrderId));
        using var ledger = new OrderLedger(client.Feed.TrackOrders(new OrderTrackingOptions { DoneOrderRetention = TimeSpan.FromDays(10_000), MaxDoneOrders = int.MaxValue }));
        client.RawMessages.Subscribe(check.Take);
        await client.StartAsync().WaitAsync(Soon);

        greeting.Inner = Mischief(seed);
        exchange.Behaviour = new Hostile(seed, greeting, (0.03, new HalfOpen()), (0.03, new Refusal(401)), (0.03, new Refusal(503)));
        await Run(duration / 3, until: static () => true);
        var before = Measure();
        await Run(duration * 2 / 3, until: HasSeenEnough);
        var after = Measure();

        // At the end, the exchange injects no faults, so that every order of the client sees one more cut and no fault after it.
        exchange.Behaviour = greeting;
        greeting.Inner = WireBehaviour.Polite;
        await client.Feed.Books.Take(25).LastAsync().ToTask().WaitAsync(Soon);
        await exchange.StopListeningAsync();

        // A cut may have just occurred, and a new connection may already be open: only the third status proves that its connection attempt began
        // while the server was unavailable. By then, every connection has its gap.
        await client.Status.OfType<ConnectionStatus.Reconnecting>().Take(3).LastAsync().ToTask().WaitAsync(Soon);
        var delivered = client.RawMessages.LastOrDefaultAsync().ToTask();
        await client.DisposeAsync();
        await delivered.WaitAsync(Soon);

        var told = truth.Orders();
        TestContext.Out.WriteLine($"{check.Messages} messages, {check.Books} books, {told.Count} orders, {told.Count(IsWhole)} of them whole, {check.Gaps} gaps:");
        foreach (var (reason, count) in check.Reasons.OrderByDescending(static r => r.Value))
            TestContext.Out.WriteLine($"  {count} {reason}");
        TestContext.Out.WriteLine($"threads {before.Threads} -> {after.Threads}, memory {before.Bytes:N0} -> {after.Bytes:N0}");
        Assert.Multiple(() =>
        {
            Assert.That(check.Faults, Is.Empty);
            Assert.That(faults.Keys, Is.EqualTo(new[] { "Trades" }), "where a subscriber threw");
            Assert.That(check.Gaps, Is.EqualTo(opened).And.LessThanOrEqualTo(exchange.Connections.Count), "each connection that was open ends in one gap");
            Assert.That(check.Gaps, Is.GreaterThan(duration.TotalSeconds / 2), "cuts");
            Assert.That(check.Books, Is.GreaterThan(10 * duration.TotalSeconds), "books compared");
            Assert.That(told.Count(IsWhole), Is.GreaterThan(2 * duration.TotalSeconds), "orders that arrived whole");
            Assert.That(told.Select(order => order.FaultOf(ledger.Find(order.Id))).Where(static fault => fault is not null), Is.Empty);
            Assert.That(after.Threads - before.Threads, Is.LessThan(20));
            Assert.That(after.Bytes - before.Bytes, Is.LessThan(20_000_000 + 5_000L * told.Count));
        });

        // This rate is low, but a busy machine needs more time for it.
        bool HasSeenEnough() => check.Gaps > duration.TotalSeconds / 2 && check.Books > 10 * duration.TotalSeconds && truth.Orders().Count(IsWhole) > 2 * duration.TotalSeconds;

        async Task Run(TimeSpan time, Func<bool> until)
        {
            using var beat = new PeriodicTimer(Beat);
            var clock = Stopwatch.StartNew();
            for (var i = 1; clock.Elapsed < time || (!until() && clock.Elapsed < time + MostExtra); i++)
            {
                await beat.WaitForNextTickAsync();
                await orders.ActAsync();
                if (i % 100 == 0)
                {
                    await exchange.StopListeningAsync();
                    await exchange.ListenAgainAsync();
                }
                else if (i % 40 == 0)
                {
                    client.Feed.Trades.Take(1).Subscribe(_ => throw new InvalidOperationException());
                    await StopAndStart();
                }
            }
        }

        // The client is stopped inside a callback.
        async Task StopAndStart()
        {
            await await client.RawMessages.Select(_ => client.StopAsync()).FirstAsync().ToTask().WaitAsync(Soon);
            for (var isOpen = false; !isOpen;)
            {
                try
                {
                    await client.StartAsync().WaitAsync(Soon);
                    isOpen = true;
                }
                catch (HttpRequestException)
                {
                    // The connection was refused by a random fault.
                }
            }
        }
    }

    [Test]
    public async Task A_WebsocketClient_of_the_application_delivers_exactly_what_the_server_sent()
    {
        var duration = TimeSpan.FromSeconds(Setting.Get("NEXUS_CHAOS_SECONDS", 6));
        var seed = Setting.Get("NEXUS_CHAOS_SEED", 1);
        var greeting = new Greeting { Inner = Mischief(seed) };
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions
        {
            KeepLog = true,
            Seed = seed,
            Rate = 1000,
            BookInterval = Beat,
            Behaviour = new Hostile(seed, greeting, (0.03, new Refusal(401)), (0.03, new Refusal(503))),
        });
        var symbol = Symbol.Parse("SPOT_BTC_USDT");
        var client = new WebsocketClient(new Uri($"{exchange.BaseUri}/demo/{symbol}"))
        {
            ErrorReconnectTimeout = TimeSpan.FromMilliseconds(5),
            ReconnectTimeout = TimeSpan.FromSeconds(1),
        };
        var feed = client.ToNexusFeed(symbol);
        var check = new MessageCheck(greeting);
        feed.Subscribe(check.Take);
        var ended = feed.LastOrDefaultAsync().ToTask();
        using var connection = feed.Connect();

        await client.Start();
        using (var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(300)))
        {
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration || (check.Connections < 10 && clock.Elapsed < MostExtra);)
            {
                await beat.WaitForNextTickAsync();
                await client.Reconnect();
            }
        }

        client.Dispose();
        await ended.WaitAsync(Soon);

        TestContext.Out.WriteLine($"{check.Messages} messages, {check.Connections} connections, {check.Gaps} gaps");
        Assert.Multiple(() =>
        {
            Assert.That(check.Faults, Is.Empty);
            Assert.That(check.Messages, Is.GreaterThan(100));
            Assert.That(check.Connections, Is.GreaterThanOrEqualTo(10));
        });
    }

    // Orders are reported once and in time, because the exchange's document defines no way to distinguish a repeated fill from another fill.
    private static Hostile Mischief(int seed) => new(
        seed + 1,
        otherwise: null,
        (0.0005, new Drop()),
        (0.0005, new Drop(inMidMessage: true)),
        (0.001, new CloseWithCode()),
        (0.001, new CloseWithCode(WebSocketCloseStatus.PolicyViolation, "too many \"quotes\"")),
        (0.0005, new Stall(Timeout.InfiniteTimeSpan)),
        (0.005, new Stall(TimeSpan.FromMilliseconds(20))),
        (0.05, new Split()),
        (0.01, new Malformed()),
        (0.01, new Unknown()),
        (0.0005, new Huge(2_000_000)),
        (0.02, new Reorder()),
        (0.02, new SparesOrders(new Duplicate())),
        (0.02, new SparesOrders(new TimeTravel(TimeSpan.FromDays(1)))),
        (0.02, new SparesOrders(new TimeTravel(TimeSpan.FromSeconds(1)))));

    private static bool IsWhole(OrderTruth order) => order.Received == order.Told;

    private static (int Threads, long Bytes) Measure()
    {
        using var process = Process.GetCurrentProcess();
        return (process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
    }
}
