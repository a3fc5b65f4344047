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
    public void A_stalled_line_is_stale_and_delivers_later()
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
}
