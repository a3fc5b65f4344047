using CsCheck;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Orders that wait, against a list of them.</summary>
public sealed class FixedDelayQueueTests
{
    // More come than leave, so that it grows; they leave from anywhere, so that it has holes.
    private static readonly Gen<int[]> Runs = Gen.Int[0, 99].Array[0, 200];

    [Test]
    public void First_come_first_due_whoever_leaves_in_between() => Runs.Sample(static run =>
    {
        var queue = new FixedDelayQueue<LingerPlace>(TimeSpan.FromTicks(5));
        var model = new List<(OrderState Account, long Due)>();
        for (var now = 0; now < run.Length; now++)
        {
            if (run[now] < 60)
            {
                var account = new OrderState(now, ExecutedQuantityKind.PerEvent);
                queue.Add(account, now);
                model.Add((account, now + 5));
            }
            else if (model.Count > 0)
            {
                var leaver = run[now] % model.Count;
                queue.Remove(model[leaver].Account);
                queue.Remove(model[leaver].Account);
                model.RemoveAt(leaver);
            }

            Assert.That(
                (queue.Count, queue.First, queue.NextDue),
                Is.EqualTo(model is [var first, ..] ? (model.Count, first.Account, first.Due) : (0, null, long.MaxValue)));
        }
    });

    [Test]
    public void A_deadline_beyond_the_end_of_time_is_its_end()
    {
        var queue = new FixedDelayQueue<LingerPlace>(TimeSpan.FromDays(5_000_000));
        queue.Add(new OrderState(1, ExecutedQuantityKind.PerEvent), 1000);

        Assert.That(queue.NextDue, Is.EqualTo(DateTime.MaxValue.Ticks));
    }
}
