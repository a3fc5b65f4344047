using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Orders.Queue;

/// <summary>The bounds against the true position in simulated queues.</summary>
public sealed class QueueTruthTests
{
    private const int Histories = 2_000;

    [Test]
    public void The_position_is_within_the_bounds_if_books_show_each_change()
    {
        var (estimates, exact) = (0, 0);
        for (var seed = 0; seed < Histories; seed++)
        {
            var queue = new SimulatedQueue(seed, isEachChangeShown: true);
            queue.Run(60);
            foreach (var (estimate, place) in Estimate(queue.Messages.Select(static each => each.Message)))
            {
                // The trade's own book follows, so that the truth of a message is that of its time.
                var ahead = queue.Messages[place].Ahead!.Value;
                Assert.That(ahead, Is.InRange(estimate.MinAhead!.Value, estimate.MaxAhead!.Value), $"seed {seed}, message {place}: {estimate}");
                estimates++;
                exact += estimate.MinAhead == estimate.MaxAhead ? 1 : 0;
            }
        }

        // Bounds that are too wide would say nothing.
        Assert.That((estimates > 10 * Histories, exact > estimates / 4), Is.EqualTo((true, true)), $"{exact} of {estimates} are exact");
    }

    [Test]
    public void The_lower_bound_exceeds_the_position_at_most_by_the_changes_between_books()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var queue = new SimulatedQueue(seed, isEachChangeShown: false);
            queue.Run(60);
            var book = 0;
            foreach (var (estimate, place) in Estimate(queue.Messages.Select(static each => each.Message)))
            {
                book = Math.Max(book, queue.Messages.FindLastIndex(place, static each => each.Message is Book));
                Assert.That(queue.Messages[place].Ahead, Is.LessThanOrEqualTo(estimate.MaxAhead!.Value), $"seed {seed}, message {place}: {estimate}");
                Assert.That(queue.Messages[book].Ahead + queue.Hidden, Is.GreaterThanOrEqualTo(estimate.MinAhead!.Value), $"seed {seed}, message {place}: {estimate}");
            }
        }
    }

    [Test]
    public void The_upper_bound_holds_if_books_trades_and_orders_arrive_out_of_order()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var queue = new SimulatedQueue(seed, isEachChangeShown: seed % 2 == 0);
            queue.Run(60);
            var random = new Random(seed);
            int[] order = [.. Enumerable.Range(0, queue.Messages.Count).OrderBy(place => ((IHasTimestamp)queue.Messages[place].Message).Timestamp.AddMilliseconds(random.Next(4)))];
            var known = queue.Messages.FindIndex(static each => each.Ahead is not null);
            var (newest, next) = (0, 0);
            foreach (var (estimate, place) in Estimate(order.Select(index => queue.Messages[index].Message)))
            {
                for (; next <= place; next++)
                    newest = Math.Max(newest, order[next]);
                Assert.That(queue.Messages[newest].Ahead, Is.LessThanOrEqualTo(estimate.MaxAhead!.Value), $"seed {seed}, message {place} of {newest}, own {known}: {estimate}");
                if (next == order.Length)
                    Assert.That(queue.Messages[^1].Ahead + queue.Hidden, Is.GreaterThanOrEqualTo(estimate.MinAhead!.Value), $"seed {seed}: {estimate}");
            }
        }
    }

    private static List<(QueueEstimate Estimate, int Place)> Estimate(IEnumerable<NexusMessage> messages)
    {
        var place = 0;
        var estimates = new List<(QueueEstimate, int)>();
        using var source = new Subject<NexusMessage>();
        var feed = new NexusFeed(source);
        using var subscription = feed.EstimateQueue().Where(static estimate => estimate.IsKnown).Subscribe(estimate => estimates.Add((estimate, place)));
        using var connection = feed.Connect();
        foreach (var message in messages)
        {
            source.OnNext(message);
            place++;
        }

        return estimates;
    }
}
