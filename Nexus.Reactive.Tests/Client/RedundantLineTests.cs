using System.Diagnostics.Metrics;
using Nexus.Reactive.Tests.Recording;
using static Nexus.Reactive.Tests.Client.ClientHarness;
using static Nexus.Reactive.Tests.Client.LinePair;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Two clients of one symbol on one combined feed. Messages are trades with a number as their time.</summary>
public sealed class RedundantLineTests
{
    [Test]
    public async Task The_first_arrival_of_each_message_is_delivered()
    {
        await using var it = new LinePair();

        it.A(1, 2);
        it.B(1, 2, 3, 4);
        it.A(3, 4, 5);
        it.B(5, 6);

        Assert.That(it.Seen, Is.EqualTo("1 2 3 4 5 6"));
    }

    [Test]
    public async Task A_cut_of_one_line_is_no_gap()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);

        Cut(it.First);
        it.B(3, 4);
        Return(it.First);
        it.A(4, 5);
        it.B(5);
        it.A(6);
        Cut(it.Second);
        it.A(7);

        Assert.That(it.Seen, Is.EqualTo("1 2 3 4 5 6 7"));
    }

    [Test]
    public async Task While_both_lines_are_down_one_gap_is_open_and_the_first_line_to_return_ends_it()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);

        Cut(it.First, "first");
        Cut(it.Second, "second");
        Return(it.Second);
        Cut(it.Second, "third");
        Return(it.Second);
        it.B(7, 8);
        Return(it.First);
        it.A(6, 7, 8, 9);
        it.B(9);

        Assert.That(it.Seen, Is.EqualTo("1 2 gap:second resumed 7 8 9"));
    }

    [Test]
    public async Task A_line_that_lags_when_the_other_is_cut_continues_without_a_gap()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);
        it.A(3, 4, 5, 6);

        Cut(it.First);
        it.B(3, 4, 5, 6, 7);

        Assert.That(it.Seen, Is.EqualTo("1 2 3 4 5 6 7"));
    }

    [Test]
    public async Task A_line_ahead_of_the_other_waits_until_the_other_reaches_its_position()
    {
        await using var it = new LinePair();
        it.A(1, 2);

        it.B(5, 6, 7, 8);
        Assert.That(it.Seen, Is.EqualTo("1 2"));
        it.A(3, 4, 5);
        Assert.That(it.Seen, Is.EqualTo("1 2 3 4 5"));
        it.A(6);
        Assert.That(it.Seen, Is.EqualTo("1 2 3 4 5 6 7 8"));
    }

    [Test]
    public async Task A_line_with_an_unknown_position_continues_after_a_gap_when_the_other_is_cut()
    {
        await using var it = new LinePair();
        it.A(1, 2);

        it.B(4, 5);
        Cut(it.First, "cut");
        it.B(6);

        Assert.That(it.Seen, Is.EqualTo("1 2 gap:cut resumed 4 5 6"));
    }

    [Test]
    public async Task A_lagging_line_does_not_repeat_messages_delivered_before_a_gap()
    {
        await using var it = new LinePair();
        it.A(1, 2, 3, 4);

        it.B(2);
        Cut(it.First, "cut");
        it.B(3, 4, 5);

        Assert.That(it.Seen, Is.EqualTo("1 2 3 4 gap:cut resumed 5"));
    }

    [Test]
    public async Task Equal_messages_are_delivered_as_often_as_they_were_sent()
    {
        await using var it = new LinePair();
        it.A(1, 2, 2, 2);
        it.B(1, 2, 2);
        Assert.That(it.Seen, Is.EqualTo("1 2 2 2"));
        it.B(2, 2, 3);
        it.A(2, 3);
        Assert.That(it.Seen, Is.EqualTo("1 2 2 2 2 3"));

        // One that reconnects among them does not know its place before another message.
        Cut(it.Second);
        it.A(4, 4);
        Return(it.Second);
        it.B(4);
        Cut(it.First, "cut");
        it.B(4, 5);

        Assert.That(it.Seen, Is.EqualTo("1 2 2 2 2 3 4 4 gap:cut resumed 5"));
    }

    [Test]
    public async Task Messages_missing_on_one_line_come_from_the_other_without_further_loss()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);

        it.A(3, 5, 6);
        it.B(3, 4, 5, 7);
        it.A(7, 8);
        it.B(8);

        Assert.That(it.Seen, Is.EqualTo("1 2 3 5 6 4 7 8"));
    }

    [Test]
    public async Task An_undetected_dead_line_delays_the_other_line_by_at_most_two_seconds()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);
        Cut(it.First);
        Return(it.First);

        it.A(5);
        it.First.Advance(1.9);
        it.A(6);
        Assert.That(it.Seen, Is.EqualTo("1 2"));
        it.First.Advance(0.2);
        it.A(7);

        Assert.That(it.Seen, Is.EqualTo("1 2 gap:no message received on the connected line for 2 s resumed 5 6 7"));

        // It was alive: what is older is not delivered, and from its place on it contributes again.
        it.B(3, 4, 5, 6, 7, 8);
        Assert.That(it.Seen, Does.EndWith(" 7 8"));
        Cut(it.First);
        it.B(9);
        Assert.That(it.Seen, Does.EndWith(" 7 8 9"));
    }

    [Test]
    public async Task A_silent_market_is_not_treated_as_a_dead_line()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);
        Cut(it.First);
        it.B(3);
        Return(it.First);
        it.A(3);

        it.First.Advance(10);
        it.A(4);
        it.B(4);
        Cut(it.Second);
        it.A(5);

        Assert.That(it.Seen, Is.EqualTo("1 2 3 4 5"));
    }

    [Test]
    public async Task A_line_that_falls_too_far_behind_delivers_nothing_old_and_contributes_when_it_has_caught_up()
    {
        await using var it = new LinePair();
        var all = Enumerable.Range(1, LineLog.Capacity + 10).ToArray();
        it.A(1, 2);
        it.B(1, 2);
        it.A(all[2..]);

        Cut(it.First, "cut");
        it.B(all[2..]);
        it.B(all[^1] + 1, all[^1] + 2);

        Assert.That(it.Seen, Is.EqualTo($"{string.Join(' ', all)} gap:cut resumed {all[^1] + 1} {all[^1] + 2}"));
    }

    [Test]
    public async Task A_line_without_a_known_position_ends_a_gap_with_newer_messages()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);
        it.A([.. Enumerable.Range(3, LineLog.Capacity + 10)]);
        Cut(it.First);

        Return(it.First);
        it.A(20_000);
        Cut(it.First, "cut");
        it.B(9000, 19_999, 20_000, 20_001, 20_002);

        Assert.That(it.Seen, Does.EndWith(" 20000 gap:cut resumed 20001 20002"));
    }

    [Test]
    public async Task Pings_of_both_lines_are_delivered_and_end_no_gap()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1);
        it.First.Last.Bring(Ping(3));
        it.Second.Last.Bring(Ping(3));
        it.B(2);
        Cut(it.First);
        Cut(it.Second, "cut");
        Return(it.First);
        it.First.Last.Bring(Ping(9));
        it.A(10);

        Assert.That(it.Seen, Is.EqualTo("1 2 ping ping gap:cut ping resumed 10"));
    }

    [Test]
    public async Task Order_events_that_are_sent_again_after_a_gap_do_not_end_it()
    {
        await using var it = new LinePair();
        static string Order(long id, long time) =>
            $$$"""{"event":"ORDER_UPDATE","timestamp":{{{time}}},"data":{"symbol":"SPOT_BTC_USDT","order_id":{{{id}}},"order_type":"LIMIT","order_price":1,"order_quantity":1,"side":"BUY","status":"NEW"}}""";
        it.A(11, 12);
        it.First.Last.Bring(Order(1, 12));
        Cut(it.First, "cut");

        it.Second.Last.Bring(Order(1, 12), Order(2, 5));
        it.B(12);
        it.Second.Last.Bring(Order(3, 13));

        Assert.That(it.Seen, Is.EqualTo("11 12 order 1 gap:cut order 2 resumed order 3"));
    }

    [Test]
    public async Task A_wrong_timestamp_before_a_gap_does_not_prevent_its_end()
    {
        await using var it = new LinePair();
        it.A(1, 2, 3_600_000);
        Cut(it.First, "cut");

        it.B(3, 4);

        Assert.That(it.Seen, Is.EqualTo("1 2 3600000 gap:cut resumed 3 4"));
    }

    [Test]
    public async Task A_line_that_reconnected_early_does_not_continue_after_a_gap_with_old_messages()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        Cut(it.First, "cut");
        Return(it.First);
        it.A(8);
        Cut(it.First, "again");

        it.B(3, 4, 9);

        Assert.That(it.Seen, Is.EqualTo("1 2 gap:cut resumed 8 gap:again resumed 9"));
    }

    [Test]
    public async Task A_disposed_line_is_ignored_and_disposing_the_last_line_ends_the_feed()
    {
        await using var it = new LinePair();
        it.A(1, 2);
        it.B(1, 2);

        await it.First.DisposeAsync();
        it.B(3);
        await it.Second.DisposeAsync();

        Assert.That(it.Seen, Is.EqualTo("1 2 3 |"));
    }

    [Test]
    public async Task Lines_of_a_symbol_and_clients_of_others_share_order_events()
    {
        await using var a = Connected();
        await using var b = Connected();
        await using var eth = Connected(symbol: "SPOT_ETH_USDT");
        var feed = NexusFeed.Combine([a.Client, eth.Client, b.Client]);
        var seen = new List<string>();
        feed.Subscribe(message => seen.Add(message is OrderUpdate order ? $"{order.OrderId}" : message is FeedGap gap ? $"gap {gap.Symbol!.Value.Base}" : "other"));
        using var connection = feed.Connect();
        static string Order(long id) =>
            $$$"""{"event":"ORDER_UPDATE","timestamp":{{{id}}},"data":{"symbol":"SPOT_BTC_USDT","order_id":{{{id}}},"order_type":"LIMIT","order_price":1,"order_quantity":1,"side":"BUY","status":"NEW"}}""";

        eth.Last.Bring(Order(1), Order(2), Order(3), Order(4));
        a.Last.Bring(Order(1), Order(2));
        b.Last.Bring(Order(1), Order(2));
        a.Last.Break();
        b.Last.Bring(Order(3));
        b.Last.Break();
        eth.Last.Bring(Order(5));

        Assert.That(seen, Is.EqualTo(new[] { "1", "2", "3", "gap BTC", "4", "5" }));
    }

    [Test]
    public async Task Copies_are_counted_in_the_meter()
    {
        var copies = 0L;
        using var meter = new MeterListener();
        meter.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == "nexus.line_copies_dropped")
                listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, count, _, _) => copies += count);
        meter.Start();
        await using var it = new LinePair();

        it.A(1, 2, 3);
        it.B(1, 2, 3);

        Assert.That(copies, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task A_recording_holds_what_was_delivered_and_replays_it()
    {
        using var folder = new TemporaryFolder();
        await using var it = new LinePair();
        await using (it.Feed.RecordTo(folder["a.tsv"]))
        {
            it.A(1, 2);
            it.B(1, 2, 3);
            Cut(it.First);
            Cut(it.Second, "cut");
            Return(it.First);
            it.A(5, 6);
            await it.Second.DisposeAsync();
            await it.First.DisposeAsync();
        }

        var replayed = new List<string>();
        var replay = NexusRecording.OpenFeed(folder["a.tsv"]);
        replay.Subscribe(message => replayed.Add(Print(message)), () => replayed.Add("|"));
        await replay.RunAsync();

        Assert.That(string.Join(' ', replayed), Is.EqualTo(it.Seen).And.EqualTo("1 2 3 gap:cut resumed 5 6 |"));
        Assert.That(folder.Read("a.tsv"), Does.Contain($"\t{Trade(5)}\n"));
    }
}
