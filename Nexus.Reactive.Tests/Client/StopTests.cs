using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Stop, disposal and the connection of the feed.</summary>
public sealed class StopTests
{
    [Test]
    public async Task Stop_waits_for_the_socket_to_close()
    {
        await using var it = Connected();
        var closing = new TaskCompletionSource();
        it.Last.Disposing = closing.Task;

        var stop = it.Client.StopAsync();
        var again = it.Client.StopAsync();
        Assert.That((stop.IsCompleted, again.IsCompleted), Is.EqualTo((false, false)));
        closing.SetResult();

        await stop;
        await again;
    }

    [Test]
    public async Task Dispose_completes_the_streams_of_the_client_and_of_its_feed()
    {
        var it = Connected();
        var ends = new List<string>();
        it.Client.Feed.Subscribe(_ => { }, () => ends.Add("feed"));
        it.Client.Feed.Trades.Subscribe(_ => { }, () => ends.Add("trades"));
        it.Client.RoundTrips.Subscribe(_ => { }, () => ends.Add("round trips"));

        it.Last.Bring("a");
        await it.DisposeAsync();
        await it.DisposeAsync();
        it.Last.Bring("late");

        Assert.That(it.Raw, Is.EqualTo(new[] { "a", "|" }));
        Assert.That(it.Statuses[^2..], Is.EqualTo(new[] { new ConnectionStatus.Closed(), null }));
        Assert.That(ends, Is.EquivalentTo(new[] { "feed", "trades", "round trips" }));
        Assert.That(() => it.Client.StartAsync(), Throws.TypeOf<ObjectDisposedException>());
        await it.Client.StopAsync();
    }

    [Test]
    public async Task Dispose_leaves_no_timer()
    {
        var it = Connected();
        it.Last.Break();
        it.Advance(0.5);
        it.Last.Accept();

        await it.DisposeAsync();
        var sent = it.Last.Sent.Count;
        it.Advance(86_400);

        Assert.That((it.Connections.Count, it.Last.Sent.Count), Is.EqualTo((2, sent)));
    }

    [Test]
    public async Task Starts_and_stops_in_any_order_leave_one_connection_or_none()
    {
        await using var it = new ClientHarness();
        var random = new Random(7);
        var isStarted = false;

        for (var i = 0; i < 2_000; i++)
        {
            switch (random.Next(5))
            {
                case 0:
                    _ = it.Client.StartAsync();
                    isStarted = true;
                    break;
                case 1:
                    await it.Client.StopAsync();
                    isStarted = false;
                    break;
                case 2 when isStarted && !it.Last.IsDisposed:
                    it.Last.Accept();
                    break;
                case 3 when it.Connections.Count > 0:
                    it.Last.Break();
                    break;
                default:
                    it.Advance(random.Next(40));
                    break;
            }

            Assert.That(it.Connections.Count(c => !c.IsDisposed), Is.LessThanOrEqualTo(isStarted ? 1 : 0));
        }
    }

    [Test]
    public void The_feed_is_connected_from_the_start_and_Connect_returns_that_connection()
    {
        var it = Connected();
        var messages = new List<NexusMessage>();
        it.Client.Feed.Subscribe(messages.Add);

        using var connection = it.Client.Feed.Connect();
        it.Last.Bring(Ping());
        Assert.That((messages.Count, ReferenceEquals(connection, it.Client.Feed.Connect())), Is.EqualTo((1, true)));

        connection.Dispose();
        it.Last.Bring(Ping());
        Assert.That(messages, Has.Count.EqualTo(1));
    }
}
