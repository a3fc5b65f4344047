using Websocket.Client;
using AsyncFlow = Nexus.Reactive.Tests.Client.ScriptedWebsocketClient.AsyncFlow;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Websocket.Client's receive loops overlap. Each order of events here is one that version 5.5.1 can produce.</summary>
public sealed class ReceiveLoopTests
{
    private static readonly string[] OneCut = ["a", "GAP", "RESUMED", "b"];

    [TestCase(DisconnectionType.ByUser)]
    [TestCase(DisconnectionType.NoMessageReceived)]
    [TestCase(DisconnectionType.Lost)]
    public void A_late_message_of_the_old_loop_is_dropped(DisconnectionType type)
    {
        using var it = new Harness();
        var (first, app) = (it.Start(), new AsyncFlow());
        it.Client.Receive(first, "a");

        it.Client.Cut(app, type);
        it.Client.Receive(first, "late 1");
        var second = it.Client.Dial(app);
        it.Client.Receive(first, "late 2");
        it.Client.Receive(second, "b");
        it.Client.Receive(first, "late 3");
        it.Client.Open(app, ReconnectionType.ByUser);
        it.Client.Receive(first, "late 4");

        Assert.That(it.Seen, Is.EqualTo(OneCut));
    }

    [Test]
    public void The_first_message_of_a_connection_is_dropped_when_it_comes_after_the_cut()
    {
        using var it = new Harness();
        var (first, app) = (it.Start(), new AsyncFlow());
        it.Client.Cut(app, DisconnectionType.ByUser);
        it.Client.Receive(first, "late");

        // The second connection is cut before its first message as well.
        var second = it.Client.Dial(app);
        it.Client.Open(app, ReconnectionType.ByUser);
        it.Client.Cut(app, DisconnectionType.ByUser);
        var third = it.Client.Dial(app);
        it.Client.Receive(second, "late");
        it.Client.Receive(third, "b");
        it.Client.Receive(second, "late");
        it.Client.Receive(first, "late");

        Assert.That(it.Seen, Is.EqualTo(OneCut.Skip(1)));
    }

    [Test]
    public void A_message_handler_may_ask_for_the_reconnect()
    {
        using var it = new Harness();
        var first = it.Start();
        it.Client.Receive(first, "a");
        var handler = first.Fork();

        it.Client.Cut(handler, DisconnectionType.ByUser);
        var second = it.Client.Dial(handler);
        it.Client.Receive(first, "late");
        it.Client.Receive(second, "b");

        Assert.That(it.Seen, Is.EqualTo(OneCut));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_reconnect_without_a_reported_cut_produces_a_gap_before_its_first_message(bool isOpenedFirst)
    {
        using var it = new Harness();
        var (first, app) = (it.Start(), new AsyncFlow());
        it.Client.Receive(first, "a");

        // The server's close has arrived, but its loop reports it only after the application has reconnected.
        var second = it.Client.Dial(app);
        if (isOpenedFirst)
            it.Client.Open(app, ReconnectionType.ByUser);
        it.Client.Receive(second, "b");
        it.Client.Open(app, ReconnectionType.ByUser);
        it.Client.Cut(first, DisconnectionType.ByServer);
        it.Client.Receive(second, "c");

        Assert.That(it.Seen, Is.EqualTo((string[])[.. OneCut, "c"]));
    }

    [Test]
    public void The_servers_close_may_be_reported_after_the_applications_reconnect()
    {
        using var it = new Harness();
        var (first, app) = (it.Start(), new AsyncFlow());
        it.Client.Receive(first, "a");

        it.Client.Cut(app, DisconnectionType.ByUser);
        it.Client.Cut(first, DisconnectionType.ByServer);
        var second = it.Client.Dial(app);
        it.Client.Receive(second, "b");

        Assert.That(it.Seen, Is.EqualTo(OneCut));
    }

    [Test]
    public void After_a_close_by_the_server_any_caller_may_start_the_next_loop([Values] bool isByLoop)
    {
        using var it = new Harness();
        var (first, app) = (it.Start(), new AsyncFlow());
        it.Client.Receive(first, "a");
        var handler = first.Fork();

        it.Client.Cut(first, DisconnectionType.ByServer);
        var second = it.Client.Dial(isByLoop ? first : handler);
        it.Client.Receive(second, "b");
        it.Client.Cut(app, DisconnectionType.ByUser);
        it.Client.Receive(second, "late");

        Assert.That(it.Seen, Is.EqualTo((string[])[.. OneCut, "GAP"]));
    }

    [Test]
    public void After_a_stop_the_client_may_be_started_by_a_message_handler()
    {
        using var it = new Harness();
        var first = it.Start();
        it.Client.Receive(first, "a");
        var handler = first.Fork();

        it.Client.Stop(handler);
        it.Client.Receive(first, "late");
        var second = it.Client.Dial(first.Fork());
        it.Client.Receive(second, "b");

        Assert.That(it.Seen, Is.EqualTo(OneCut));
    }

    [Test]
    public void A_cut_that_cancels_the_reconnect_lets_the_application_start_from_anywhere()
    {
        using var it = new Harness();
        var first = it.Start();
        it.Client.Receive(first, "a");

        it.Client.Cut(first, DisconnectionType.Lost).CancelReconnection = true;
        var second = it.Client.Dial(new AsyncFlow());
        it.Client.Receive(second, "b");

        Assert.That(it.Seen, Is.EqualTo(OneCut));
    }

    [Test]
    public void Failed_dials_in_a_gap_are_no_gaps_of_their_own()
    {
        using var it = new Harness();
        var (first, app) = (it.Start(), new AsyncFlow());
        it.Client.Receive(first, "a");

        it.Client.Cut(app, DisconnectionType.Lost);
        it.Client.Cut(app, DisconnectionType.Error);
        it.Client.Cut(app, DisconnectionType.Error);
        it.Client.Receive(first, "late");
        var second = it.Client.Dial(app);
        it.Client.Receive(second, "b");

        Assert.That(it.Seen, Is.EqualTo(OneCut));
    }

    [Test]
    public void A_connection_survives_an_exception_of_a_subscriber_of_ReconnectionHappened()
    {
        using var it = new Harness();
        var app = new AsyncFlow();
        var first = it.Client.Dial(app);
        it.Client.Open(app, ReconnectionType.Initial);
        it.Client.IsRunning = true;
        it.Client.Cut(app, DisconnectionType.Error);
        it.Client.Receive(first, "a");

        // Websocket.Client dials again without a report.
        var second = it.Client.Dial(app);
        it.Client.Receive(second, "b");

        Assert.That(it.Seen, Is.EqualTo(OneCut));
    }

    [Test]
    public void Fake_messages_are_delivered_at_any_time_and_end_no_gap()
    {
        using var it = new Harness();
        var (first, app, fake) = (it.Start(), new AsyncFlow(), new AsyncFlow());
        it.Client.Receive(first, "a");
        it.Client.Receive(fake, "fake 1");
        it.Client.Cut(app, DisconnectionType.ByUser);
        it.Client.Receive(fake, "fake 2");
        var second = it.Client.Dial(app);
        it.Client.Receive(fake, "fake 3");
        it.Client.Receive(second, "b");
        it.Client.Receive(fake, "fake 4");

        Assert.That(it.Seen, Is.EqualTo(new[] { "a", "fake 1", "GAP", "fake 2", "fake 3", "RESUMED", "b", "fake 4" }));
    }

    [Test]
    public void A_key_that_the_application_sets_later_is_hidden_in_gap_reasons()
    {
        using var it = new Harness();
        var (first, app) = (it.Start(), new AsyncFlow());
        it.Client.Receive(first, "a");

        it.Client.Url = new Uri("ws://localhost/ws/another-key/SPOT_BTC_USDT");
        it.Client.Cut(app, DisconnectionType.ByServer, "another-key is odd, and so is /KEY/");

        Assert.That(it.Gaps, Is.EqualTo(new[] { "closed by the server: *** is odd, and so is /***/" }));
    }

    private sealed class Harness : IDisposable
    {
        private readonly IDisposable _connection;

        public Harness()
        {
            var feed = Client.ToNexusFeed(Symbol.Parse("SPOT_BTC_USDT"));
            feed.Subscribe(message => Seen.Add(message switch
            {
                FeedGap => "GAP",
                FeedResumed => "RESUMED",
                MalformedMessage { Text: var text } => text,
                _ => message.ToString(),
            }));
            feed.Gaps.Subscribe(gap => Gaps.Add(gap.Reason));
            _connection = feed.Connect();
        }

        public ScriptedWebsocketClient Client { get; } = new();

        public List<string> Seen { get; } = [];

        public List<string> Gaps { get; } = [];

        /// <summary>A first connection, opened by a flow that nothing else uses.</summary>
        public AsyncFlow Start()
        {
            var app = new AsyncFlow();
            var loop = Client.Dial(app);
            Client.Open(app, ReconnectionType.Initial);
            return loop;
        }

        public void Dispose()
        {
            _connection.Dispose();
            Client.Dispose();
        }
    }
}
