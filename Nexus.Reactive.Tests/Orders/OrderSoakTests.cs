using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Long runs: memory is bounded by the open orders and the linger, not by what went by.</summary>
public sealed class OrderSoakTests
{
    [Test]
    public void Fifty_thousand_orders_leave_no_more_memory_than_ten_thousand() => Soak(50_000, lingerMs: 1_000);

    [Test, Explicit("Takes a while and half a gigabyte of garbage.")]
    public void A_million_orders_leave_no_more_memory_than_two_hundred_thousand() => Soak(1_000_000, lingerMs: 10_000);

    // One order a millisecond, each filled in two, a hundredth left open, with a gap now and then.
    private static void Soak(int orders, double lingerMs)
    {
        var options = new OrderTrackingOptions { DoneOrderRetention = TimeSpan.FromMilliseconds(lingerMs), MaxDoneOrders = (int)(2 * lingerMs), MaxTransactionIds = (int)(2 * lingerMs) };
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        var (done, forgotten, inputs, answered, open) = (0, 0, 0, 0, 0);
        feed.TrackOrders(options).Subscribe(e =>
        {
            answered += e.Cause is OrderUpdate or Transaction ? 1 : 0;
            forgotten += e.Kind == OrderEventKind.Forgotten ? 1 : 0;
            done += e.After.IsDone && e.Before is { IsDone: false } ? 1 : 0;
        });
        using var ledger = new OrderLedger(feed.TrackOrders(options));
        feed.Connect();

        long atFirst = 0;
        for (var order = 1; order <= orders; order++)
        {
            Push(U(order, S.New, order: order));
            if (order % 100 == 0)
            {
                open++;
                Push(U(order, S.Cancelled, order: order - 50 + ((order / 100) % 2)));
            }
            else
            {
                Push(U(order, S.PartiallyFilled, 4, order: order), T(order, order * 2L, 4, order: order), U(order, S.Filled, 6, order: order), T(order, (order * 2L) + 1, 6, order: order));
            }

            if (order % 7_777 == 0)
                source.OnNext(Gap());
            if (order == orders / 5)
                atFirst = GC.GetTotalMemory(forceFullCollection: true);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - atFirst;
        TestContext.Out.WriteLine($"{orders} orders, {inputs} inputs, {forgotten} forgotten, {atFirst / 1_000_000.0:F1} MB after a fifth, {grown / 1_000.0:F0} kB more at the end");
        Assert.That(answered, Is.EqualTo(inputs), "one event an input");
        Assert.That(done, Is.EqualTo(orders - open));
        Assert.That(ledger.Open, Has.Count.EqualTo(open));
        Assert.That(ledger.Done.Count, Is.EqualTo(done - forgotten).And.LessThanOrEqualTo(lingerMs + 1));

        // The open orders stay, by right; nothing else does.
        Assert.That(grown, Is.LessThan((open * 4 / 5 * 2_500) + 1_000_000));
        GC.KeepAlive(feed);

        void Push(params ReadOnlySpan<NexusMessage> messages)
        {
            foreach (var message in messages)
            {
                inputs++;
                source.OnNext(message);
            }
        }
    }
}
