using System.Reactive.Linq;
using static Nexus.Reactive.Tests.Orders.OrderMarbles;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>One group an order, completed when the order is forgotten: here five seconds after it is done. An order in a group is drawn as its status.</summary>
public sealed class GroupByOrderTests
{
    private static readonly OrderTrackingOptions Options = new() { DoneOrderRetention = Seconds(5) };

    [TestCase("nm-F--T-----",
              "12----------",
              "N--F--F-|   ",
              "-N----------", TestName = "A_group_begins_with_the_first_event_and_ends_when_the_order_is_forgotten")]
    [TestCase("n-m-|",
              "1-2-|",
              "N---|",
              "--N-|", TestName = "Groups_end_with_the_stream")]
    [TestCase("n-m-#",
              "1-2-#",
              "N---#",
              "--N-#", TestName = "An_error_ends_the_result_and_its_groups")]
    [TestCase("TF------T--|",
              "1----------|",
              "PF----|     ",
              "-----------|", TestName = "A_replayed_transaction_of_a_forgotten_order_opens_no_group")]
    public void Grouping(string feed, string groups, string first, string second)
    {
        using var m = EachSecond();
        var grouped = m.Feed(feed, Inputs).TrackOrders(Options).GroupByOrder();
        m.Expect(grouped.Select(static group => (char)('0' + group.Key))).ToBe(groups);
        m.Expect(grouped.Where(static group => group.Key == 1).Take(1).Merge().Select(static order => Letter(order.Status))).ToBe(first);
        m.Expect(grouped.Where(static group => group.Key == 2).Take(1).Merge().Select(static order => Letter(order.Status))).ToBe(second);
        m.Run();
    }

    [Test]
    public void A_later_event_of_a_forgotten_order_starts_a_new_group()
    {
        using var m = EachSecond();
        var grouped = m.Feed(
            "-c-------4-|", Inputs).TrackOrders(Options).GroupByOrder();
        m.Expect(grouped.Select(static group => (char)('0' + group.Key))).ToBe(
            "-1-------1-|");
        m.Expect(grouped.Take(1).Merge().Select(static order => Letter(order.Status))).ToBe(
            "-X----|");
        m.Expect(grouped.Skip(1).Merge().Select(static order => Letter(order.Status))).ToBe(
            "---------X-|");
        m.Run();
    }

    [Test]
    public void TakeUntil_IsDone_ends_a_group_when_the_order_is_done()
    {
        using var m = EachSecond();
        var grouped = m.Feed(
            "nq-c-4---", Inputs).TrackOrders(Options).GroupByOrder();
        m.Expect(grouped.SelectMany(static group => group.TakeUntil(static order => order.IsDone).LastAsync()).Select(static order => Letter(order.Status))).ToBe(
            "---X-----");
        m.Run();
    }
}
