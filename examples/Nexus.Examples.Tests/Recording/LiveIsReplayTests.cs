using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Examples.Tests.Client;
using Nexus.Examples.Tests.Client.Chaos;
using Nexus.Simulator;
using Nexus.Simulator.Hostility;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Verifies that a replay delivers the messages of a live run over real sockets to a faulty exchange.</summary>
[Category(Setting.Long)]
public sealed class LiveIsReplayTests
{
    private static readonly string[] Markets = ["SPOT_BTC_USDT", "SPOT_ETH_USDT", "SPOT_SOL_USDT", "SPOT_XRP_USDT", "SPOT_ADA_USDT"];
    private static readonly int Sessions = Setting.Get("NEXUS_REPLAY_SESSIONS", 6);

    private static readonly NexusClientOptions Client = new()
    {
        ReconnectDelay = TimeSpan.FromMilliseconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(5),
        PingInterval = TimeSpan.FromMilliseconds(50),
    };

    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("nexus-replay-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Each_message_bar_diff_and_order_event_of_a_session_is_replayed()
    {
        var (items, files) = (0, 0);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Sessions; seed++)
        {
            var symbols = (seed % 3) switch { 0 => 5, 1 => 1, _ => 2 };
            var kind = SessionKind.Draw(seed);
            var live = await LiveAsync(seed, Markets[..symbols], kind);
            var paths = Directory.GetFiles(_folder, $"{seed}-*").Order(StringComparer.Ordinal).ToArray();
            var replayed = await WatchAsync(NexusRecording.OpenFeed(paths, Options), seed: null, static feed =>
            {
                feed.Connect();
                return Task.CompletedTask;
            });

            for (var i = 0; i < Math.Min(live.Count, replayed.Count); i++)
                Assert.That(replayed[i], Is.EqualTo(live[i]), $"seed {seed}, {symbols} symbols, {kind}, item {i}");
            Assert.That(replayed, Has.Count.EqualTo(live.Count), $"seed {seed}, {symbols} symbols, {kind}");
            items += live.Count;
            files += paths.Length;
            foreach (var (item, _) in live)
                kinds[item] = kinds.GetValueOrDefault(item) + 1;
        }

        TestContext.Out.WriteLine($"{Sessions} sessions, {files} files, {items} items: {string.Join(", ", kinds.Select(static kind => $"{kind.Value} {kind.Key}"))}");
        Assert.That(kinds.Keys, Is.SupersetOf(new[] { "message", "diff", "bar", "order", "late bar", "toolbox" }));
    }

    private static IEnumerable<IObservable<object>> Toolbox(NexusFeed feed)
    {
        var windows = Windowing.Tumbling(TimeSpan.FromMilliseconds(200));
        var profits = feed.TrackOrders().MeasureProfit(feed);
        return
        [
            feed.EstimateQueue(),
            profits,
            profits.EquityCurve(TimeSpan.FromMilliseconds(200), feed.Clock),
            feed.VwapBands(windows),
            feed.Twap(windows),
            feed.Ewma(TimeSpan.FromMilliseconds(100)),
            feed.RealizedVolatility(windows),
            feed.CumulativeDelta(),
            feed.OrderFlowImbalance(windows),
            feed.Sweeps(),
            feed.VolumeProfiles(windows).Select(static profile => profile.ToString()),
            feed.TrackOrders().WatchOpenOrders(TimeSpan.FromMilliseconds(50), feed.Clock),
            feed.TrackOrders().SnapshotRequests(feed, TimeSpan.FromMilliseconds(50)),
            feed.Trades.JoinAsOf(feed.Books, feed.Gaps, TimeSpan.FromMilliseconds(20), AsOfDirection.Nearest, feed.Clock).Select(static pair => (object)pair),
            feed.Trades.WithLatestBySymbol(feed.Books, feed.Gaps).Select(static pair => (object)pair),
            feed.VwapTumbling(TimeSpan.FromMilliseconds(100)).Resample(windows),
        ];
    }

    private static NexusFeedOptions Options { get; } = new() { MaxClockJump = TimeSpan.FromMinutes(10) };

    private async Task<List<(string Kind, object Item)>> LiveAsync(int seed, string[] symbols, SessionKind kind)
    {
        var truth = new ServerTruth();
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions
        {
            Seed = seed,
            Witness = truth.Note,
            Symbols = symbols,
            Rate = 1500,
            BookInterval = TimeSpan.FromMilliseconds(5),
            BookDepth = 5,
            Behaviour = new Hostile(
                seed,
                otherwise: null,
                (0.002, new Drop()),
                (0.002, new Drop(inMidMessage: true)),
                (0.002, new CloseWithCode()),
                (0.02, new Split()),
                (0.01, new Malformed()),
                (kind.HasLineBreaks ? 0.05 : 0, new LineBreaks()),
                (0.01, new Unknown()),
                (0.01, new Duplicate()),
                (0.01, new Reorder()),
                (0.005, new TimeTravel(TimeSpan.FromDays(1))),
                (0.005, new TimeTravel(TimeSpan.FromMilliseconds(300)))),
        });
        using var orders = new OrderFlow(exchange, truth, new Random(seed));
        NexusClient[] clients = [.. symbols.Select(symbol => new NexusClient(new NexusEndpoint(exchange.BaseUri, "demo", Symbol.Parse(symbol)), Client with { Feed = Options }))];
        var feed = clients.Length == 1 ? clients[0].Feed : NexusFeed.Combine(clients, Options);
        IAsyncDisposable? recording = null;
        var watched = await WatchAsync(kind.Choose(feed, symbols[^1], Options), seed, async live =>
        {
            recording = live.RecordTo(Path.Combine(_folder, seed + kind.Name), kind.Recording);
            using var connection = live.Connect();
            await Task.WhenAll(clients.Select(static client => client.StartAsync())).WaitAsync(RealTime.Soon);
            var enough = feed.Skip(600 * clients.Length).FirstAsync().ToTask();
            while (!enough.IsCompleted)
            {
                await Task.WhenAny(enough, feed.Books.FirstAsync().ToTask());
                await orders.ActAsync();
            }

            await enough.WaitAsync(RealTime.Soon);
            foreach (var client in clients)
                await client.DisposeAsync();
            await live.Materialize().LastAsync().ToTask().WaitAsync(RealTime.Soon);
        });
        await recording!.DisposeAsync();
        return watched;
    }

    // With a seed, some subscribers are slow, so that messages of several sockets wait for each other.
    private static async Task<List<(string Kind, object Item)>> WatchAsync(NexusFeed feed, int? seed, Func<NexusFeed, Task> run)
    {
        List<(string, object)> seen = [];
        var dice = seed is { } value ? new Random(value) : null;
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        feed.Books.Subscribe(_ => Linger(), Ignore);
        feed.Subscribe(item => seen.Add(("message", item)), error => seen.Add(("error", error.Message)), () => seen.Add(("end", "")));
        feed.Books.Diffs().Subscribe(item => seen.Add(("diff", item)), Ignore);
        feed.VwapTumbling(TimeSpan.FromMilliseconds(100)).Subscribe(item => seen.Add(("bar", item)), Ignore);
        feed.VwapSliding(TimeSpan.FromMilliseconds(250)).Subscribe(item => seen.Add(("sliding bar", item)), Ignore);
        feed.VwapByCount(7).Subscribe(item => seen.Add(("count bar", item)), Ignore);
        feed.TrackOrders().Subscribe(item => seen.Add(("order", item)), Ignore);
        foreach (var stream in Toolbox(feed))
            stream.Subscribe(item => seen.Add(("toolbox", item)), Ignore);
        feed.VwapTumbling(TimeSpan.FromMilliseconds(50)).Delay(TimeSpan.FromMilliseconds(20), feed.Clock).Subscribe(item => seen.Add(("late bar", item)), Ignore);
        feed.ClockFaults.Subscribe(item => seen.Add(("clock fault", item)), _ => end.TrySetResult(), () => end.TrySetResult());
        await run(feed);
        await end.Task.WaitAsync(RealTime.Soon);
        return seen;

        // The subscriber of all messages keeps the error.
        static void Ignore(Exception error)
        {
        }

        void Linger()
        {
            if (dice is not null && dice.Next(20) == 0)
                Thread.SpinWait(dice.Next(40_000));
        }
    }
}
