using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;

namespace Nexus.Reactive.Tests.Orders.Snapshots;

/// <summary>Which open orders are reported, and when.</summary>
public sealed class WatchOpenOrdersTests
{
    [TestCase("-n---------i", "------u-----", TestName = "A silent order is reported once")]
    [TestCase("-n--p-------i", "---------u---", TestName = "An update restarts the time")]
    [TestCase("-n--4-------i", "---------u---", TestName = "A transaction restarts the time")]
    [TestCase("-n--n-------i", "---------u---", TestName = "A repetition restarts the time")]
    [TestCase("-n--F-------i", "-------------", TestName = "A done order is not reported")]
    [TestCase("-n-x-x------i", "---s--u------", TestName = "A gap is reported once and does not restart the time")]
    [TestCase("-n-x-n-x----i", "---s---s--u--", TestName = "After an input both alerts can be reported again")]
    [TestCase("-n-y-z------i", "---s--u------", TestName = "A gap of another symbol is not reported")]
    [TestCase("-nm---------i", "------uv-----", TestName = "Each order has its own time")]
    [TestCase("-n----n-----i", "------u----u-", TestName = "Silence is reported again after an input at the limit")]
    public void Alerts(string feed, string alerts)
    {
        using var m = EachSecond();
        var source = m.Feed(feed, Inputs);
        var watched = source.TrackOrders().WatchOpenOrders(Seconds(5), source.Clock);

        m.Expect(watched.Select(static alert => alert is { Reason: OrderAlertReason.Stale } ? 's' : alert.Order.OrderId == 1 ? 'u' : 'v')).ToBe(alerts);
        m.Run();
    }
}
