using Nexus.Reactive.Tests.Feed;
using Websocket.Client;
using AsyncFlow = Nexus.Reactive.Tests.Client.ScriptedWebsocketClient.AsyncFlow;

namespace Nexus.Reactive.Tests.Client;

/// <summary>
/// A slow subscriber that another thread delivers to slows the reading of each kind of socket: the thread that reads waits, and a bounded number of messages
/// is read ahead.
/// </summary>
public sealed class BackPressureTests
{
    private const int Sent = 2 * FastProducer.MaxAhead;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task The_socket_of_a_client_waits_for_a_slow_subscriber()
    {
        await using var client = ClientHarness.Connected();
        using var slow = new SlowSubscriber(client.Client.Feed);
        CheckThatReadingWaits(
            slow,
            () => client.Client.Feed.Input!.Push(LinePair.Trade(1), arrivedAt: null),
            number => client.Last.BringAmongOthers(LinePair.Trade(number)));
    }

    [Test]
    public async Task The_socket_of_a_redundant_line_waits_for_a_slow_subscriber()
    {
        await using var lines = new LinePair();
        lines.A(1, 2);
        lines.B(1, 2);
        using var slow = new SlowSubscriber(lines.Feed);
        CheckThatReadingWaits(slow, () => lines.A(3), number => lines.B(number + 2));
    }

    [Test]
    public void The_socket_of_a_WebsocketClient_waits_for_a_slow_subscriber()
    {
        using var client = new ScriptedWebsocketClient();
        var feed = client.ToNexusFeed(Symbol.Parse("SPOT_BTC_USDT"));
        using var slow = new SlowSubscriber(feed);
        using var connection = feed.Connect();
        var app = new AsyncFlow();
        var loop = client.Dial(app);
        client.Open(app, ReconnectionType.Initial);
        CheckThatReadingWaits(slow, () => client.Receive(app.Fork(), LinePair.Trade(1)), number => client.Receive(loop, LinePair.Trade(number)));
    }

    // One thread is inside the subscriber while the thread of the socket reads.
    private static void CheckThatReadingWaits(SlowSubscriber slow, Action deliver, Action<int> read)
    {
        slow.Block();
        var deliverer = new Thread(() => deliver()) { IsBackground = true };
        deliverer.Start();
        Assert.That(slow.Entered.Wait(Patience), "a message reaches the subscriber");
        var reader = new FastProducer(Sent, read);
        reader.AssertWaits();

        slow.Release();
        reader.AssertEnds();
        Assert.That(deliverer.Join(Patience), "the delivering thread returns");
        Assert.That(slow.Received, Is.AtLeast(Sent));
    }

    private sealed class SlowSubscriber : IDisposable
    {
        private readonly ManualResetEventSlim _gate = new(initialState: true);
        private readonly IDisposable _subscription;
        private int _received;

        public SlowSubscriber(NexusFeed feed) => _subscription = feed.Trades.Subscribe(_ =>
        {
            Interlocked.Increment(ref _received);
            if (_gate.IsSet)
                return;
            Entered.Set();
            _gate.Wait(Patience);
        });

        public ManualResetEventSlim Entered { get; } = new();

        public int Received => Volatile.Read(ref _received);

        public void Block() => _gate.Reset();

        public void Release() => _gate.Set();

        public void Dispose()
        {
            _gate.Set();
            _subscription.Dispose();
        }
    }
}
