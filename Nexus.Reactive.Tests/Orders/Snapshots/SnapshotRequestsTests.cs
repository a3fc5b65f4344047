using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;

namespace Nexus.Reactive.Tests.Orders.Snapshots;

/// <summary>When a snapshot is requested, and for which symbol.</summary>
public sealed class SnapshotRequestsTests
{
    private static readonly (char, NexusMessage)[] Messages =
    [
        .. Inputs,
        ('b', Make.Book("100x1 | 101x1")),
        ('e', Make.Book("100x1 | 101x1", "SPOT_ETH_USDT")),
        ('>', new FeedResumed()),
        ('<', new FeedResumed(Make.Symbol)),
    ];

    [TestCase("-b-b-e-e-|", "-s---S---|", TestName = "The first book of each symbol requests one snapshot")]
    [TestCase("-n-b-m-|", "-s---S-|", TestName = "The first order of a symbol requests a snapshot")]
    [TestCase("-b-x-b-b-|", "-s---g---|", TestName = "A gap ends with the next book")]
    [TestCase("-b-x->-b-|", "-s---g---|", TestName = "A gap ends when the feed resumes")]
    [TestCase("-b-y-<-b-|", "-s---g---|", TestName = "A gap of one symbol ends when that symbol resumes")]
    [TestCase("-b-x-n-b-|", "-s-----g-|", TestName = "A gap does not end with an order, which may be old")]
    [TestCase("-b-e-y-e-b-|", "-s-S-----g-|", TestName = "A gap of one symbol ends with the next book of that symbol")]
    [TestCase("-b-e-x->-----|", "-s-S---(gG)--|", TestName = "The end of a gap of all symbols requests a snapshot of each symbol")]
    [TestCase("-b-y->-b-|", "-s-----g-|", TestName = "FeedResumed without a symbol does not end the gap of one symbol")]
    [TestCase("-b-x-x-b-|", "-s-----g-|", TestName = "Two gaps in a row request one snapshot")]
    [TestCase("-x-b-|", "---s-|", TestName = "A gap before the first message is ignored")]
    [TestCase("-T-F-n-4----------|", "-s----------m-----|", TestName = "Missing fills request a snapshot")]
    public void Requests(string feed, string requests)
    {
        using var m = EachSecond();
        var source = m.Feed(feed, Messages);
        m.Expect(source.TrackOrders().SnapshotRequests(source).Select(static request => Letter(request))).ToBe(requests);
        m.Run();
    }

    [Test]
    public void A_silent_order_requests_a_snapshot_if_a_limit_is_given()
    {
        using var m = EachSecond();
        var source = m.Feed("-n---------|", Messages);
        m.Expect(source.TrackOrders().SnapshotRequests(source, Seconds(4)).Select(static request => Letter(request))).ToBe("-s---u-----|");
        m.Run();
    }

    private static char Letter(SnapshotRequest request)
    {
        var letter = request.Reason switch { SnapshotReason.Started => 's', SnapshotReason.GapEnded => 'g', SnapshotReason.FillsMissing => 'm', _ => 'u' };
        return request.Symbol == Make.Symbol ? letter : char.ToUpperInvariant(letter);
    }
}
