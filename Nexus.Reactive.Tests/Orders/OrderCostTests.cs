using System.Runtime.InteropServices;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What an input costs, in bytes and against the least that could be done with it.</summary>
public sealed class OrderCostTests
{
    private const int InputsAnOrder = 5;

    [Test]
    public void An_input_costs_at_most_500_bytes()
    {
        var inputs = Inputs(orders: 20_000, open: 1_000);
        Track(inputs[..5_000]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Track(inputs);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / inputs.Length;

        TestContext.Out.WriteLine($"{bytes} B an input");
        Assert.That(bytes, Is.LessThanOrEqualTo(500));
    }

    [Test]
    public void Ten_thousand_inputs_of_one_order_cost_no_more_each()
    {
        NexusMessage[] inputs = [U(0, S.New, quantity: 5_000), .. Enumerable.Range(1, 5_000).SelectMany(i => new NexusMessage[] { U(i, S.PartiallyFilled, 1, quantity: 5_000), T(i, i, 1) })];

        var before = GC.GetAllocatedBytesForCurrentThread();
        Track(inputs);

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / inputs.Length, Is.LessThanOrEqualTo(500));
    }

    [Test, Explicit("A measurement; run it in Release, on a quiet machine.")]
    public void An_input_costs_at_most_three_times_a_plain_dictionary_update()
    {
        var inputs = Inputs(orders: 100_000, open: 1_000);
        var ratios = new List<double>();
        for (var round = 0; round < 15; round++)
        {
            var plain = Time(() => Plain(inputs));
            var tracked = Time(() => Track(inputs));
            ratios.Add(tracked / plain);
            TestContext.Out.WriteLine($"plain {plain * 1e9 / inputs.Length:F0} ns, tracked {tracked * 1e9 / inputs.Length:F0} ns, {ratios[^1]:F2}");
        }

        Assert.That(ratios.Order().ElementAt(ratios.Count / 2), Is.LessThanOrEqualTo(3));
    }

    // Of the processor, the collector's threads included: what else the machine does at the time counts less.
    private static double Time(Action action)
    {
        GC.Collect();
        var before = Environment.CpuUsage.UserTime;
        action();
        return (Environment.CpuUsage.UserTime - before).TotalSeconds;
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
            var now = TimeOf(input);
            GC.KeepAlive(input is OrderUpdate update ? tracker.OnUpdate(update, now) : tracker.OnTransaction((Transaction)input, now));
            while (tracker.TryExpire(now, out var expired))
                GC.KeepAlive(expired);
        }
    }

    // One dictionary, the latest word wins, the same record and event: what a program would write on its first day.
    private static void Plain(NexusMessage[] inputs)
    {
        var orders = new Dictionary<long, Order>();
        foreach (var input in inputs)
        {
            var id = input is OrderUpdate update ? update.OrderId : ((Transaction)input).OrderId;
            ref var order = ref CollectionsMarshal.GetValueRefOrAddDefault(orders, id, out _);
            var before = order;
            order = input is OrderUpdate u ? After(before, u) : After(before!, (Transaction)input);
            GC.KeepAlive(new OrderEvent(before, order, OrderEventKind.Ignored, input));
        }
    }

    private static Order After(Order? before, OrderUpdate update)
    {
        var filled = (before?.Filled ?? 0) + update.ExecutedQuantity;
        var confirmed = before?.Confirmed ?? 0;
        var notional = (before?.Notional ?? 0) + (update.ExecutedQuantity * (update.ExecutedPrice ?? 0));
        var isDone = update.Status is S.Filled or S.Cancelled or S.Rejected;
        return new Order(
            update.OrderId,
            update.Symbol,
            update.Side,
            update.OrderType,
            update.OrderPrice,
            update.OrderQuantity,
            update.Status,
            filled,
            confirmed,
            filled - confirmed,
            isDone ? 0 : update.OrderQuantity - filled,
            filled == 0 ? null : notional / filled,
            before?.CreatedAt ?? update.Timestamp,
            update.Timestamp,
            OrderFlags.None,
            isDone,
            isDone && filled == confirmed)
        { Notional = notional };
    }

    private static Order After(Order before, Transaction transaction)
    {
        var confirmed = before.Confirmed + transaction.ExecutedQuantity;
        return before with
        {
            Confirmed = confirmed,
            Unconfirmed = before.Filled - confirmed,
            UpdatedAt = transaction.Timestamp,
            IsSettled = before.IsDone && before.Filled == confirmed,
        };
    }

    private static long TimeOf(NexusMessage input) => (input is OrderUpdate update ? update.Timestamp : ((Transaction)input).Timestamp).UtcTicks;
}
