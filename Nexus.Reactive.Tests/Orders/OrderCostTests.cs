using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What an input costs in bytes; its time is a row of the benchmarks.</summary>
public sealed class OrderCostTests
{
    private const int InputsAnOrder = 5;

    [Test]
    public void An_input_costs_at_most_410_bytes()
    {
        var inputs = Inputs(orders: 20_000, open: 1_000);
        Track(inputs[..5_000]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Track(inputs);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / inputs.Length;

        TestContext.Out.WriteLine($"{bytes} B an input");
        Assert.That(bytes, Is.LessThanOrEqualTo(410));
    }

    [Test]
    public void Ten_thousand_inputs_of_one_order_have_a_constant_cost_per_input()
    {
        NexusMessage[] inputs = [U(0, S.New, quantity: 5_000), .. Enumerable.Range(1, 5_000).SelectMany(i => new NexusMessage[] { U(i, S.PartiallyFilled, 1, quantity: 5_000), T(i, i, 1) })];

        var before = GC.GetAllocatedBytesForCurrentThread();
        Track(inputs);

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / inputs.Length, Is.LessThanOrEqualTo(410));
    }

    private static NexusMessage[] Inputs(int orders, int open)
    {
        var inputs = new NexusMessage[orders * InputsAnOrder];
        var next = 0;
        for (var first = 0; first < orders; first += open)
        {
            for (var step = 0; step < InputsAnOrder; step++)
            {
                for (var order = first; order < first + open; order++)
                {
                    var at = next / 10.0;
                    inputs[next++] = step switch
                    {
                        0 => U(at, S.New, order: order),
                        1 => U(at, S.PartiallyFilled, 4.25m, 61_837.63m, order: order),
                        2 => T(at, order * 2, 4.25m, 61_837.63m, order),
                        3 => U(at, S.Filled, 5.75m, 61_837.64m, order: order),
                        _ => T(at, (order * 2) + 1, 5.75m, 61_837.64m, order),
                    };
                }
            }
        }

        return inputs;
    }

    private static void Track(NexusMessage[] inputs)
    {
        var tracker = new OrderTracker(new OrderTrackingOptions());
        foreach (var input in inputs)
        {
            var now = new FeedTime(TimeOf(input), TimeOf(input));
            GC.KeepAlive(input is OrderUpdate update ? tracker.OnUpdate(update, now) : tracker.OnTransaction((Transaction)input, now));
            while (tracker.TryExpire(now, out var expired))
                GC.KeepAlive(expired);
        }
    }

    private static long TimeOf(NexusMessage input) => (input is OrderUpdate update ? update.Timestamp : ((Transaction)input).Timestamp).UtcTicks;
}
