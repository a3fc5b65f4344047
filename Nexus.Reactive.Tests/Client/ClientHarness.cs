using Microsoft.Reactive.Testing;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A client in virtual time, with connections that the test plays the server of.</summary>
internal sealed class ClientHarness : IAsyncDisposable
{
    public const string Key = TestClient.Key;

    // A scheduler at the year 1 would make any "long ago" underflow.
    public static readonly DateTimeOffset Start = new(2024, 8, 8, 0, 0, 0, TimeSpan.Zero);

    public ClientHarness(Func<NexusClientOptions, NexusClientOptions>? change = null, string symbol = "SPOT_BTC_USDT", bool readsTexts = true)
    {
        Scheduler.AdvanceTo(Start.Ticks);
        var options = new NexusClientOptions
        {
            Scheduler = Scheduler,
            ReconnectJitter = 0,
            Feed = new NexusFeedOptions { UnobservedFault = Faults.Add },
        };
        Client = new NexusClient(
            new NexusEndpoint("ws://127.0.0.1:1/ws", Key, symbol),
            change?.Invoke(options) ?? options,
            () =>
            {
                Connections.Add(new FakeConnection());
                return Connections[^1];
            });
        if (readsTexts)
            Client.RawMessages.Subscribe(Raw.Add, () => Raw.Add("|"));
        Client.Status.Subscribe(Statuses.Add, () => Statuses.Add(null));
        Client.RoundTrips.Subscribe(RoundTrips.Add);
    }

    public TestScheduler Scheduler { get; } = new();

    public NexusClient Client { get; }

    public List<FakeConnection> Connections { get; } = [];

    public FakeConnection Last => Connections[^1];

    public List<string> Raw { get; } = [];

    public List<ConnectionStatus?> Statuses { get; } = [];

    public List<TimeSpan> RoundTrips { get; } = [];

    public List<SubscriberFault> Faults { get; } = [];

    public const string Resumed = """{"event":"FEED_RESUMED","symbol":"SPOT_BTC_USDT"}""";

    public const string StoppedGap = """{"event":"FEED_GAP","symbol":"SPOT_BTC_USDT","data":{"reason":"stopped by the application"}}""";

    public static string Gap(string reason) =>
        $$$"""{"event":"FEED_GAP","symbol":"SPOT_BTC_USDT","data":{"reason":"{{{reason}}}"}}""";

    public static string Ping(long timestamp = 1_723_075_200_000) => TestClient.Ping(timestamp);

    public void Advance(double seconds) => Scheduler.AdvanceBy(TimeSpan.FromSeconds(seconds).Ticks);

    /// <summary>A client with an open connection.</summary>
    public static ClientHarness Connected(Func<NexusClientOptions, NexusClientOptions>? change = null, string symbol = "SPOT_BTC_USDT")
    {
        var harness = new ClientHarness(change, symbol);
        _ = harness.Client.StartAsync();
        harness.Last.Accept();
        return harness;
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
