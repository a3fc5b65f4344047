using System.Net;
using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>A client in virtual time.</summary>
public sealed class MarbleClientTests
{
    private const string Trade = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","data":{"price":100,"quantity":1,"side":"BUY"}}""";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void A_cut_is_a_gap_and_a_new_connection_follows()
    {
        using var m = new Marbles(Second);
        var client = m.Client("-t-x--+---t-", ('t', Trade));
        m.Expect(client.Feed.Gaps.Select(static _ => 'g')).ToBe("---g--------|");
        m.Expect(client.Feed.Trades.Select(static _ => 't')).ToBe("-t--------t-|");
        m.Run();
    }

    [Test]
    public void A_stalled_connection_becomes_stale_and_delivers_later()
    {
        using var m = new Marbles(Second);
        var options = new MarbleClientOptions { Client = new() { PingInterval = Second, StaleAfter = Second * 3, ReconnectJitter = 0 } };
        var client = m.Client("--~--t-=--", options, ('t', Trade));
        m.Expect(client.Feed.Trades.Select(static _ => 't')).ToBe("-------t--|");
        var statuses = m.Record(client.Status);
        m.Run();
        Assert.That(statuses.Events.Where(static item => item.Notification.HasValue).Select(static item => item.Notification.Value), Has.Some.TypeOf<ConnectionStatus.Stale>());
    }

    [Test]
    public void Latency_makes_round_trips_twice_as_long()
    {
        using var m = new Marbles(Second);
        var client = m.Client("---", new MarbleClientOptions { Latency = TimeSpan.FromMilliseconds(100) });
        var trips = m.Record(client.RoundTrips);
        m.Run();
        Assert.That(trips.Events.Where(static item => item.Notification.HasValue).Select(static item => item.Notification.Value.TotalMilliseconds), Is.Not.Empty.And.All.EqualTo(200d).Within(1d));
    }

    [Test]
    public void An_exchange_that_is_down_refuses_with_a_status()
    {
        using var m = new Marbles(Second);
        var client = m.Client("x---", new MarbleClientOptions { Refusal = HttpStatusCode.Forbidden });
        var statuses = m.Record(client.Status);
        m.Run();
        Assert.That(statuses.Events.Where(static item => item.Notification.HasValue).Select(static item => item.Notification.Value), Has.Some.TypeOf<ConnectionStatus.Closed>().With.Property("Reason").Not.Null);
    }

    [Test]
    public void Messages_of_every_kind_arrive_with_the_time_of_their_frame_and_the_exchanges_offset()
    {
        using var m = new Marbles(Second);
        NexusMessage[] sent = [Make.Book("100x9 99x2 | 101x1"), Make.Trade("99x1 buy"), Make.Order("100x5 sell", executed: 2), Make.Transaction("100x2 sell")];
        var client = m.Client("-(btou)---", new MarbleClientOptions { ClockOffset = Second / 2 }, ('b', sent[0]), ('t', sent[1]), ('o', sent[2]), ('u', sent[3]));
        var received = m.Record(client.Feed.Where(static message => message is not Ping));
        m.Run();
        var time = m.GetTime(1) + Second / 2;
        Assert.That(
            received.Events.Where(static item => item.Notification.HasValue).Select(static item => item.Notification.Value),
            Is.EqualTo(new NexusMessage[] { ((Book)sent[0]) with { Timestamp = time }, ((Trade)sent[1]) with { Timestamp = time }, ((OrderUpdate)sent[2]) with { Timestamp = time }, ((Transaction)sent[3]) with { Timestamp = time } }));
    }

    [Test]
    public void A_message_keeps_the_timestamp_that_the_test_gives_it()
    {
        using var m = new Marbles(Second);
        var client = m.Client("-t--", ('t', Make.Trade("100x1 buy", timestamp: Marbles.DefaultStart.AddSeconds(7))));
        m.Expect(client.Feed.Trades.Select(static trade => trade.Timestamp.Second)).ToBe("-t--|", ('t', 7));
        m.Run();
    }
}
