using CsCheck;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Items that wait, against a list of them.</summary>
public sealed class FixedDelayQueueTests
{
    private static readonly Gen<int[]> Runs = Gen.Int[0, 99].Array[0, 200];

    [Test]
    public void Items_become_due_in_insertion_order_even_if_others_are_removed() => Runs.Sample(static run =>
    {
        var queue = new FixedDelayQueue<Item>(TimeSpan.FromTicks(5));
        var model = new List<(Item Item, long Due)>();
        for (var now = 0; now < run.Length; now++)
        {
            if (run[now] < 60)
            {
                var item = new Item();
                queue.Add(item, now);
                model.Add((item, now + 5));
            }
            else if (run[now] < 90 && model.Count > 0)
            {
                var finished = run[now] % model.Count;
                model[finished].Item.IsWaiting = false;
                model.RemoveAt(finished);
            }
            else if (model.Count > 0)
            {
                Assert.That(queue.Take(out _), Is.SameAs(model[0].Item));
                model.RemoveAt(0);
            }

            Assert.That(queue.NextDue, Is.EqualTo(model is [var first, ..] ? first.Due : long.MaxValue));
        }
    });

    [Test]
    public void A_deadline_beyond_DateTime_MaxValue_is_clamped_to_it()
    {
        var queue = new FixedDelayQueue<Item>(TimeSpan.FromDays(5_000_000));
        queue.Add(new Item(), 1000);

        Assert.That(queue.NextDue, Is.EqualTo(DateTime.MaxValue.Ticks));
    }

    private sealed class Item : IExpiring
    {
        public bool IsWaiting { get; set; } = true;
    }
}
